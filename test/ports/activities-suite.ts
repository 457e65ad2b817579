import { beforeEach, expect, it } from 'vitest';
import type { Activity, ActivityGroup } from '../../shared/contracts/activity-item.ts';
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

/** Several in one call. */
function allSuite(activities: () => Activities): void {
  it('appends several at once, more than a call takes, and one that is there already once', async () => {
    const many = Array.from({ length: 30 }, (_, n) =>
      anActivity({ activityId: `activity-${String(n).padStart(2, '0')}` }),
    );
    await activities().append(many[3] ?? anActivity());

    await activities().appendAll([...many, many[0] ?? anActivity()]);
    await activities().appendAll([]);

    expect(await activities().latest(anOperatorId, 50)).toEqual(many.toReversed());
  });
}

/** What every activity log does: append only, newest first. */
export function activitiesSuite(make: () => Promise<Activities>): void {
  let activities: Activities;
  beforeEach(async () => {
    activities = await make();
  });
  allSuite(() => activities);

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

  it('never changes what was appended', async () => {
    await activities.append(anActivity());

    await activities.append(anActivity({ actor: 'forger' }));

    expect(await activities.latest(anOperatorId, 10)).toEqual([anActivity()]);
  });
}

/** The same page by page. */
export function activityPagesSuite(make: () => Promise<Activities>): void {
  let activities: Activities;
  beforeEach(async () => {
    activities = await make();
  });

  it('goes back page by page, and nowhere from a place that is none', async () => {
    for (const activityId of ['a', 'b', 'c']) await activities.append(anActivity({ activityId }));
    await activities.append(anActivity({ operatorId: 'somebody-else', activityId: 'd' }));
    const idsOf = (page: { activities: Activity[] }) =>
      page.activities.map(({ activityId }) => activityId);

    const first = await activities.earlier(anOperatorId, undefined, 2);
    expect(idsOf(first)).toEqual(['c', 'b']);
    const second = await activities.earlier(anOperatorId, first.next, 2);
    expect(idsOf(second)).toEqual(['a']);
    expect(second.next).toBeUndefined();

    const nowhere = await activities.earlier(anOperatorId, 'CONNECTION#xero', 2);
    expect(nowhere).toEqual({ activities: [], next: undefined });
  });

  it('reads from an instant on, the earliest first, at most so many', async () => {
    for (const minute of ['03', '01', '05', '02', '04']) {
      await activities.append(
        anActivity({ activityId: minute, at: `2026-11-30T09:${minute}:00.000Z` }),
      );
    }
    await activities.append(anActivity({ operatorId: 'somebody-else', activityId: '06' }));
    const idsSince = async (at: string, atMost: number) =>
      (await activities.since(anOperatorId, at, atMost)).map(({ activityId }) => activityId);

    expect(await idsSince('2026-11-30T09:02:00.000Z', 2)).toEqual(['02', '03']);
    expect(await idsSince('2026-11-30T09:04:30.000Z', 9)).toEqual(['05']);
    expect(await idsSince('2026-12-01T00:00:00.000Z', 9)).toEqual([]);
  });

  it('pages through all of one operator, oldest first, each once, and nowhere from a place that is none', async () => {
    for (const minute of ['03', '01', '05', '02', '04']) {
      await activities.append(
        anActivity({ activityId: minute, at: `2026-11-30T09:${minute}:00.000Z` }),
      );
    }
    await activities.append(anActivity({ operatorId: 'somebody-else', activityId: '06' }));

    const first = await activities.page(anOperatorId, undefined, 2);
    const second = await activities.page(anOperatorId, first.next, 2);
    const third = await activities.page(anOperatorId, second.next, 2);

    const ids = [first, second, third].map((page) => page.activities.map((one) => one.activityId));
    expect(ids).toEqual([['01', '02'], ['03', '04'], ['05']]);
    expect(third.next).toBeUndefined();
    const nowhere = await activities.page(anOperatorId, 'CONNECTION#xero', 2);
    expect(nowhere).toEqual({ activities: [], next: undefined });
  });
}

const ids = [
  '00000000-0000-5000-8000-000000000001',
  '00000000-0000-5000-8000-000000000002',
  '00000000-0000-5000-8000-000000000003',
];

const common = { target: 'xero', kind: 'invoice' };
const group = (...numbers: number[]): ActivityGroup => ({
  ...anActivity({ activityId: 'call', detail: common }),
  entries: numbers.map((at) => ({
    activityId: ids[at] ?? '',
    detail: { sourceId: `inv_${at}`, writes: 'create' },
  })),
});
const entry = (at: number): Activity =>
  anActivity({
    activityId: ids[at] ?? '',
    detail: { ...common, sourceId: `inv_${at}`, writes: 'create' },
  });
const toldOf = async (activities: Activities) =>
  (await activities.latest(anOperatorId, 500)).sort((a, b) =>
    a.activityId < b.activityId ? -1 : 1,
  );

/** What one call did to several records, in one item. */
export function groupedActivitiesSuite(make: () => Promise<Activities>): void {
  let activities: Activities;
  beforeEach(async () => {
    activities = await make();
  });
  const told = () => toldOf(activities);

  it('tells of each record for itself', async () => {
    await activities.appendGroup(group(0, 1));

    expect(await told()).toEqual([entry(0), entry(1)]);
  });

  it('takes the rest of a call in addition, and nothing twice', async () => {
    await activities.appendGroup(group(1));
    await activities.appendGroup(group(0, 1));
    await activities.appendGroup(group(2));

    expect(await told()).toEqual([entry(0), entry(1), entry(2)]);
  });

  it('never changes what was appended', async () => {
    await activities.appendGroup(group(0));
    const forged = group(0, 1);
    for (const one of forged.entries) one.detail = { writes: 'forged' };
    await activities.appendGroup({
      ...forged,
      actor: 'forger',
      entries: forged.entries.slice(0, 1),
    });

    expect(await told()).toEqual([entry(0)]);
  });
}

/** The same beside what is appended alone, and page by page. */
export function groupsAmongOthersSuite(make: () => Promise<Activities>): void {
  let activities: Activities;
  beforeEach(async () => {
    activities = await make();
  });
  const told = () => toldOf(activities);

  it('tells once of what was appended alone as well', async () => {
    await activities.append(entry(0));
    await activities.appendGroup(group(0, 1));

    expect(await told()).toEqual([entry(0), entry(1)]);
  });

  it('takes a call of as many records as a provider takes', async () => {
    const entries = Array.from({ length: 90 }, (_, at) => ({
      activityId: `00000000-0000-5000-8000-${String(at).padStart(12, '0')}`,
      detail: { sourceId: `inv_${at}`, writes: 'create', number: `HBR-${at}` },
    }));
    await activities.appendGroup({ ...group(), entries });

    expect(await told()).toHaveLength(90);
    expect(await activities.latest(anOperatorId, 7)).toHaveLength(7);
  });

  it('pages through calls, each once', async () => {
    await activities.appendGroup(group(0, 1));
    await activities.append(anActivity({ activityId: 'd', at: '2026-11-30T09:00:01.000Z' }));

    const first = await activities.page(anOperatorId, undefined, 1);
    const second = await activities.page(anOperatorId, first.next, 1);

    expect(first.activities).toEqual([entry(0), entry(1)]);
    expect(second.activities.map(({ activityId }) => activityId)).toEqual(['d']);
  });
}
