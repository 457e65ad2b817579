import { beforeEach, expect, it } from 'vitest';
import type { Activity } from '../../shared/contracts/activity-item.ts';
import type { Activities } from '../../shared/ports/activities.ts';
import { anOperatorId } from '../builders/an-operator.ts';

function anActivity(overrides: Partial<Activity> = {}): Activity {
  return {
    operatorId: anOperatorId,
    activityId: 'activity-1',
    at: '2026-11-30T09:00:00.000Z',
    type: 'document.posted',
    actor: 'rollerdoor',
    detail: { number: 'HBR-0001', totalMinor: 12_000, retried: false },
    ...overrides,
  };
}

/** What every activity log does: append only, newest first. */
export function activitiesSuite(make: () => Promise<Activities>): void {
  let activities: Activities;
  beforeEach(async () => {
    activities = await make();
  });

  it('returns an activity as it was appended', async () => {
    await activities.append(anActivity());

    expect(await activities.latest(anOperatorId, 10)).toEqual([anActivity()]);
  });

  it('returns the latest of one operator, newest first, at most so many', async () => {
    for (const minute of ['01', '03', '02']) {
      await activities.append(
        anActivity({ activityId: minute, at: `2026-11-30T09:${minute}:00.000Z` }),
      );
    }
    await activities.append(anActivity({ operatorId: 'somebody-else', activityId: '04' }));

    const latest = await activities.latest(anOperatorId, 2);

    expect(latest.map(({ activityId }) => activityId)).toEqual(['03', '02']);
  });

  it('keeps two activities of one instant', async () => {
    await activities.append(anActivity({ activityId: 'a' }));
    await activities.append(anActivity({ activityId: 'b' }));

    const latest = await activities.latest(anOperatorId, 10);

    expect(latest.map(({ activityId }) => activityId)).toEqual(['b', 'a']);
  });

  it('appends several at once, more than a call takes, and one that is there already once', async () => {
    const many = Array.from({ length: 30 }, (_, n) =>
      anActivity({ activityId: `activity-${String(n).padStart(2, '0')}` }),
    );
    await activities.append(many[3] ?? anActivity());

    await activities.appendAll([...many, many[0] ?? anActivity()]);
    await activities.appendAll([]);

    expect(await activities.latest(anOperatorId, 50)).toEqual(many.toReversed());
  });

  it('never changes what was appended', async () => {
    await activities.append(anActivity());

    await activities.append(anActivity({ actor: 'forger' }));

    expect(await activities.latest(anOperatorId, 10)).toEqual([anActivity()]);
  });

  it('pages through all of one operator, oldest first, each once', async () => {
    for (const minute of ['03', '01', '05', '02', '04']) {
      await activities.append(
        anActivity({ activityId: minute, at: `2026-11-30T09:${minute}:00.000Z` }),
      );
    }
    await activities.append(anActivity({ operatorId: 'somebody-else', activityId: '06' }));

    const first = await activities.page(anOperatorId, undefined, 2);
    const second = await activities.page(anOperatorId, first.at(-1), 2);
    const third = await activities.page(anOperatorId, second.at(-1), 2);

    const ids = [first, second, third].map((page) => page.map(({ activityId }) => activityId));
    expect(ids).toEqual([['01', '02'], ['03', '04'], ['05']]);
    expect(await activities.page(anOperatorId, third.at(-1), 2)).toEqual([]);
  });
}
