import { describe, expect, it } from 'vitest';
import {
  type DocumentFacts,
  invoicesNeeded,
  judgeDocument,
  type SourceDocument,
  type StandingDocument,
} from '../../../shared/domain/preview/judge-document.ts';
import { readCreditNote } from '../../../shared/source/stora/read-credit-note.ts';
import { readInvoice } from '../../../shared/source/stora/read-invoice.ts';
import { aCatalogue } from '../../builders/a-catalogue.ts';
import { aLink } from '../../builders/a-link.ts';
import { aStoraCreditNote } from '../../builders/a-stora-credit-note.ts';
import { aStoraInvoice } from '../../builders/a-stora-invoice.ts';
import { ledgerSettings } from '../../builders/ledger-settings.ts';

const at = '2026-11-30T09:00:05.000Z';
const invoice = readInvoice(aStoraInvoice({}), at);
const ofInvoice: SourceDocument = { kind: 'invoice', record: invoice };
const note: SourceDocument = {
  kind: 'credit_note',
  record: readCreditNote(aStoraCreditNote({}), at),
};

const standing: StandingDocument = {
  number: 'HBR-0001',
  reference: undefined,
  contactTargetId: 'customer',
  day: '2026-11-30',
  currency: 'GBP',
  totalMinor: 12_000,
  taxMinor: 2_000,
  paidMinor: 0,
  status: 'AUTHORISED',
};

function judge(document: SourceDocument, changed: Partial<DocumentFacts> = {}) {
  return judgeDocument(document, {
    settings: ledgerSettings(),
    catalogue: aCatalogue(),
    takes: { payments: true, credits: true, tracking: true },
    link: aLink(),
    found: [],
    customer: { ok: true, value: 'customer' },
    invoice: undefined,
    ...changed,
  });
}

describe('judgeDocument', () => {
  it('shows an invoice with the lines that the ledger would have', () => {
    expect(judge(ofInvoice)).toMatchObject({
      kind: 'invoice',
      number: 'HBR-0001',
      day: '2026-11-30',
      site: 'Harbour Road',
      totalMinor: 12_000,
      taxMinor: 2_000,
      fate: { kind: 'new' },
      lines: [{ accountCode: '200', taxType: 'OUTPUT2', netMinor: 10_000, taxMinor: 2_000 }],
    });
  });

  it.each([
    ['is linked by us', { link: aLink({ targetId: 'there' }) }, { kind: 'known' }],
    ['is there, equal', { found: [standing] }, { kind: 'equal' }],
    [
      'is there with another tax',
      { found: [{ ...standing, taxMinor: 0 }] },
      { kind: 'different', detail: 'HBR-0001; tax £0.00 there, £20.00 here' },
    ],
    ['was voided there', { found: [{ ...standing, status: 'VOIDED' }] }, { kind: 'new' }],
    [
      'has a customer that nobody can tell',
      { customer: { ok: false, cause: 'contact_unclear', detail: 'more than once' } },
      { kind: 'parked', cause: 'contact_unclear' },
    ],
    [
      'has no account',
      { catalogue: aCatalogue({ accounts: [] }) },
      { kind: 'parked', cause: 'account_unknown' },
    ],
    [
      'has a site without an option that may be made',
      {
        settings: ledgerSettings({ createTracking: false }),
        catalogue: aCatalogue({ trackingCategories: [] }),
      },
      { kind: 'parked', cause: 'tracking_missing' },
    ],
  ] as const)('says what becomes of one that %s', (_what, changed, fate) => {
    const judged = judge(ofInvoice, changed as Partial<DocumentFacts>);

    expect(judged.fate).toMatchObject(fate);
    expect(judged.lines.length > 0).toBe(fate.kind === 'new');
  });

  it('judges one from before the start as if it were not, and says so', () => {
    const settings = ledgerSettings({ startDate: '2026-12-01' });

    expect(judge(ofInvoice, { settings })).toMatchObject({
      fate: { kind: 'new' },
      isBeforeStart: true,
    });
    expect(judge(ofInvoice)).not.toHaveProperty('isBeforeStart');
  });

  it('leaves out what needs nothing in the ledger', () => {
    const draft: SourceDocument = {
      kind: 'invoice',
      record: { ...invoice, status: 'draft', paidMinor: 0 },
    };

    expect(judge(draft).fate).toEqual({ kind: 'left_out', reason: 'draft' });
  });

  it('takes what would be made for granted: a category, and an option for the site', () => {
    const none = aCatalogue({ trackingCategories: [] });
    const [category] = aCatalogue().trackingCategories;
    const empty = category ? [{ ...category, options: [] }] : [];

    expect(judge(ofInvoice, { catalogue: none }).fate).toEqual({ kind: 'new' });
    const catalogue = aCatalogue({ trackingCategories: empty });
    expect(judge(ofInvoice, { catalogue }).fate).toEqual({ kind: 'new' });
  });

  it('adds the payment that is missing there, where payments are posted at all', () => {
    const paid: SourceDocument = {
      kind: 'invoice',
      record: { ...invoice, status: 'paid', paidMinor: 12_000 },
    };

    expect(judge(paid).payment).toEqual({ accountCode: '610', amountMinor: 12_000 });
    const found = [{ ...standing, paidMinor: 5_000 }];
    expect(judge(paid, { found }).payment?.amountMinor).toBe(7_000);
    const off = ledgerSettings({ postPayments: false });
    expect(judge(paid, { settings: off }).payment).toBeUndefined();
    const drafts = ledgerSettings({ invoiceStatus: 'DRAFT' });
    expect(judge(paid, { settings: drafts }).payment).toBeUndefined();
    const takes = { payments: false, credits: true, tracking: true };
    expect(judge(paid, { takes }).payment).toBeUndefined();
    const missing = ledgerSettings({ clearingAccountCode: undefined });
    expect(judge(paid, { settings: missing }).fate).toMatchObject({
      cause: 'clearing_account_missing',
    });
  });

  it('judges a credit note by the lines of its invoice', () => {
    expect(judge(note, { invoice })).toMatchObject({
      kind: 'credit_note',
      site: 'Harbour Road',
      fate: { kind: 'new' },
      lines: [{ accountCode: '200', netMinor: 2_500, taxMinor: 500 }],
    });
    expect(judge(note).fate).toMatchObject({ cause: 'invoice_not_posted' });
    const takes = { payments: true, credits: false, tracking: false };
    expect(judge(note, { invoice, takes }).fate).toMatchObject({ cause: 'credit_notes_not_taken' });
  });

  it('reads those invoices of credit notes that are not beside them', () => {
    expect(invoicesNeeded([note, note])).toEqual(['inv_0001']);
    expect(invoicesNeeded([note, ofInvoice])).toEqual([]);
  });
});
