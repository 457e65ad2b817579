import { describe, expect, it } from 'vitest';
import { mapInvoice } from '../../../shared/domain/mapping/map-invoice.ts';
import { readInvoice } from '../../../shared/source/stora/read-invoice.ts';
import { aCatalogue } from '../../builders/a-catalogue.ts';
import { aStoraInvoice } from '../../builders/a-stora-invoice.ts';
import { ledgerSettings } from '../../builders/ledger-settings.ts';
import { storaPounds } from '../../builders/stora-money.ts';

/** One line of 120.00, and another total. */
function mapOf(totalMinor: number, settings: Parameters<typeof ledgerSettings>[0]) {
  const invoice = readInvoice(aStoraInvoice({ total: storaPounds(totalMinor) }), undefined);
  const context = { catalogue: aCatalogue(), contactTargetId: 'x' };
  return mapInvoice(invoice, { ...context, settings: ledgerSettings(settings) });
}

const byLine = { amountCentDifference: 'line', roundingAccountCode: '825' } as const;

describe('lines that miss the total', () => {
  it.each([
    ['too little', 12_001, 1],
    ['too much', 11_999, -1],
  ])('by a cent %s get a line that says so, without tax', (_what, totalMinor, unitAmountMinor) => {
    expect(mapOf(totalMinor, byLine)).toMatchObject({
      value: {
        totalMinor,
        taxMinor: 2_000,
        lines: [
          { unitAmountMinor: 12_000 },
          {
            description: 'Rounding',
            accountCode: '825',
            taxType: 'NONE',
            quantity: 1,
            unitAmountMinor,
          },
        ],
      },
    });
  });

  it.each([
    ['by a cent, unless the operator chose that', 12_001, {}],
    ['by more than a cent', 12_002, byLine],
    ['by more than a cent', 11_998, byLine],
  ])('are for a person %s', (_what, totalMinor, settings) => {
    expect(mapOf(totalMinor, settings)).toEqual({
      ok: false,
      cause: 'amount_mismatch',
      detail: `lines 12000, total ${totalMinor}`,
    });
  });

  it('ask for the account of such a line where none is chosen', () => {
    expect(mapOf(12_001, { amountCentDifference: 'line' })).toMatchObject({
      cause: 'rounding_account_missing',
    });
  });

  it('take the account as it is, whatever the codes of the source stand for', () => {
    expect(mapOf(12_001, { ...byLine, accountMap: { '825': '200' } })).toMatchObject({
      value: { lines: [{}, { accountCode: '825' }] },
    });
  });
});
