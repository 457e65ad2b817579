import { describe, expect, it } from 'vitest';
import { mismatchClass } from '../../../shared/contracts/mismatch.ts';
import { proveMonth } from '../../../shared/domain/reconcile/prove-month.ts';
import { aWorld, cases } from './mismatch-cases.ts';

const month = '2026-11';

describe('proveMonth', () => {
  it('finds nothing where both sides are the same', () => {
    const proved = proveMonth(aWorld().facts(month));

    expect(proved.mismatches).toEqual([]);
    expect(proved.currencies).toHaveLength(1);
    expect(proved.currencies[0]).toMatchObject({
      source: { postedMinor: 36_000, creditedMinor: 3_000, paidMinor: 12_000, openMinor: 21_000 },
      ledger: { postedMinor: 36_000, creditedMinor: 3_000, paidMinor: 12_000, openMinor: 21_000 },
      differenceMinor: 0,
      unexplainedMinor: 0,
    });
  });

  it.each(cases)('$class: $what', ({ distort, ...expected }) => {
    const world = aWorld();
    distort(world);

    const { mismatches, currencies } = proveMonth(world.facts(month));

    const { differenceMinor = 0, fix, cause } = expected;
    expect(mismatches.map((one) => one.class)).toEqual([expected.class]);
    expect(mismatches[0]).toMatchObject({ fix, differenceMinor, ...(cause ? { cause } : {}) });
    expect(currencies[0]).toMatchObject({ differenceMinor, unexplainedMinor: 0 });
  });

  it('knows a way into every class', () => {
    const reached = new Set(cases.map((one) => one.class));

    expect(mismatchClass.options.filter((one) => !reached.has(one))).toEqual([]);
  });
});
