import { beforeEach, expect, it } from 'vitest';
import type { People } from '../../shared/contracts/people-item.ts';
import type { MailWatches, PeopleStore } from '../../shared/ports/people-store.ts';

const people: People = {
  operatorId: 'acorn',
  revision: 0,
  people: [
    {
      personId: 'p1',
      email: 'owner@acorn.test',
      role: 'owner',
      digest: true,
      addedAt: '2026-11-30T07:00:00.000Z',
    },
  ],
  visitors: [],
};

/** What every store of people does. */
export function peopleSuite(make: () => Promise<PeopleStore>): void {
  let store: PeopleStore;
  beforeEach(async () => {
    store = await make();
  });

  it('saves over the revision that was read only', async () => {
    expect(await store.get('acorn')).toBeUndefined();
    const saved = await store.save(people);
    expect(saved).toMatchObject({ ...people, revision: 1 });
    expect(await store.save(people)).toBe('conflict');

    expect(await store.save({ ...people, revision: 1, people: [] })).toMatchObject({ revision: 2 });
    expect(await store.get('acorn')).toMatchObject({ people: [], revision: 2 });
  });
}

/** What every store of watches does. */
export function mailWatchesSuite(make: () => Promise<MailWatches>): void {
  let watches: MailWatches;
  beforeEach(async () => {
    watches = await make();
  });

  it('shows who is due, and not before', async () => {
    await watches.lookNow('acorn', 2_000);
    await watches.lookNow('birch', 1_000);

    expect(await watches.due(999, 10)).toEqual([]);
    expect((await watches.due(5_000, 10)).map(({ watch }) => watch.operatorId)).toEqual([
      'birch',
      'acorn',
    ]);
    expect(await watches.due(5_000, 1)).toHaveLength(1);
  });

  it('looks next when it is told, with what was noted, unless it became due anew', async () => {
    await watches.lookNow('acorn', 1_000);
    const noted = { operatorId: 'acorn', digestDay: '2026-11-30' };
    expect(await watches.lookNext(noted, 1_000, 9_000)).toBe(true);
    expect(await watches.due(8_999, 10)).toEqual([]);
    expect(await watches.due(9_000, 10)).toMatchObject([{ watch: noted, dueAtEpochMs: 9_000 }]);

    await watches.lookNow('acorn', 3_000);
    expect(await watches.lookNext({ operatorId: 'acorn' }, 9_000, undefined)).toBe(false);
    expect(await watches.get('acorn')).toMatchObject(noted);
    expect(await watches.lookNext(noted, 3_000, undefined)).toBe(true);
    expect(await watches.due(Number.MAX_SAFE_INTEGER - 1, 10)).toEqual([]);
  });
}
