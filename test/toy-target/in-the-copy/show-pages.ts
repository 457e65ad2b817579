import { portalApp } from '../../../shared/adapters/portal/portal-app.tsx';
import type { PortalDeps } from '../../../shared/adapters/portal/portal-deps.ts';
import { statusView } from '../../../shared/domain/portal/status-view.ts';
import { targetIds } from '../../../shared/targets/target-ids.ts';
import { anOperator, anOperatorId } from '../../builders/an-operator.ts';
import { cliWorld } from '../../infra/cli/cli-world.ts';

/** What two pages ask for, of an operator that has connected nothing yet and has settings of two targets. */
const asked: Pick<
  PortalDeps,
  | 'formOrigins'
  | 'readSession'
  | 'formToken'
  | 'loadConnections'
  | 'loadFrame'
  | 'backfill'
  | 'preview'
> = {
  formOrigins: [],
  readSession: async () => ({
    operatorId: anOperatorId,
    linkId: 'link-1',
    sessionId: 'session-1',
    expiresAtEpochMs: 9e12,
  }),
  formToken: async () => 'form-token',
  loadFrame: async () => ({ operatorName: 'Acorn', targets: [...targetIds].reverse() }),
  preview: { loadPreview: async () => undefined, switchPosting: async () => 'not_connected' },
  backfill: {
    loadBackfill: async (_session, target) => ({
      operatorName: 'Acorn',
      targetName: target,
      startDate: '2026-12-01',
      run: undefined,
      gaps: [],
      nowEpochMs: 0,
      timeZone: undefined,
    }),
    directBackfill: async () => 'none',
    listMissed: async () => undefined,
  },
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
const backfill = await app.request('https://portal.example/backfill/rolodex', { headers });
const first = ['settings', 'preview', 'adoption', 'backfill'].map(async (name) => {
  const answer = await app.request(`https://portal.example/${name}`, { headers });
  return answer.headers.get('location');
});
const { run } = await cliWorld();
const status = await run('status', anOperatorId);
const limits = await run('limits', 'show', '--help').catch(String);
console.log(
  JSON.stringify({
    page: await page.text(),
    backfill: await backfill.text(),
    first: await Promise.all(first),
    status,
    limits,
  }),
);
