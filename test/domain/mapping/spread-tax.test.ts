import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spreadTax, type TaxedDraft } from '../../../shared/domain/mapping/spread-tax.ts';
import { exactTaxMinor, inclusiveTaxMinor } from '../../../shared/domain/money/inclusive-tax.ts';
import { aCatalogue } from '../../builders/a-catalogue.ts';

const catalogue = aCatalogue();

function lineOf(totalMinor: number, taxType = 'OUTPUT2'): TaxedDraft {
  const rate = taxType === 'OUTPUT2' ? 2_000 : taxType === 'RROUTPUT' ? 500 : 0;
  const draft = {
    description: 'Unit',
    quantity: 1,
    unitAmountMinor: totalMinor,
    accountCode: '200',
    taxType,
  };
  return { draft, totalMinor, taxMinor: inclusiveTaxMinor(totalMinor, rate) };
}

const taxes = (lines: TaxedDraft[], taxMinor: number) =>
  spreadTax(lines, taxMinor, catalogue)?.map((draft) => draft.taxAmountMinor);

describe('spreadTax', () => {
  it('puts a penny of the document on one line: 3 × 25.03 hold 12.52, and 4.17 each', () => {
    const lines = [lineOf(2_503), lineOf(2_503), lineOf(2_503)];

    expect(taxes(lines, 1_252)).toEqual([418, undefined, undefined]);
  });

  it('takes several pence from several lines, those first that were rounded furthest', () => {
    const lines = [lineOf(2_500), ...Array.from({ length: 9 }, () => lineOf(2_503))];

    expect(taxes(lines, 4_172)?.filter((tax) => tax !== undefined)).toEqual([418, 418]);
  });

  it('takes away what rounding added', () => {
    // 25.05 at 20 % is 4.175, thrice 12.525.
    const lines = [lineOf(2_505), lineOf(2_505), lineOf(2_505)];

    expect(taxes(lines, 1_253)).toEqual([417, undefined, undefined]);
    expect(taxes(lines, 1_252)).toEqual([417, 417, undefined]);
  });

  it.each([
    ['a penny that no rounding explains', [lineOf(12_000)], 2_001],
    ['tax on lines without tax', [lineOf(12_000, 'NONE')], 1],
    ['two pence on one line', [lineOf(2_503)], 419],
  ])('does not explain away %s', (_what, lines, taxMinor) => {
    expect(spreadTax(lines, taxMinor, catalogue)).toBeUndefined();
  });

  it('comes to the tax of the document, no line more than a penny from its own', () => {
    const line = fc
      .record({
        totalMinor: fc.integer({ min: -20_000, max: 50_000 }),
        taxType: fc.constantFrom('OUTPUT2', 'RROUTPUT', 'NONE'),
      })
      .map(({ totalMinor, taxType }) => lineOf(totalMinor, taxType));
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 30 }), (lines) => {
        const exact = lines.reduce((sum, { totalMinor, draft }) => {
          const rate = { OUTPUT2: 2_000, RROUTPUT: 500 }[draft.taxType] ?? 0;
          return sum + exactTaxMinor(totalMinor, rate);
        }, 0);
        const taxMinor = Math.round(exact) + 0;
        const spread = spreadTax(lines, taxMinor, catalogue);
        if (spread === undefined) {
          // Too many of the lines have a tax of nought, which never becomes a tax.
          expect(lines.some((one) => one.taxMinor === 0)).toBe(true);
          return;
        }
        const own = spread.map((draft, at) => draft.taxAmountMinor ?? lines[at]?.taxMinor ?? 0);
        expect(own.reduce((sum, tax) => sum + tax, 0)).toBe(taxMinor);
        for (const [at, tax] of own.entries())
          expect(Math.abs(tax - (lines[at]?.taxMinor ?? 0))).toBeLessThanOrEqual(1);
      }),
      { numRuns: 1_000 },
    );
  });
});
