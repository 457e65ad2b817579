import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  divideRounded,
  formatDecimal,
  parseDecimal,
  toJsonNumber,
} from '../../../../../../infra/local/vendors/xero/core/decimal.ts';
import {
  computeLineAmounts,
  computeLineTax,
  computeTotals,
} from '../../../../../../infra/local/vendors/xero/ledger/line-arithmetic.ts';

describe('decimal text', () => {
  it.each([
    ['12.345', 2, 1235n],
    ['-12.345', 2, -1235n],
    ['1.005', 2, 101n],
    ['0.1', 4, 1000n],
    ['7', 2, 700n],
    ['123456789012345.67', 2, 12345678901234567n],
    ['abc', 2, undefined],
    ['1e2', 2, undefined],
    ['', 2, undefined],
  ])('reads %s with %i places as %s', (text, places, units) => {
    expect(parseDecimal(text, places)).toBe(units);
  });

  it('reads back what it writes', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), (units) => {
        expect(parseDecimal(formatDecimal(units, 2), 2)).toBe(units);
      }),
    );
  });

  it('gives JSON numbers whose text is the amount', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }), (minor) => {
        const number = toJsonNumber(BigInt(minor), 2);
        expect(parseDecimal(JSON.stringify(number), 2)).toBe(BigInt(minor));
      }),
    );
  });

  it('rounds half away from zero', () => {
    expect([divideRounded(5n, 2n), divideRounded(-5n, 2n), divideRounded(4n, 3n)]).toEqual([
      3n,
      -3n,
      1n,
    ]);
  });
});

describe('line arithmetic', () => {
  const lineCases = [
    ['12000', 2000, 'Inclusive', 2000n],
    ['12001', 2000, 'Inclusive', 2000n],
    ['12003', 2000, 'Inclusive', 2001n],
    ['1120', 1200, 'Inclusive', 120n],
    ['999', 1200, 'Inclusive', 107n],
    ['10001', 2000, 'Exclusive', 2000n],
    ['1250', 500, 'Exclusive', 63n],
    ['12000', 2000, 'NoTax', 0n],
  ] as const;

  it.for(lineCases)('taxes %s minor at %i hundredths %s with %s', ([minor, rate, types, tax]) => {
    expect(computeLineTax(BigInt(minor), rate, types)).toBe(tax);
  });

  it('takes a rate off the unrounded product and an amount off the rounded one', () => {
    const base = { quantity: 30_000n, unitAmount: 333_333n, lineAmountMinor: undefined };
    const byRate = computeLineAmounts({
      ...base,
      discountRate: 100_000n,
      discountAmountMinor: undefined,
    });
    const byAmount = computeLineAmounts({
      ...base,
      discountRate: undefined,
      discountAmountMinor: 1000n,
    });
    expect([byRate.lineAmountMinor, byAmount.lineAmountMinor]).toEqual([9000n, 9000n]);
  });

  const lines = fc.array(
    fc.record({
      quantity: fc.bigInt({ min: 0n, max: 100_0000n }),
      unitAmount: fc.bigInt({ min: -50_000_0000n, max: 50_000_0000n }),
      rate: fc.constantFrom(0, 500, 1200, 2000),
      discount: fc.option(fc.bigInt({ min: 0n, max: 1_000_000n }), { nil: undefined }),
    }),
    { minLength: 1, maxLength: 20 },
  );

  it.each(['Inclusive', 'Exclusive', 'NoTax'] as const)(
    'adds up the lines to the total (%s)',
    (types) => {
      fc.assert(
        fc.property(lines, (inputs) => {
          const computed = inputs.map((input) => {
            const amounts = computeLineAmounts({
              quantity: input.quantity,
              unitAmount: input.unitAmount,
              lineAmountMinor: undefined,
              discountRate: input.discount,
              discountAmountMinor: undefined,
            });
            const taxAmountMinor = computeLineTax(amounts.lineAmountMinor, input.rate, types);
            return { ...amounts, taxAmountMinor };
          });
          const totals = computeTotals(computed, types);
          const lineSum = computed.reduce((sum, each) => sum + each.lineAmountMinor, 0n);
          const taxSum = computed.reduce((sum, each) => sum + each.taxAmountMinor, 0n);
          expect(totals.totalTaxMinor).toBe(taxSum);
          expect(totals.totalMinor).toBe(types === 'Exclusive' ? lineSum + taxSum : lineSum);
          expect(totals.subTotalMinor + totals.totalTaxMinor).toBe(totals.totalMinor);
        }),
      );
    },
  );

  it('keeps inclusive tax within half a minor unit of the exact share', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }),
        fc.constantFrom(500, 1200, 2000),
        (minor, rate) => {
          const tax = computeLineTax(minor, rate, 'Inclusive');
          const error = tax * (10_000n + BigInt(rate)) - minor * BigInt(rate);
          const magnitude = error < 0n ? -error : error;
          expect(magnitude * 2n <= 10_000n + BigInt(rate)).toBe(true);
        },
      ),
    );
  });
});
