import { describe, expect, it } from 'vitest';
import { mapCreditNote } from '../../../shared/domain/mapping/map-credit-note.ts';
import { readCreditNote } from '../../../shared/domain/source/read-credit-note.ts';
import { readInvoice } from '../../../shared/domain/source/read-invoice.ts';
import { aCatalogue, anAccount } from '../../builders/a-catalogue.ts';
import { aStoraCreditNote } from '../../builders/a-stora-credit-note.ts';
import { aStoraInvoice, aStoraInvoiceLine } from '../../builders/a-stora-invoice.ts';
import { ledgerSettings } from '../../builders/ledger-settings.ts';
import { storaPounds } from '../../builders/stora-money.ts';

const at = '2026-11-30T10:00:05.000Z';
const { defaultAccountCode: _, ...withoutDefault } = ledgerSettings();
const base = aCatalogue();
const context = {
  settings: withoutDefault,
  catalogue: aCatalogue({
    accounts: [...base.accounts, anAccount({ code: '201' }), anAccount({ code: '202' })],
  }),
  contactTargetId: 'xero-contact',
};

const noteOf = (overrides: Parameters<typeof aStoraCreditNote>[0] = {}) =>
  readCreditNote(aStoraCreditNote(overrides), at);
const invoiceOf = (overrides: Parameters<typeof aStoraInvoice>[0] = {}) =>
  readInvoice(aStoraInvoice(overrides), at);
const lineFor = (description: string, accounting_code: string | null) =>
  aStoraInvoiceLine({ description, accounting_code });

describe('mapCreditNote', () => {
  it('makes one unit of each line, at its tax-inclusive amount', () => {
    expect(mapCreditNote(noteOf(), invoiceOf(), context)).toEqual({
      ok: true,
      value: {
        number: 'HBR-0001-CN-1',
        reference: 'cred_0001',
        contactTargetId: 'xero-contact',
        date: '2026-11-30',
        currency: 'GBP',
        status: 'AUTHORISED',
        lines: [
          {
            description: '50 sq ft unit',
            quantity: 1,
            unitAmountMinor: 3_000,
            accountCode: '200',
            taxType: 'OUTPUT2',
          },
        ],
        totalMinor: 3_000,
        taxMinor: 500,
      },
    });
  });

  it('inherits the account of the invoice line with the same description', () => {
    const invoice = invoiceOf({
      line_items: [lineFor('Lock', '201'), lineFor('50 sq ft unit', '202')],
    });

    expect(mapCreditNote(noteOf(), invoice, context)).toMatchObject({
      value: { lines: [{ accountCode: '202' }] },
    });
  });

  it('takes the only account of the invoice, whatever the line is called', () => {
    const invoice = invoiceOf({ line_items: [lineFor('Rent', '201'), lineFor('Fee', '201')] });

    expect(mapCreditNote(noteOf(), invoice, context)).toMatchObject({
      value: { lines: [{ accountCode: '201' }] },
    });
  });

  it('asks when no line matches and the invoice has several accounts', () => {
    const invoice = invoiceOf({ line_items: [lineFor('Rent', '201'), lineFor('Fee', '202')] });

    expect(mapCreditNote(noteOf(), invoice, context)).toMatchObject({ cause: 'account_missing' });
  });

  it('takes the default account when no line matches, if the operator set one', () => {
    const invoice = invoiceOf({ line_items: [lineFor('Rent', '201'), lineFor('Fee', '202')] });
    const settings = ledgerSettings({ defaultAccountCode: '200' });

    expect(mapCreditNote(noteOf(), invoice, { ...context, settings })).toMatchObject({
      value: { lines: [{ accountCode: '200' }] },
    });
  });

  it('puts the site on each line', () => {
    const tracking = { categoryName: 'Location', optionName: 'Harbour Road' };

    expect(mapCreditNote(noteOf(), invoiceOf(), { ...context, tracking })).toMatchObject({
      value: { lines: [{ tracking }] },
    });
  });

  it.each([
    ['has no number', { number: ' ' }, 'number_missing'],
    ['does not add up', { total: storaPounds(3_001) }, 'amount_mismatch'],
  ])('asks about a credit note that %s', (_what, overrides, cause) => {
    expect(mapCreditNote(noteOf(overrides), invoiceOf(), context)).toMatchObject({ cause });
  });

  it('asks about a locked day', () => {
    const catalogue = { ...context.catalogue, periodLockDate: '2026-11-30' };

    expect(mapCreditNote(noteOf(), invoiceOf(), { ...context, catalogue })).toMatchObject({
      cause: 'locked_period',
    });
  });
});
