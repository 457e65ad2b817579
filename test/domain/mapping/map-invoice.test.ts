import { describe, expect, it } from 'vitest';
import { mapInvoice } from '../../../shared/domain/mapping/map-invoice.ts';
import { readInvoice } from '../../../shared/source/stora/read-invoice.ts';
import { aCatalogue } from '../../builders/a-catalogue.ts';
import { aStoraInvoice, aStoraInvoiceLine } from '../../builders/a-stora-invoice.ts';
import { ledgerSettings } from '../../builders/ledger-settings.ts';
import { storaPounds } from '../../builders/stora-money.ts';

const observedAt = '2026-11-30T09:00:05.000Z';
const context = {
  settings: ledgerSettings(),
  catalogue: aCatalogue(),
  contactTargetId: 'xero-contact',
};

function invoiceOf(overrides: Parameters<typeof aStoraInvoice>[0]) {
  return readInvoice(aStoraInvoice(overrides), observedAt);
}

describe('mapInvoice', () => {
  it('keeps the number verbatim and takes the id of the source as reference', () => {
    expect(mapInvoice(invoiceOf({}), context)).toEqual({
      ok: true,
      value: {
        number: 'HBR-0001',
        reference: 'inv_0001',
        contactTargetId: 'xero-contact',
        date: '2026-11-30',
        dueDate: '2026-11-30',
        currency: 'GBP',
        status: 'AUTHORISED',
        lines: [
          {
            description: '50 sq ft unit',
            quantity: 1,
            unitAmountMinor: 12_000,
            accountCode: '200',
            taxType: 'OUTPUT2',
          },
        ],
        totalMinor: 12_000,
        taxMinor: 2_000,
      },
    });
  });

  it('sets the due day by the payment terms and the status by the setting', () => {
    const settings = ledgerSettings({ paymentTermsDays: 14, invoiceStatus: 'DRAFT' });

    expect(mapInvoice(invoiceOf({}), { ...context, settings })).toMatchObject({
      value: { dueDate: '2026-12-14', status: 'DRAFT' },
    });
  });

  it('puts the site on each line', () => {
    const tracking = { categoryName: 'Location', optionName: 'Harbour Road' };

    expect(mapInvoice(invoiceOf({}), { ...context, tracking })).toMatchObject({
      value: { lines: [{ tracking }] },
    });
  });

  it.each([
    ['has no number', { number: null }, 'number_missing', ''],
    [
      'does not add up in total',
      { total: storaPounds(12_001) },
      'amount_mismatch',
      'lines 12000, total 12001',
    ],
    [
      'does not add up in tax',
      { tax: storaPounds(1_999) },
      'amount_mismatch',
      'tax of lines 2000, tax 1999',
    ],
    ['has a total and no lines', { line_items: [] }, 'amount_mismatch', 'lines 0, total 12000'],
  ])('asks about an invoice that %s', (...[, overrides, cause, detail]) => {
    expect(mapInvoice(invoiceOf(overrides), context)).toEqual({ ok: false, cause, detail });
  });

  it('asks about a currency that the ledger does not keep', () => {
    const catalogue = aCatalogue({ currencies: ['EUR'] });

    expect(mapInvoice(invoiceOf({}), { ...context, catalogue })).toEqual({
      ok: false,
      cause: 'currency_not_enabled',
      detail: 'GBP',
    });
  });

  it('says of an enabled foreign currency that it is not supported, not that it is missing', () => {
    const catalogue = aCatalogue({ baseCurrency: 'EUR', currencies: ['EUR', 'GBP'] });

    expect(mapInvoice(invoiceOf({}), { ...context, catalogue })).toMatchObject({
      cause: 'currency_not_supported',
      detail: 'GBP',
    });
  });

  describe('a tax that was rounded once for the whole document', () => {
    const third = aStoraInvoiceLine({
      price: storaPounds(2_503),
      tax: storaPounds(417),
      total: storaPounds(2_503),
    });
    const invoice = invoiceOf({
      total: storaPounds(7_509),
      tax: storaPounds(1_252),
      line_items: [third, third, third],
    });

    it('is sent as it is on one line where the operator allows it', () => {
      const settings = ledgerSettings({ taxCentDifference: 'override' });
      const mapped = mapInvoice(invoice, { ...context, settings });

      expect(mapped).toMatchObject({ value: { totalMinor: 7_509, taxMinor: 1_252 } });
      expect(mapped.ok && mapped.value.lines.map((line) => line.taxAmountMinor)).toEqual([
        418,
        undefined,
        undefined,
      ]);
    });

    it('is a question where the operator does not', () => {
      expect(mapInvoice(invoice, context)).toMatchObject({ cause: 'tax_cent_difference' });
    });
  });

  it('takes a month that is free: nothing to pay, on the rate of its account', () => {
    const free = aStoraInvoiceLine({
      discount_total: storaPounds(12_000),
      tax: storaPounds(0),
      total: storaPounds(0),
    });
    const invoice = invoiceOf({
      total: storaPounds(0),
      tax: storaPounds(0),
      line_items: [free],
    });

    expect(mapInvoice(invoice, context)).toMatchObject({
      value: { totalMinor: 0, lines: [{ taxType: 'OUTPUT2', unitAmountMinor: 0 }] },
    });
  });

  it('asks about a locked day', () => {
    const catalogue = aCatalogue({ periodLockDate: '2026-11-30' });

    expect(mapInvoice(invoiceOf({}), { ...context, catalogue })).toMatchObject({
      cause: 'locked_period',
    });
  });

  it('asks about the first line that cannot be mapped', () => {
    const line_items = [aStoraInvoiceLine({ accounting_code: '999' })];

    expect(mapInvoice(invoiceOf({ line_items }), context)).toMatchObject({
      cause: 'account_unknown',
      detail: '999',
    });
  });

  it('never takes over the amounts that the source computed beside the lines', () => {
    // Stora's own examples do not add up in these fields.
    const odd = { subtotal: storaPounds(1), amount_due: storaPounds(99) };

    expect(mapInvoice(invoiceOf(odd), context)).toMatchObject({
      value: { totalMinor: 12_000, taxMinor: 2_000 },
    });
  });
});
