import { describe, expect, it } from 'vitest';
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

  it('maps no lines to no lines', () => {
    expect(mapLines([], context)).toEqual({ ok: true, value: [] });
  });
});
