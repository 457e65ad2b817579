import { describe, expect, it } from 'vitest';
import type { LedgerSettings } from '../../../shared/contracts/settings.ts';
import { mapLines } from '../../../shared/domain/mapping/map-lines.ts';
import { aCatalogue } from '../../builders/a-catalogue.ts';
import { ledgerSettings } from '../../builders/ledger-settings.ts';

const context = { settings: ledgerSettings(), catalogue: aCatalogue() };
const line = {
  description: 'Unit 12',
  accountingCode: '200',
  quantity: 3,
  unitMinor: 4_000,
  taxMinor: 2_000,
  totalMinor: 12_000,
};

describe('mapLines', () => {
  it('keeps quantity and price where they make the total', () => {
    expect(mapLines([line], context)).toEqual({
      ok: true,
      value: [
        {
          description: 'Unit 12',
          quantity: 3,
          unitAmountMinor: 4_000,
          accountCode: '200',
          taxType: 'OUTPUT2',
        },
      ],
    });
  });

  it.each([
    ['a discount was taken off', { ...line, unitMinor: 5_000 }],
    ['the quantity is zero', { ...line, quantity: 0 }],
    ['the quantity is negative', { ...line, quantity: -3, unitMinor: -4_000 }],
  ])('writes one unit of the total where %s', (_what, odd) => {
    expect(mapLines([odd], context)).toMatchObject({
      value: [{ quantity: 1, unitAmountMinor: 12_000 }],
    });
  });

  it('puts the tracking of the document on each line', () => {
    const tracking = { categoryName: 'Location', optionName: 'Harbour Road' };

    expect(mapLines([line, line], { ...context, tracking })).toMatchObject({
      value: [{ tracking }, { tracking }],
    });
  });

  it('sends the tax as it is only on the line that needs it', () => {
    const settings = ledgerSettings({ taxCentDifference: 'override' });
    const mapped = mapLines([line, { ...line, taxMinor: 1_999 }], { ...context, settings });

    expect(mapped.ok && mapped.value.map((draft) => draft.taxAmountMinor)).toEqual([
      undefined,
      1_999,
    ]);
  });

  it.each([
    ['an unknown account', { ...line, accountingCode: '999' }, 'account_unknown'],
    ['a tax without a rate', { ...line, taxMinor: 5_000 }, 'tax_rate_missing'],
  ])('stops at the first line that cannot be mapped: %s', (_what, bad, cause) => {
    expect(mapLines([line, bad, line], context)).toMatchObject({ ok: false, cause });
  });

  it.each([
    ['half a month', { quantity: 0.5, unitMinor: 24_000 }, 0.5],
    ['a tenth three times over', { quantity: 0.3, unitMinor: 40_000 }, 0.3],
    [
      'a part of a unit that the ledger would have to round',
      { quantity: 0.333, unitMinor: 36_036 },
      1,
    ],
    ['more decimals than a quantity has there', { quantity: 0.12345, unitMinor: 97_205 }, 1],
  ])('keeps a quantity only where it makes the total exactly: %s', (_what, odd, quantity) => {
    expect(mapLines([{ ...line, ...odd }], context)).toMatchObject({ value: [{ quantity }] });
  });

  describe('accounts', () => {
    const chosen = (overrides: Partial<LedgerSettings>) => ({
      settings: ledgerSettings(overrides),
      catalogue: aCatalogue(),
    });
    const deposit = { ...line, accountingCode: 'DEP', isDeposit: true, taxMinor: 0 };

    it('are those that the operator chose for the codes of the source', () => {
      const context = chosen({ accountMap: { RENT: '200' } });

      expect(mapLines([{ ...line, accountingCode: 'RENT' }], context)).toMatchObject({
        value: [{ accountCode: '200' }],
      });
    });

    it('are the codes as they are where nothing was chosen', () => {
      const context = chosen({ accountMap: { RENT: '200' } });

      expect(mapLines([{ ...line, accountingCode: 'constructor' }], context)).toMatchObject({
        cause: 'account_unknown',
        detail: 'constructor',
      });
    });

    it('of deposits are the liability account, whatever their code', () => {
      const context = chosen({ depositAccountCode: '825', accountMap: { DEP: '200' } });

      expect(mapLines([deposit], context)).toMatchObject({
        value: [{ accountCode: '825', taxType: 'NONE' }],
      });
    });

    it('of deposits go by their code where no liability account is chosen', () => {
      const context = chosen({ accountMap: { DEP: '825' } });

      expect(mapLines([deposit], context)).toMatchObject({ value: [{ accountCode: '825' }] });
    });

    it('of a deposit with tax are asked for: it is no sale', () => {
      const context = chosen({ depositAccountCode: '825' });

      expect(mapLines([{ ...deposit, taxMinor: 2_000 }], context)).toMatchObject({
        cause: 'deposit_taxed',
        detail: '2000 of 12000',
      });
    });

    it('of a deposit whose account has no such default take the rate that is outside of tax', () => {
      const rates = aCatalogue().taxRates;
      const none = { isActive: true, appliesToRevenue: true, rateBasisPoints: 0 };
      const catalogue = aCatalogue({
        taxRates: [
          ...rates.filter(({ taxType }) => taxType !== 'NONE'),
          { ...none, taxType: 'ZERO', name: 'Zero' },
          { ...none, taxType: 'NONE', name: 'No VAT', isOutsideTax: true },
        ],
      });
      const settings = ledgerSettings({ depositAccountCode: '200' });

      expect(mapLines([deposit], { settings, catalogue })).toMatchObject({
        value: [{ taxType: 'NONE' }],
      });
    });
  });

  it('maps no lines to no lines', () => {
    expect(mapLines([], context)).toEqual({ ok: true, value: [] });
  });
});
