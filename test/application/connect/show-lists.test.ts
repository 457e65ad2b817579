import { describe, expect, it } from 'vitest';
import { loadActivities, loadIssues } from '../../../shared/application/connect/show-lists.ts';
import { anIssue } from '../../builders/an-issue.ts';
import { anOperatorId } from '../../builders/an-operator.ts';
import { InMemoryActivities } from '../../fakes/in-memory-activities.ts';
import { InMemoryIssues } from '../../fakes/in-memory-issues.ts';

async function activitiesOf(types: string[]): Promise<InMemoryActivities> {
  const activities = new InMemoryActivities();
  for (const [n, type] of types.entries()) {
    await activities.append({
      operatorId: anOperatorId,
      activityId: String(n),
      at: new Date(Date.UTC(2026, 10, 1, 0, n)).toISOString(),
      type,
      actor: 'rollerdoor',
      detail: {},
    });
  }
  return activities;
}

describe('a list of activities', () => {
  it('is told page by page, newest first, each once, without renewals', async () => {
    const types = Array.from({ length: 130 }, (_, n) =>
      n % 13 === 0 ? 'token.refreshed' : 'record.applied',
    );
    const activities = await activitiesOf(types);
    const told: string[] = [];
    let next: string | undefined;
    let pages = 0;
    do {
      const page = await loadActivities(activities, anOperatorId, { after: next });
      told.push(...page.activities.map(({ activityId }) => activityId));
      next = page.next;
      pages += 1;
    } while (next !== undefined);

    expect(pages).toBe(3);
    expect(told).toEqual(
      types.flatMap((type, n) => (type === 'record.applied' ? [String(n)] : [])).reverse(),
    );
  });

  it('stays readable where each of its rows tells of a call with many records', async () => {
    const activities = new InMemoryActivities();
    for (let n = 0; n < 50; n += 1)
      await activities.appendGroup({
        operatorId: anOperatorId,
        activityId: `call_${n}`,
        at: new Date(Date.UTC(2026, 10, 1, 0, n)).toISOString(),
        type: 'record.applied',
        actor: 'rollerdoor',
        detail: {},
        entries: Array.from({ length: 20 }, (_, at) => ({ activityId: `${n}_${at}`, detail: {} })),
      });

    const page = await loadActivities(activities, anOperatorId);

    expect(page.activities).toHaveLength(200);
    expect(page.next).toBeDefined();
  });

  it('reads through the renewals of weeks, and leads on where there are more than that', async () => {
    const renewals = Array.from({ length: 2_600 }, () => 'token.refreshed');
    const activities = await activitiesOf(['connection.connected', ...renewals]);

    const first = await loadActivities(activities, anOperatorId);
    expect(first.activities).toEqual([]);
    const second = await loadActivities(activities, anOperatorId, { after: first.next });
    expect(second.activities.map(({ type }) => type)).toEqual(['connection.connected']);
    expect(second.next).toBeUndefined();
  });
});

describe('a list of issues', () => {
  it('is told page by page, each once, the latest seen of a page first', async () => {
    const issues = new InMemoryIssues();
    for (let n = 0; n < 130; n += 1) {
      const {
        raisedAt: _at,
        times: _times,
        ...issue
      } = anIssue({
        sourceId: `inv_${n}`,
        lastSeenAt: new Date(Date.UTC(2026, 10, 1, 0, n)).toISOString(),
      });
      await issues.raise(issue);
    }

    const first = await loadIssues(issues, anOperatorId, undefined);
    const second = await loadIssues(issues, anOperatorId, first.next);

    const seen = first.issues.map(({ lastSeenAt }) => lastSeenAt);
    expect(seen).toEqual(seen.toSorted().reverse());
    expect([first.issues.length, second.issues.length, second.next]).toEqual([100, 30, undefined]);
    const told = [...first.issues, ...second.issues].map(({ sourceId }) => sourceId);
    expect(new Set(told).size).toBe(130);
  });
});
