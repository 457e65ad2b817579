import { describe, expect, it } from 'vitest';
import { mapCreditNote } from '../../../shared/domain/mapping/map-credit-note.ts';
import { readCreditNote } from '../../../shared/source/stora/read-credit-note.ts';
import { readInvoice } from '../../../shared/source/stora/read-invoice.ts';
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

  describe('a line that is called otherwise than the one it credits', () => {
    const lines = [
      lineFor('Rent', '201'),
      aStoraInvoiceLine({
        description: 'Contents insurance',
        accounting_code: '202',
        price: storaPounds(1_000),
        tax: storaPounds(0),
        total: storaPounds(1_000),
      }),
    ];
    const credit = (description: string, tax: number) =>
      noteOf({
        total: storaPounds(600),
        line_items: [{ description, quantity: 1, tax: storaPounds(tax), amount: storaPounds(600) }],
      });
    const settings = ledgerSettings({
      defaultAccountCode: '200',
      taxRules: [{ rateBasisPoints: 0, taxType: 'ZERORATEDOUTPUT' }],
    });

    it.each([
      ['but for case and spaces', 'contents  Insurance', 0, '202'],
      ['and told by its tax', 'Goodwill', 0, '202'],
      ['and told by its tax', 'Goodwill', 100, '201'],
    ])('is not booked on the default account: %s', (...[, description, tax, accountCode]) => {
      const invoice = invoiceOf({ line_items: lines });

      expect(
        mapCreditNote(credit(description, tax), invoice, { ...context, settings }),
      ).toMatchObject({ value: { lines: [{ accountCode }] } });
    });
  });

  describe('a line whose description several invoice lines bear', () => {
    const charge = (accounting_code: string, totalPence: number, taxPence: number) =>
      aStoraInvoiceLine({
        description: 'Monthly charge',
        accounting_code,
        price: storaPounds(totalPence),
        tax: storaPounds(taxPence),
        total: storaPounds(totalPence),
      });
    const credit = (amount: number, tax: number) =>
      noteOf({
        total: storaPounds(amount),
        line_items: [
          {
            description: 'Monthly charge',
            quantity: 1,
            tax: storaPounds(tax),
            amount: storaPounds(amount),
          },
        ],
      });
    const insuranceTax = {
      taxType: 'IPT',
      name: 'Insurance premium tax',
      rateBasisPoints: 1_200,
      isActive: true,
      appliesToRevenue: true,
    };
    const catalogue = aCatalogue({
      accounts: [
        ...base.accounts,
        anAccount({ code: '260', defaultTaxType: 'IPT' }),
        anAccount({ code: '201' }),
        anAccount({ code: '205', isActive: false }),
      ],
      taxRates: [...base.taxRates, insuranceTax],
    });
    const accountFor = (note: ReturnType<typeof noteOf>, ...lines: ReturnType<typeof charge>[]) =>
      mapCreditNote(note, invoiceOf({ line_items: lines }), { ...context, catalogue });

    it.each([
      [
        'rate',
        credit(1_120, 120),
        [charge('200', 12_000, 2_000), charge('260', 2_240, 240)],
        '260',
      ],
      [
        'rate',
        credit(1_120, 120),
        [charge('260', 2_240, 240), charge('200', 12_000, 2_000)],
        '260',
      ],
      ['size', credit(5_000, 833), [charge('201', 3_000, 500), charge('200', 6_000, 1_000)], '200'],
      ['sign', credit(-100, 0), [charge('201', 3_000, 0), charge('200', -300, 0)], '200'],
      [
        'one account',
        credit(1_000, 167),
        [charge('201', 3_000, 500), charge('201', 6_000, 1_000)],
        '201',
      ],
    ])('is told from the others by its %s', (...[, note, lines, accountCode]) => {
      expect(accountFor(note, ...lines)).toMatchObject({ value: { lines: [{ accountCode }] } });
    });

    it.each([
      ['nothing tells it from the others', [charge('200', 3_000, 500), charge('201', 3_000, 500)]],
      // It may credit half of the other one.
      ['only its amount does', [charge('200', 6_000, 1_000), charge('201', 3_000, 500)]],
      ['only one account is in use', [charge('200', 3_000, 500), charge('205', 3_000, 500)]],
    ])('is for a person where %s', (_what, lines) => {
      expect(accountFor(credit(3_000, 500), ...lines)).toMatchObject({
        ok: false,
        cause: 'credit_line_ambiguous',
      });
    });

    it('is told by its amount where the note credits the whole invoice, line by line', () => {
      const lines = [charge('200', 6_000, 1_000), charge('201', 3_000, 500)];
      const whole = [...credit(3_000, 500).lines, ...credit(6_000, 1_000).lines];
      const note = { ...credit(9_000, 1_500), lines: whole };

      expect(accountFor(note, ...lines)).toMatchObject({
        value: { lines: [{ accountCode: '201' }, { accountCode: '200' }] },
      });
    });
  });

  it('leaves no doubt between codes that go to one account', () => {
    const invoice = invoiceOf({ line_items: [lineFor('Rent', 'A'), lineFor('Fee', 'B')] });
    const settings = ledgerSettings({ accountMap: { A: '201', B: '201' } });

    expect(mapCreditNote(noteOf(), invoice, { ...context, settings })).toMatchObject({
      value: { lines: [{ accountCode: '201' }] },
    });
  });

  it('returns a deposit to the account that it was put on, without tax', () => {
    const deposit = aStoraInvoiceLine({
      description: 'Security deposit for unit 12',
      accounting_code: '200',
      tax: storaPounds(0),
    });
    const invoice = invoiceOf({ line_items: [lineFor('Rent', '200'), deposit] });
    const line = { quantity: 1, tax: storaPounds(0), amount: storaPounds(3_000) };
    const note = noteOf({ line_items: [{ description: 'Security deposit for unit 12', ...line }] });
    const settings = ledgerSettings({ depositAccountCode: '825' });

    expect(mapCreditNote(note, invoice, { ...context, settings })).toMatchObject({
      value: { lines: [{ accountCode: '825', taxType: 'NONE' }], taxMinor: 0 },
    });
  });

  it.each([
    ['as invoices', {}, 'DRAFT'],
    ['as chosen for them', { creditNoteStatus: 'AUTHORISED' }, 'AUTHORISED'],
  ] as const)('is posted in a status: %s', (_what, chosen, status) => {
    const settings = ledgerSettings({ invoiceStatus: 'DRAFT', ...chosen });

    expect(mapCreditNote(noteOf(), invoiceOf(), { ...context, settings })).toMatchObject({
      value: { status },
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
