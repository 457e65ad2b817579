import { describe, expect, it } from 'vitest';
import { portalApp } from '../../../shared/adapters/portal/portal-app.tsx';
import type { PortalDeps } from '../../../shared/adapters/portal/portal-deps.ts';
import { overviewView } from '../../../shared/domain/portal/overview-view.ts';
import { anIssue } from '../../builders/an-issue.ts';
import { anOperator } from '../../builders/an-operator.ts';

const session = {
  operatorId: 'acorn',
  linkId: 'link-1',
  sessionId: 'session-1',
  expiresAtEpochMs: 9e12,
};
const cookie = '__Host-rollerdoor=a.cookie';
const issues = Array.from({ length: 5 }, (_, index) =>
  anIssue({ sourceId: `inv_${index}`, label: `HBR-${index}` }),
);
const unused = async () => {
  throw new Error('Not asked for here.');
};

const deps: PortalDeps = {
  formOrigins: [],
  openLink: unused,
  startSession: unused,
  readSession: async (value) => (value === 'a.cookie' ? session : undefined),
  formToken: async () => 'form-token',
  isOwnForm: async (_session, token) => token === 'form-token',
  startAuthorization: unused,
  loadChoice: unused,
  chooseAccount: unused,
  retryIssue: unused,
  retryCause: async (_session, { cause }) =>
    cause === 'account_missing'
      ? { answer: 'queued', records: 12 }
      : { answer: 'no_such_issue', records: 0 },
  loadDisconnect: unused,
  disconnect: unused,
  loadActivities: unused,
  loadIssues: unused,
  loadSettings: unused,
  submitSettings: unused,
  loadConnections: async () => undefined,
  findDocuments: async () => undefined,
  loadFrame: async () => ({ operatorName: 'Acorn' }),
  loadOverview: async () =>
    overviewView({
      documents: [],
      operator: anOperator(),
      connections: [],
      issues: [...issues, anIssue({ cause: 'number_taken', sourceId: 'inv_other' })],
      activities: [],
      rates: [],
      linkCounts: {},
      nowEpochMs: 0,
    }),
};

function post(form: Record<string, string>, headers: Record<string, string>) {
  return portalApp(deps).request('https://portal.example/issues/retry-cause', {
    method: 'POST',
    body: new URLSearchParams({ target: 'xero', cause: 'account_missing', ...form }),
    headers,
  });
}

const form = 'form-token';

describe('trying all records of a cause again', () => {
  it('is one button for all of them, beside one for each', async () => {
    const page = await portalApp(deps).request('https://portal.example/status', {
      headers: { cookie },
    });

    const html = await page.text();
    expect(html.match(/action="\/issues\/retry-cause"/g)).toHaveLength(1);
    expect(html).toContain('Try all 5 of these again');
    expect(html.match(/action="\/issues\/retry"/g)).toHaveLength(6);
    expect(html).toContain('<summary>5 records</summary>');
  });

  it('says how many are on their way, and when there was nothing to try', async () => {
    const answer = await post({ form }, { cookie });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('12 records are being tried again');

    const other = await post({ form, cause: 'gone_by_now' }, { cookie });
    expect(await other.text()).toContain('Nothing to do');
  });

  it.each([
    { name: 'without a visit', fields: { form }, headers: { cookie: '' }, status: 401 },
    {
      name: 'with another visit’s form',
      fields: { form: 'other' },
      headers: { cookie },
      status: 403,
    },
    {
      name: 'for an unknown target',
      fields: { form, target: 'sage' },
      headers: { cookie },
      status: 404,
    },
    { name: 'for no cause', fields: { form, cause: '' }, headers: { cookie }, status: 404 },
  ])('is refused $name', async ({ fields, headers, status }) => {
    expect((await post(fields, headers)).status).toBe(status);
  });
});
