import { describe, expect, it } from 'vitest';
import { loadActivities } from '../../../shared/application/connect/show-lists.ts';
import { anOperatorId } from '../../builders/an-operator.ts';
import { InMemoryActivities } from '../../fakes/in-memory-activities.ts';

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
      const page = await loadActivities(activities, anOperatorId, { after: next, isEach: true });
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

    const page = await loadActivities(activities, anOperatorId, { isEach: true });

    expect(page.activities).toHaveLength(200);
    expect(page.next).toBeDefined();
  });

  it('reads through the renewals of weeks, and leads on where there are more than that', async () => {
    const renewals = Array.from({ length: 2_600 }, () => 'token.refreshed');
    const activities = await activitiesOf(['connection.connected', ...renewals]);

    const first = await loadActivities(activities, anOperatorId, { isEach: true });
    expect(first.activities).toEqual([]);
    const second = await loadActivities(activities, anOperatorId, {
      after: first.next,
      isEach: true,
    });
    expect(second.activities.map(({ type }) => type)).toEqual(['connection.connected']);
    expect(second.next).toBeUndefined();
  });
});
