import { beforeEach, expect, it } from 'vitest';
import type { NightWatches } from '../../shared/ports/night-watches.ts';

const key = { operatorId: 'acorn', target: 'xero' as const };

/** What every store of the hours of nights does. */
export function nightWatchesSuite(make: () => Promise<NightWatches>): void {
  let watches: NightWatches;
  beforeEach(async () => {
    watches = await make();
  });

  it('begins once, and shows who is due, the longest first', async () => {
    await watches.ensure(key, 1_000);
    await watches.ensure(key, 500);
    await watches.ensure({ ...key, operatorId: 'birch' }, 900);

    expect(await watches.due(899, 10)).toEqual([]);
    expect(await watches.due(1_000, 10)).toEqual([
      { watch: { ...key, operatorId: 'birch' }, dueAtEpochMs: 900 },
      { watch: key, dueAtEpochMs: 1_000 },
    ]);
    expect(await watches.due(1_000, 1)).toHaveLength(1);
  });

  it('gives a night to one of two who take it', async () => {
    await watches.ensure(key, 1_000);
    const due = { watch: key, dueAtEpochMs: 1_000 };
    const taken = await Promise.all([watches.next(due, 9_000), watches.next(due, 9_500)]);

    expect(taken.filter((isTaken) => isTaken)).toHaveLength(1);
    expect(await watches.due(8_999, 10)).toEqual([]);
    expect(await watches.due(9_500, 10)).toHaveLength(1);
  });

  it('has none for whom nobody has begun', async () => {
    expect(await watches.next({ watch: key, dueAtEpochMs: 1_000 }, 9_000)).toBe(false);
    expect(await watches.due(99_999, 10)).toEqual([]);
  });
}
