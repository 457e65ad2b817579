import { portalApp } from '../../../shared/adapters/portal/portal-app.tsx';
import type { PortalDeps } from '../../../shared/adapters/portal/portal-deps.ts';
import { statusView } from '../../../shared/domain/portal/status-view.ts';
import { anOperator, anOperatorId } from '../../builders/an-operator.ts';
import { cliWorld } from '../../infra/cli/cli-world.ts';

/** What the page of connections asks for, of an operator that has connected nothing yet. */
const asked: Pick<
  PortalDeps,
  'formOrigins' | 'readSession' | 'formToken' | 'loadConnections' | 'loadFrame'
> = {
  formOrigins: [],
  readSession: async () => ({
    operatorId: anOperatorId,
    linkId: 'link-1',
    sessionId: 'session-1',
    expiresAtEpochMs: 9e12,
  }),
  formToken: async () => 'form-token',
  loadFrame: async () => ({ operatorName: 'Acorn' }),
  loadConnections: async () =>
    statusView({
      operator: anOperator(),
      connections: [],
      issues: [],
      activities: [],
      rates: [],
      linkCounts: {},
      nowEpochMs: 0,
    }),
};

const app = portalApp(asked as PortalDeps);
const headers = { cookie: '__Host-rollerdoor=a.cookie' };
const page = await app.request('https://portal.example/connections', { headers });
const { run } = await cliWorld();
const status = await run('status', anOperatorId);
const limits = await run('limits', 'show', '--help').catch(String);
console.log(JSON.stringify({ page: await page.text(), status, limits }));
