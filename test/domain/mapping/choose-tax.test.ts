import { describe, expect, it } from 'vitest';
import type { Catalogue, CatalogueTaxRate } from '../../../shared/domain/ledger/drafts.ts';
import { chooseTax } from '../../../shared/domain/mapping/choose-tax.ts';
import { aCatalogue, anAccount } from '../../builders/a-catalogue.ts';
import { ledgerSettings } from '../../builders/ledger-settings.ts';

const account = { ...anAccount(), code: '200' };
const undecided = { ...anAccount({ defaultTaxType: 'UNUSED' }), code: '200' };

function aRate(taxType: string, rateBasisPoints: number, overrides = {}): CatalogueTaxRate {
  return {
    taxType,
    name: taxType,
    rateBasisPoints,
    isActive: true,
    appliesToRevenue: true,
    ...overrides,
  };
}

function withRates(...rates: CatalogueTaxRate[]): Catalogue {
  return aCatalogue({ taxRates: rates });
}

describe('chooseTax', () => {
  it('infers the rate whose tax on the total is the tax of the line', () => {
    const line = { totalMinor: 10_500, taxMinor: 500, account };

    expect(chooseTax(line, ledgerSettings(), aCatalogue())).toEqual({
      ok: true,
      value: { taxType: 'RROUTPUT' },
    });
  });

  it('never takes a rate for purchases', () => {
    const line = { totalMinor: 12_000, taxMinor: 2_000, account };
    const catalogue = withRates(aRate('INPUT2', 2_000, { appliesToRevenue: false }));

    expect(chooseTax(line, ledgerSettings(), catalogue)).toMatchObject({
      cause: 'tax_rate_missing',
    });
  });

  it('never takes a rate that is archived', () => {
    const line = { totalMinor: 12_000, taxMinor: 2_000, account };
    const catalogue = withRates(aRate('OLD', 2_000, { isActive: false }));

    expect(chooseTax(line, ledgerSettings(), catalogue)).toEqual({
      ok: false,
      cause: 'tax_rate_missing',
      detail: '2000 of 12000 on account 200',
    });
  });

  it("takes the account's own default among rates of equal height", () => {
    const line = { totalMinor: 12_000, taxMinor: 2_000, account };
    const catalogue = withRates(aRate('OTHER', 2_000), aRate('OUTPUT2', 2_000));

    expect(chooseTax(line, ledgerSettings(), catalogue)).toMatchObject({
      value: { taxType: 'OUTPUT2' },
    });
  });

  it('asks when several rates fit and none is the default of the account', () => {
    const line = { totalMinor: 12_000, taxMinor: 2_000, account: undecided };
    const catalogue = withRates(aRate('A', 2_000), aRate('B', 2_000));

    expect(chooseTax(line, ledgerSettings(), catalogue)).toMatchObject({
      cause: 'tax_rate_ambiguous',
    });
  });

  it('prefers the exact rate on an amount so small that two fit within a penny', () => {
    // 20 p: at 5 % 1 p exactly, at 10 % 2 p, which is one beside.
    const line = { totalMinor: 20, taxMinor: 1, account: undecided };
    const catalogue = withRates(aRate('FIVE', 500), aRate('TEN', 1_000));

    expect(chooseTax(line, ledgerSettings(), catalogue)).toEqual({
      ok: true,
      value: { taxType: 'FIVE' },
    });
  });

  it.each([
    ['the same tax in the same box', ['OUTPUT', 'OUTPUT'], { value: { taxType: 'SIX' } }],
    ['the same tax in different boxes', ['OUTPUT', 'IPT'], { cause: 'tax_rate_ambiguous' }],
    ['no word of boxes', [undefined, undefined], { cause: 'tax_rate_ambiguous' }],
  ])('on a few pence, where two rates come to the same: %s', (_what, [five, six], outcome) => {
    const line = { totalMinor: 18, taxMinor: 1, account: undecided };
    const catalogue = withRates(
      aRate('FIVE', 500, { reportType: five }),
      aRate('SIX', 600, { reportType: six }),
    );

    expect(chooseTax(line, ledgerSettings(), catalogue)).toMatchObject(outcome);
  });

  it.each([
    ['of New York (8.875 %)', 10_888, 888, 887.5],
    ['of Quebec (9.975 %)', 10_998, 998, 997.5],
    ['of Quebec with that of Canada (14.975 %)', 11_498, 1_498, 1_497.5],
  ])('finds the rate %s', (...[, totalMinor, taxMinor, rateBasisPoints]) => {
    const catalogue = withRates(aRate('NEAR', Math.floor(rateBasisPoints / 100) * 100), {
      ...aRate('LOCAL', rateBasisPoints),
    });
    const line = { totalMinor, taxMinor, account: undecided };

    expect(chooseTax(line, ledgerSettings(), catalogue)).toEqual({
      ok: true,
      value: { taxType: 'LOCAL' },
    });
  });

  it('asks when two rates fit within a penny and neither exactly', () => {
    const line = { totalMinor: 1_000, taxMinor: 166, account: undecided };
    const catalogue = withRates(aRate('A', 2_000), aRate('B', 2_001));

    expect(chooseTax(line, ledgerSettings(), catalogue)).toMatchObject({
      cause: 'tax_rate_ambiguous',
    });
  });

  describe('a tax that the ledger would compute a penny beside', () => {
    const line = { totalMinor: 12_000, taxMinor: 2_001, account };

    it('is sent as it is where the operator allows it', () => {
      const settings = ledgerSettings({ taxCentDifference: 'override' });

      expect(chooseTax(line, settings, aCatalogue())).toEqual({
        ok: true,
        value: { taxType: 'OUTPUT2', taxAmountMinor: 2_001 },
      });
    });

    it('is a question where the operator does not', () => {
      expect(chooseTax(line, ledgerSettings(), aCatalogue())).toMatchObject({
        cause: 'tax_cent_difference',
      });
    });

    it('fits no rate when it is two pence beside', () => {
      const settings = ledgerSettings({ taxCentDifference: 'override' });
      const far = { ...line, taxMinor: 2_002 };

      expect(chooseTax(far, settings, aCatalogue())).toMatchObject({ cause: 'tax_rate_missing' });
    });
  });

  describe('a line without tax', () => {
    it('takes the rate of zero', () => {
      const line = { totalMinor: 5_000, taxMinor: 0, account };

      expect(chooseTax(line, ledgerSettings(), aCatalogue())).toEqual({
        ok: true,
        value: { taxType: 'NONE' },
      });
    });

    it('is taxed as its account is where that comes to nothing', () => {
      for (const totalMinor of [0, 2])
        expect(
          chooseTax({ totalMinor, taxMinor: 0, account }, ledgerSettings(), aCatalogue()),
        ).toEqual({ ok: true, value: { taxType: 'OUTPUT2' } });
    });

    it('is not taxed at a rate that would come to a penny', () => {
      const line = { totalMinor: 3, taxMinor: 0, account };

      expect(chooseTax(line, ledgerSettings(), withRates(aRate('OUTPUT2', 2_000)))).toMatchObject({
        cause: 'tax_rate_missing',
      });
    });

    it('needs no person where its total is nought and the account has no usable default', () => {
      const line = { totalMinor: 0, taxMinor: 0, account: undecided };
      const catalogue = withRates(aRate('A', 2_000), aRate('EXEMPT', 0), aRate('NONE', 0));

      expect(chooseTax(line, ledgerSettings(), catalogue)).toEqual({
        ok: true,
        value: { taxType: 'EXEMPT' },
      });
    });

    it('asks between rates of nought that are reported differently', () => {
      const line = { totalMinor: 5_000, taxMinor: 0, account: undecided };
      const catalogue = withRates(
        aRate('ZERORATEDOUTPUT', 0, { reportType: 'OUTPUT' }),
        aRate('EXEMPTOUTPUT', 0, { reportType: 'EXEMPTOUTPUT' }),
      );

      expect(chooseTax(line, ledgerSettings(), catalogue)).toMatchObject({
        cause: 'tax_rate_ambiguous',
      });
    });

    it('does not turn a tax of a penny into no tax', () => {
      const line = { totalMinor: 3, taxMinor: 1, account };

      expect(chooseTax(line, ledgerSettings(), withRates(aRate('NONE', 0)))).toMatchObject({
        cause: 'tax_rate_missing',
      });
    });
  });

  describe("an operator's rule", () => {
    const line = { totalMinor: 5_000, taxMinor: 0, account };
    const catalogue = withRates(aRate('NONE', 0), aRate('EXEMPTOUTPUT', 0), aRate('ZERO', 0));

    it('decides among rates that fit', () => {
      const settings = ledgerSettings({
        taxRules: [{ accountCode: '200', rateBasisPoints: 0, taxType: 'EXEMPTOUTPUT' }],
      });

      expect(chooseTax(line, settings, catalogue)).toMatchObject({
        value: { taxType: 'EXEMPTOUTPUT' },
      });
    });

    it('counts in the order in which rules stand', () => {
      const settings = ledgerSettings({
        taxRules: [
          { rateBasisPoints: 0, taxType: 'ZERO' },
          { accountCode: '200', rateBasisPoints: 0, taxType: 'EXEMPTOUTPUT' },
        ],
      });

      expect(chooseTax(line, settings, catalogue)).toMatchObject({ value: { taxType: 'ZERO' } });
    });

    it('beats the default of the account', () => {
      const settings = ledgerSettings({ taxRules: [{ rateBasisPoints: 2_000, taxType: 'OTHER' }] });
      const taxed = { totalMinor: 12_000, taxMinor: 2_000, account };
      const rates = withRates(aRate('OUTPUT2', 2_000), aRate('OTHER', 2_000));

      expect(chooseTax(taxed, settings, rates)).toMatchObject({ value: { taxType: 'OTHER' } });
    });

    describe('for every account, where those of several heights fit', () => {
      const taxRules = [
        { rateBasisPoints: 1_200, taxType: 'PREMIUM' },
        { rateBasisPoints: 2_000, taxType: 'OUTPUT2' },
      ];
      const rates = withRates(aRate('PREMIUM', 1_200), aRate('OUTPUT2', 2_000));
      const chosen = (totalMinor: number, taxMinor: number, rules = taxRules) =>
        chooseTax(
          { totalMinor, taxMinor, account },
          ledgerSettings({ taxRules: rules, taxCentDifference: 'override' }),
          rates,
        );

      it.each([
        ['a line of nought', 0, 0],
        ['a penny', 1, 0],
        ['six pence, which come to a penny by both', 6, 1],
        ['ten pence, of which the first is a penny beside', 10, 2],
      ])('leaves %s to that of the account', (_what, totalMinor, taxMinor) => {
        expect(chosen(totalMinor, taxMinor)).toEqual({ ok: true, value: { taxType: 'OUTPUT2' } });
      });

      it('takes the first where the account has none of them', () => {
        const rules = [
          { rateBasisPoints: 1_200, taxType: 'PREMIUM' },
          { rateBasisPoints: 500, taxType: 'LOW' },
        ];
        const line = { totalMinor: 0, taxMinor: 0, account };
        const settings = ledgerSettings({ taxRules: rules });
        const low = withRates(aRate('PREMIUM', 1_200), aRate('LOW', 500));

        expect(chooseTax(line, settings, low)).toMatchObject({ value: { taxType: 'PREMIUM' } });
      });

      it('does not count against one that names the account', () => {
        const named = [{ accountCode: '200', rateBasisPoints: 1_200, taxType: 'PREMIUM' }];

        expect(chosen(0, 0, [...named, ...taxRules])).toMatchObject({
          value: { taxType: 'PREMIUM' },
        });
      });
    });

    it.each([
      ['another account', { accountCode: '201', rateBasisPoints: 0, taxType: 'ZERO' }],
      ['a rate that does not fit', { rateBasisPoints: 2_000, taxType: 'ZERO' }],
      ['a tax type that is not there', { rateBasisPoints: 0, taxType: 'GONE' }],
    ])('is passed over when it is for %s', (_what, rule) => {
      const settings = ledgerSettings({ taxRules: [rule] });

      expect(chooseTax(line, settings, catalogue)).toMatchObject({ cause: 'tax_rate_ambiguous' });
    });
  });

  it('infers the rate of a credit or discount line as of a charge', () => {
    const line = { totalMinor: -12_000, taxMinor: -2_000, account };

    expect(chooseTax(line, ledgerSettings(), aCatalogue())).toEqual({
      ok: true,
      value: { taxType: 'OUTPUT2' },
    });
  });
});
