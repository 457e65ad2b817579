import { expect } from 'vitest';

interface Amount {
  amount: number;
}

export interface SourceInvoice {
  id: string;
  number: string;
  status: string;
  total: Amount;
  tax: Amount;
  amount_paid: Amount;
  pre_payment_credit_notes_amount: Amount;
  finalized_at: string;
  paid_at: string | null;
  contact: { id: string };
}

export interface SourceState {
  contacts: Array<{ id: string; full_name: string; email: string }>;
  invoices: SourceInvoice[];
  creditNotes: Array<{ number: string; total: Amount; contact: { id: string } }>;
}

interface LedgerDocument {
  id: string;
  number: string;
  status: string;
  contactId: string;
  contactName: string;
  contactNumber: string | null;
  date: string;
  total: string;
  totalTax: string;
  amountPaid: string;
  amountCredited: string;
  lines: unknown[];
}

export interface LedgerState {
  contacts: Array<{
    contactId: string;
    contactNumber: string | null;
    name: string;
    status: string;
    mergedToContactId: string | null;
  }>;
  invoices: LedgerDocument[];
  creditNotes: LedgerDocument[];
  payments: Array<{ documentNumber: string; date: string; reference: string; status: string }>;
}

/** The business's day of an instant, in the zone that the organisation had when the document was worked. */
export type DayOf = (instant: string, number: string) => string;

const isGone = ({ status }: { status: string }) => status === 'VOIDED' || status === 'DELETED';

/**
 * Every invoice and credit note of the source is in the ledger once, equal to the penny, on its day, on the
 * customer's contact; what the source voided is void there or was never made.
 */
export function expectAgreement(source: SourceState, ledger: LedgerState, dayOf: DayOf): void {
  const holders = holdersOf(ledger);
  const issued = source.invoices.filter(({ status }) => status !== 'draft' && status !== 'void');
  const expected = issued.map((invoice) => ({
    number: invoice.number,
    total: invoice.total.amount,
    tax: invoice.tax.amount,
    paid: invoice.amount_paid.amount,
    credited: invoice.pre_payment_credit_notes_amount.amount,
    day: dayOf(invoice.finalized_at, invoice.number),
    contactId: holders.get(invoice.contact.id),
  }));
  const numbers = new Set(source.invoices.map(({ number }) => number));
  const standing = ledger.invoices.filter((one) => numbers.has(one.number) && !isGone(one));
  expect(byNumber(standing.map(comparedOf))).toEqual(byNumber(expected));
  expectCredits(source, ledger, holders);
}

function expectCredits(
  source: SourceState,
  ledger: LedgerState,
  holders: Map<string, string>,
): void {
  const expected = source.creditNotes.map(({ number, total, contact }) => ({
    number,
    total: total.amount,
    contactId: holders.get(contact.id),
  }));
  const actual = ledger.creditNotes.map(({ number, total, contactId }) => ({
    number,
    total: minor(total),
    contactId,
  }));
  expect(byNumber(actual)).toEqual(byNumber(expected));
}

function comparedOf(document: LedgerDocument) {
  return {
    number: document.number,
    total: minor(document.total),
    tax: minor(document.totalTax),
    paid: minor(document.amountPaid),
    credited: minor(document.amountCredited),
    day: document.date,
    contactId: document.contactId,
  };
}

/** The contact of each customer, where a person merged it: the one that is left. */
function holdersOf(ledger: LedgerState): Map<string, string> {
  const last = mergesOf(ledger);
  const numbered = ledger.contacts.flatMap(({ contactNumber, contactId }) =>
    contactNumber ? [[contactNumber, last(contactId)] as const] : [],
  );
  expect(new Set(numbered.map(([number]) => number)).size).toBe(numbered.length);
  return new Map(numbered);
}

function mergesOf({ contacts }: LedgerState): (contactId: string) => string {
  const merged = new Map(contacts.map((contact) => [contact.contactId, contact.mergedToContactId]));
  const last = (contactId: string): string => {
    const into = merged.get(contactId);
    return into ? last(into) : contactId;
  };
  return last;
}

/** Every payment of ours bears the day on which the source had it. */
export function expectPaymentDays(source: SourceState, ledger: LedgerState, dayOf: DayOf): void {
  const paidAt = new Map(source.invoices.map(({ number, paid_at }) => [number, paid_at]));
  const ours = ledger.payments.filter(({ reference, status }) => reference && status !== 'DELETED');
  const last = new Map(ours.map((payment) => [payment.documentNumber, payment.date]));
  const wrong = [...last].filter(([number, date]) => {
    const at = paidAt.get(number);
    return at != null && dayOf(at, number) !== date;
  });
  expect(wrong).toEqual([]);
}

/**
 * What was imported stands as it stood: no figure, state or line of it moved, none came twice. Its customer is
 * the same contact, or the one that a person merged it into; that contact may be called as the source has it.
 */
export function expectUntouched(
  before: LedgerState,
  after: LedgerState,
  isOfSource: (number: string) => boolean,
): void {
  const last = mergesOf(after);
  const figures = ({ invoices }: LedgerState) =>
    byNumber(
      invoices
        .filter(({ number }) => !isOfSource(number))
        .map(({ contactName, contactNumber, ...document }) => ({
          ...document,
          contactId: last(document.contactId),
        })),
    );
  expect(figures(after)).toEqual(figures(before));
}

/** Active contacts by name, as often as each is there: none may be there twice. */
export function doubledNames(ledger: LedgerState): string[] {
  const names = ledger.contacts
    .filter(({ status }) => status === 'ACTIVE')
    .map(({ name }) => name.toLowerCase());
  return names.filter((name, index) => names.indexOf(name) !== index);
}

function minor(text: string): number {
  return Number(text.replace('.', ''));
}

function byNumber<T extends { number: string }>(documents: T[]): T[] {
  return documents.toSorted((left, right) => (left.number < right.number ? -1 : 1));
}
