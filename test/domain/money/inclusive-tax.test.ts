import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inclusiveTaxMinor } from '../../../shared/domain/money/inclusive-tax.ts';

const amount = fc.oneof(
  fc.integer({ min: 0, max: 5_000 }),
  fc.integer({ min: 0, max: 1_000_000_000 }),
);
const rate = fc.oneof(
  fc.constantFrom(0, 500, 1_000, 1_200, 1_500, 2_000, 2_300),
  fc.integer({ min: 0, max: 10_000 }),
);

describe('inclusiveTaxMinor', () => {
  it.each([
    [12_000, 2_000, 2_000],
    [1_120, 1_200, 120],
    [12_000, 0, 0],
    [0, 2_000, 0],
    [1, 2_000, 0],
    [3, 2_000, 1],
    [-12_000, 2_000, -2_000],
  ])('finds in %i at %i basis points a tax of %i', (amountMinor, basisPoints, taxMinor) => {
    expect(inclusiveTaxMinor(amountMinor, basisPoints)).toBe(taxMinor);
  });

  it('rounds exactly half a unit away from zero, on either side', () => {
    // 100 % contained in 1 is a half.
    expect(inclusiveTaxMinor(1, 10_000)).toBe(1);
    expect(inclusiveTaxMinor(-1, 10_000)).toBe(-1);
  });

  it('gives no negative zero', () => {
    expect(Object.is(inclusiveTaxMinor(-1, 2_000), 0)).toBe(true);
  });

  it('is the nearest whole unit to amount × rate / (1 + rate)', () => {
    fc.assert(
      fc.property(amount, rate, (amountMinor, basisPoints) => {
        const taxMinor = BigInt(inclusiveTaxMinor(amountMinor, basisPoints));
        const numerator = BigInt(amountMinor) * BigInt(basisPoints);
        const denominator = BigInt(10_000 + basisPoints);
        // -1/2 < exact - tax ≤ … read as: tax - 1/2 ≤ exact < tax + 1/2.
        expect((2n * taxMinor - 1n) * denominator <= 2n * numerator).toBe(true);
        expect(2n * numerator < (2n * taxMinor + 1n) * denominator).toBe(true);
      }),
      { numRuns: 5_000 },
    );
  });

  it('never falls when the amount or the rate grows', () => {
    fc.assert(
      fc.property(amount, rate, fc.nat(10_000), (amountMinor, basisPoints, more) => {
        const taxMinor = inclusiveTaxMinor(amountMinor, basisPoints);
        expect(inclusiveTaxMinor(amountMinor + more, basisPoints)).toBeGreaterThanOrEqual(taxMinor);
        expect(inclusiveTaxMinor(amountMinor, basisPoints + more)).toBeGreaterThanOrEqual(taxMinor);
      }),
      { numRuns: 2_000 },
    );
  });

  it('takes from a credit exactly what it took from the charge', () => {
    fc.assert(
      fc.property(amount, rate, (amountMinor, basisPoints) => {
        const charged = inclusiveTaxMinor(amountMinor, basisPoints);
        expect(inclusiveTaxMinor(-amountMinor, basisPoints) + charged).toBe(0);
      }),
    );
  });

  it('never takes more than the amount', () => {
    fc.assert(
      fc.property(amount, rate, (amountMinor, basisPoints) => {
        expect(inclusiveTaxMinor(amountMinor, basisPoints)).toBeLessThanOrEqual(amountMinor);
      }),
    );
  });
});
