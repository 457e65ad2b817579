import { expect } from 'vitest';

interface Amount {
  amount: number;
}

interface SourceState {
  sites: Array<{ id: string; name: string }>;
  contacts: Array<{ id: string; metadata: Record<string, string> }>;
  invoices: Array<{
    id: string;
    number: string;
    status: string;
    total: Amount;
    tax: Amount;
    contact: { id: string };
    site: { id: string };
    line_items: Array<{ accounting_code: string; total: Amount; tax: Amount }>;
  }>;
  timelineEvents: Array<{ invoice?: { id: string } | null; external?: { id: string } | null }>;
}

interface LedgerState {
  contacts: Array<{ contactId: string; contactNumber: string }>;
  invoices: Array<{
    id: string;
    number: string;
    status: string;
    reference: string;
    total: string;
    totalTax: string;
    contactNumber: string;
    lines: Array<{
      accountCode: string;
      lineAmount: string;
      taxAmount: string;
      tracking: Array<{ name: string; option: string }>;
    }>;
  }>;
}

/**
 * Every posted invoice of the source is in the ledger once, equal in number, total, tax, account and
 * tracking; its customer carries our metadata and it has a timeline event.
 */
export function expectSameBooks(source: SourceState, ledger: LedgerState): void {
  const siteNames = new Map(source.sites.map((site) => [site.id, site.name]));
  const expected = source.invoices
    .filter((invoice) => invoice.status !== 'draft')
    .map((invoice) => ({
      number: invoice.number,
      reference: invoice.id,
      total: pounds(invoice.total),
      tax: pounds(invoice.tax),
      contact: invoice.contact.id,
      lines: invoice.line_items.map((line) => ({
        account: line.accounting_code,
        amount: pounds(line.total),
        tax: pounds(line.tax),
        tracking: [{ name: 'Location', option: siteNames.get(invoice.site.id) }],
      })),
    }));
  const actual = ledger.invoices.map((invoice) => ({
    number: invoice.number,
    reference: invoice.reference,
    total: invoice.total,
    tax: invoice.totalTax,
    contact: invoice.contactNumber,
    lines: invoice.lines.map((line) => ({
      account: line.accountCode,
      amount: line.lineAmount,
      tax: line.taxAmount,
      tracking: line.tracking,
    })),
  }));
  expect(byNumber(actual)).toEqual(byNumber(expected));
  expectWrittenBack(source, ledger);
}

function expectWrittenBack(source: SourceState, ledger: LedgerState): void {
  const billed = new Set(source.invoices.map((invoice) => invoice.contact.id));
  const targetIds = new Map(
    ledger.contacts.map((contact) => [contact.contactNumber, contact.contactId]),
  );
  const links = source.contacts
    .filter((contact) => billed.has(contact.id))
    .map((contact) => [contact.id, contact.metadata['rollerdoor:xero']]);
  expect(links).toEqual(links.map(([id]) => [id, targetIds.get(id ?? '')]));
  const noted = source.timelineEvents.map((event) => event.invoice?.id);
  const missing = source.invoices.filter((invoice) => !noted.includes(invoice.id));
  expect(missing.map((invoice) => invoice.number)).toEqual([]);
}

function pounds(money: Amount): string {
  return `${Math.trunc(money.amount / 100)}.${String(money.amount % 100).padStart(2, '0')}`;
}

function byNumber<T extends { number: string }>(documents: T[]): T[] {
  return documents.toSorted((left, right) => (left.number < right.number ? -1 : 1));
}
