import type { SourceDocument } from '../../shared/domain/reconcile/proof-rows.ts';
import type {
  SourceCreditNote,
  SourceInvoice,
  SourceLine,
} from '../../shared/domain/source/records.ts';

/** £120.00 at 20 %, raised on 16 November 2026. */
export function anInvoice(id: string, overrides: Partial<SourceInvoice> = {}): SourceDocument {
  const record: SourceInvoice = {
    id,
    number: `N-${id}`,
    status: 'open',
    currency: 'GBP',
    issuedAt: '2026-11-16T09:00:00Z',
    totalMinor: 12_000,
    taxMinor: 2_000,
    paidMinor: 0,
    contactId: 'con_1',
    siteId: 'site_1',
    siteName: 'Harbour Road',
    lines: [aLine()],
    ...overrides,
  };
  return { kind: 'invoice', record };
}

export function aLine(overrides: Partial<SourceLine> = {}): SourceLine {
  return {
    description: 'Unit A1',
    accountingCode: '200',
    quantity: 1,
    priceMinor: 12_000,
    discountMinor: 0,
    taxMinor: 2_000,
    totalMinor: 12_000,
    ...overrides,
  };
}

/** £30.00 of an invoice, before it was paid. */
export function aNote(
  id: string,
  invoiceId: string,
  overrides: Partial<SourceCreditNote> = {},
): SourceDocument {
  const record: SourceCreditNote = {
    id,
    number: `N-${id}`,
    status: 'issued',
    timing: 'pre_payment',
    currency: 'GBP',
    issuedAt: '2026-11-17T09:00:00Z',
    totalMinor: 3_000,
    contactId: 'con_1',
    invoiceId,
    siteId: 'site_1',
    siteName: 'Harbour Road',
    lines: [{ description: 'Unit A1', quantity: 1, taxMinor: 500, amountMinor: 3_000 }],
    ...overrides,
  };
  return { kind: 'credit_note', record };
}

/** The same document in another state. */
export function changed(
  change: Partial<SourceInvoice>,
): (document: SourceDocument) => SourceDocument {
  return (document) =>
    document.kind === 'invoice'
      ? { ...document, record: { ...document.record, ...change } }
      : document;
}
