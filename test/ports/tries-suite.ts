import { beforeEach, expect, it } from 'vitest';
import type { TriesRow } from '../../shared/contracts/tries-item.ts';
import type { Tries } from '../../shared/ports/tries.ts';
import { anOperatorId } from '../builders/an-operator.ts';

function aRow(overrides: Partial<TriesRow> = {}): TriesRow {
  return {
    operatorId: anOperatorId,
    queue: 'changes-xero',
    revision: 0,
    tries: { 'invoice|inv_1|evt_#1.x': { count: 2, firstAt: '2026-11-30T09:00:00.000Z' } },
    ...overrides,
  };
}

/** What every store of tries does: a save applies over the revision that was read, or not at all. */
export function triesSuite(make: () => Promise<Tries>): void {
  let tries: Tries;
  beforeEach(async () => {
    tries = await make();
  });

  it('returns nothing before the first save', async () => {
    expect(await tries.get(anOperatorId, 'changes-xero')).toBeUndefined();
  });

  it('returns a row as it was saved, one revision on, for its own queue only', async () => {
    const saved = await tries.save(aRow());

    expect(saved).toEqual(aRow({ revision: 1 }));
    expect(await tries.get(anOperatorId, 'changes-xero')).toEqual(saved);
    expect(await tries.get(anOperatorId, 'write-backs')).toBeUndefined();
    expect(await tries.get('somebody-else', 'changes-xero')).toBeUndefined();
  });

  it('keeps a row of which nothing is left to count', async () => {
    await tries.save(aRow());

    await tries.save(aRow({ revision: 1, tries: {} }));

    expect(await tries.get(anOperatorId, 'changes-xero')).toEqual(aRow({ revision: 2, tries: {} }));
  });

  it('answers conflict to a save of an old revision', async () => {
    await tries.save(aRow());
    await tries.save(aRow({ revision: 1 }));

    expect(await tries.save(aRow())).toBe('conflict');
    expect(await tries.save(aRow({ revision: 1, tries: {} }))).toBe('conflict');
    expect(await tries.get(anOperatorId, 'changes-xero')).toEqual(aRow({ revision: 2 }));
  });

  it.each([0, 1])('lets one of two simultaneous saves of revision %i win', async (revision) => {
    if (revision > 0) await tries.save(aRow());

    const answers = await Promise.all([
      tries.save(aRow({ revision })),
      tries.save(aRow({ revision, tries: {} })),
    ]);

    const won = answers.filter((answer) => answer !== 'conflict');
    expect(won).toHaveLength(1);
    expect(await tries.get(anOperatorId, 'changes-xero')).toEqual(won[0]);
  });
}
