import { beforeEach, expect, it } from 'vitest';
import type { LedgerWatches } from '../../shared/ports/ledger-watches.ts';

const key = { operatorId: 'acorn', target: 'xero' as const };

/** What every store of watches over ledgers does. */
export function ledgerWatchesSuite(make: () => Promise<LedgerWatches>): void {
  let watches: LedgerWatches;
  beforeEach(async () => {
    watches = await make();
  });

  it('begins once, and shows who is due', async () => {
    await watches.ensure({ ...key, sinceEpochMs: 100 }, 1_000);
    await watches.ensure({ ...key, sinceEpochMs: 200 }, 500);

    expect(await watches.due(999, 10)).toEqual([]);
    expect(await watches.due(1_000, 10)).toMatchObject([
      { watch: { ...key, sinceEpochMs: 100 }, dueAtEpochMs: 1_000 },
    ]);
  });

  it('looks sooner when the ledger says so, and only where somebody looks at all', async () => {
    await watches.ensure({ ...key, sinceEpochMs: 100 }, 9_000);
    await watches.lookBy(key, 2_000);
    await watches.lookBy({ ...key, operatorId: 'birch' }, 2_000);

    expect((await watches.due(2_000, 10)).map(({ watch }) => watch.operatorId)).toEqual(['acorn']);
    expect(await watches.due(1_999, 10)).toEqual([]);
  });

  it('puts no look off, however often the ledger says so', async () => {
    await watches.ensure({ ...key, sinceEpochMs: 100 }, 1_000);
    await watches.lookBy(key, 5_000);

    expect(await watches.due(1_000, 10)).toMatchObject([{ dueAtEpochMs: 1_000 }]);
    await watches.lookNext({ ...key, sinceEpochMs: 100 }, 1_000, undefined);
    await watches.lookBy(key, 6_000);
    expect(await watches.due(6_000, 10)).toMatchObject([{ dueAtEpochMs: 6_000 }]);
  });

  it('notes how far it was looked, and stays due where it became so meanwhile', async () => {
    await watches.ensure({ ...key, sinceEpochMs: 100 }, 1_000);
    const looked = { ...key, accountId: 'company', sinceEpochMs: 1_000 };
    expect(await watches.lookNext(looked, 1_000, 9_000)).toBe(true);
    expect(await watches.due(8_999, 10)).toEqual([]);

    await watches.lookBy(key, 3_000);
    expect(await watches.lookNext({ ...looked, sinceEpochMs: 2_000 }, 9_000, 20_000)).toBe(false);
    expect(await watches.due(3_000, 10)).toMatchObject([{ watch: { sinceEpochMs: 2_000 } }]);
    expect(await watches.lookNext(looked, 3_000, undefined)).toBe(true);
    expect(await watches.due(99_999, 10)).toEqual([]);
  });
}
