import { describe, expect, it } from 'vitest';
import { portalApp } from '../../../shared/adapters/portal/portal-app.tsx';
import type { PortalDeps } from '../../../shared/adapters/portal/portal-deps.ts';
import { documentsView } from '../../../shared/domain/portal/documents-view.ts';
import { activityList } from '../../../shared/domain/portal/list-views.ts';
import { overviewView } from '../../../shared/domain/portal/overview-view.ts';
import { cursorText } from '../../../shared/domain/portal/page-cursor.ts';
import { anIssue } from '../../builders/an-issue.ts';
import { anOperator, anOperatorId } from '../../builders/an-operator.ts';

const visit = {
  operatorId: anOperatorId,
  linkId: 'link-1',
  sessionId: 'session-1',
  expiresAtEpochMs: 9e12,
};
const place = 'ISSUE#xero#invoice#inv_\u00e9';
const issues = [anIssue(), anIssue({ sourceId: 'inv_0002', label: '<b>HBR-2</b>' })];
const asked: Array<string | undefined> = [];

const deps: Pick<
  PortalDeps,
  | 'formOrigins'
  | 'loadFrame'
  | 'readSession'
  | 'formToken'
  | 'loadOverview'
  | 'loadActivities'
  | 'findDocuments'
> = {
  formOrigins: [],
  readSession: async (value) => (value === 'a.cookie' ? visit : undefined),
  formToken: async () => 'form-token',
  loadFrame: async () => ({ operatorName: 'Acorn' }),
  loadOverview: async () =>
    overviewView({
      documents: [],
      operator: anOperator(),
      connections: [],
      issues,
      moreIssues: place,
      activities: [activity()],
      rates: [],
      linkCounts: {},
      nowEpochMs: 0,
    }),
  findDocuments: async (_visit, wish, after) => {
    const next = after === undefined ? 'DOCUMENT#1' : undefined;
    const found = { target: 'xero' as const, documents: [], next, searchedBackTo: undefined, wish };
    return documentsView(found, { timeZone: undefined, nowEpochMs: 0 }, () => ({
      source: undefined,
      target: undefined,
    }));
  },
  loadActivities: async (_visit, { after, topic }) => {
    asked.push(after);
    const here = { timeZone: undefined, nowEpochMs: 0 };
    return activityList({ activities: [activity()], next: 'ACTIVITY#1' }, { here, topic });
  },
};

function activity() {
  return {
    operatorId: anOperatorId,
    activityId: 'activity-1',
    at: '2026-11-30T09:00:00.000Z',
    type: 'connection.connected',
    actor: 'operator',
    detail: { provider: 'xero' },
  };
}

async function get(path: string, cookie = '__Host-rollerdoor=a.cookie') {
  const app = portalApp(deps as PortalDeps);
  const answer = await app.request(`https://portal.example${path}`, { headers: { cookie } });
  return { status: answer.status, text: await answer.text() };
}

describe('lists that may be long', () => {
  it('lead on from the status page, which shows their beginning', async () => {
    const { text } = await get('/status');

    expect(text).toContain('<a href="/activity">All activity</a>');
    expect(text).toContain('<a href="/issues">All of them</a>');
    expect(text).toContain('Try all 2 again');
  });

  it('go on where the address says, and name the next page', async () => {
    const { status } = await get(`/activity?after=${cursorText(place)}`);
    expect(status).toBe(200);
    expect(asked.at(-1)).toBe(place);

    const activities = await get('/activity');
    expect(asked.at(-1)).toBeUndefined();
    expect(activities.text).toContain(`href="/activity?after=${cursorText('ACTIVITY#1')}"`);
  });

  it('end with the word that documents from before there was a list come later', async () => {
    const ofBefore = 'handled before there was this list';

    expect((await get('/documents')).text).not.toContain(ofBefore);
    expect((await get(`/documents?after=${cursorText(place)}`)).text).toContain(ofBefore);
  });

  it.each(['', 'not base64!', '_w', 'A'.repeat(601)])('refuse the place "%s"', async (after) => {
    const before = asked.length;

    expect((await get(`/activity?after=${encodeURIComponent(after)}`)).status).toBe(404);
    expect(asked).toHaveLength(before);
  });

  it.each(['/activity'])('are shown on %s to whoever has a visit only', async (path) => {
    expect((await get(path, '')).status).toBe(401);
  });
});
