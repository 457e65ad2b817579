import type {
  CreditNote,
  Invoice,
  InvoiceLine,
  Contact as SourceContact,
} from '../../../infra/local/vendors/stora/core/resources.ts';
import type { Book, Contact, LedgerDocument } from '../../../infra/local/vendors/xero/core/book.ts';
import { dayAfterLock, movedSuffix, rentCode, rentElsewhere } from '../world/words.ts';
import { closedMinor, onAccountMinor } from './closing-notes.ts';
import {
  allocationsOf,
  contactsFor,
  documentsFor,
  isImported,
  paymentsOn,
  sumMinor,
} from './ledger-books.ts';
import type { Settlement } from './ledger-settings.ts';

/** What a record should look like in the ledger, told by the source's own words and not by our mapping. */
type Differences = string[];

/** Empty when the ledger shows exactly this state of the invoice. */
export function invoiceDifferences(
  invoice: Invoice,
  books: Book[],
  { siteName, settings, linked }: { siteName: string; settings: Settlement; linked: Set<string> },
): Differences {
  const found = documentsFor(books, { kind: 'invoice', sourceId: invoice.id });
  const [only] = found;
  if (invoice.status === 'draft') return only === undefined ? [] : ['a draft was posted'];
  if (invoice.status === 'void') {
    if (only === undefined || only.document.status === 'VOIDED') return [];
    // What was voided before anybody linked it is left to those who entered it.
    if (isImported(only.document) && !linked.has(only.document.id)) return [];
    return isCreditedAsVoid(only, invoice.id) ? [] : ['it is not voided'];
  }
  if (only === undefined) return ['it is missing'];
  if (found.length > 1) return [`it is there ${found.length} times`];
  const { book, document } = only;
  return [
    ...headDifferences(document, invoice, { book, settings }),
    ...differs('number', document.number, invoice.number),
    ...differs('tax', Number(document.totals.totalTaxMinor), invoice.tax.amount),
    // What is in a file is as people entered it.
    ...(isImported(document)
      ? []
      : differs(
          'lines',
          linesOf(document),
          invoice.line_items.map((line) => lineOf(line, siteName)),
        )),
    ...differs(
      'paid',
      sumMinor(paymentsOn(book, document.id)) + onAccountMinor(book, invoice.id),
      settings.hasPayments && isFinal(document) ? invoice.amount_paid.amount : 0,
    ),
    ...differs('voided', document.status === 'VOIDED', false),
    ...differs('credited as void', closedMinor(book, invoice.id, 'void'), 0),
    ...differs(
      'written off',
      closedMinor(book, invoice.id, 'write-off'),
      settings.writesOff && isFinal(document) && invoice.status === 'uncollectible'
        ? invoice.amount_due.amount
        : 0,
    ),
  ];
}

/** From a file, with other sums, another day or another customer than the source has. */
export function isOtherwiseThere(
  found: { book: Book; document: LedgerDocument },
  invoice: Invoice,
  settings: Settlement,
): boolean {
  const { book, document } = found;
  if (!isImported(document)) return false;
  const isOtherTax = Number(document.totals.totalTaxMinor) !== invoice.tax.amount;
  return isOtherTax || headDifferences(document, invoice, { book, settings }).length > 0;
}

/** In full, so that nothing is due any more; money that came in before stays with the customer. */
function isCreditedAsVoid(
  { book, document }: { book: Book; document: LedgerDocument },
  invoiceId: string,
): boolean {
  const credited = closedMinor(book, invoiceId, 'void');
  const isAll = credited === Number(document.totals.totalMinor);
  return isAll && document.status === 'PAID';
}

/** Empty when the ledger shows the credit note, and what became of it as the operator wants it. */
export function creditNoteDifferences(
  note: CreditNote,
  books: Book[],
  settings: Settlement,
): Differences {
  const found = documentsFor(books, { kind: 'creditNote', sourceId: note.id });
  const [only] = found;
  if (only === undefined) return ['it is missing'];
  if (found.length > 1) return [`it is there ${found.length} times`];
  const { book, document } = only;
  const own = documentsFor([book], { kind: 'invoice', sourceId: note.invoice.id });
  const isWaiting = own.some((invoice) => !isFinal(invoice.document));
  const isUsable = isFinal(document) && !(note.type === 'pre_payment' && isWaiting);
  return [
    ...headDifferences(document, note, { book, settings }),
    ...differs('number', document.number, note.number),
    ...(settings.rest === 'allocate'
      ? restElsewhere(document, book)
      : restOf(note, document, { book, own, settings, isUsable })),
  ];
}

/** Before payment it lowers what is due on its own invoice; after payment it stays open or is paid back. */
function restOf(
  note: CreditNote,
  document: LedgerDocument,
  known: {
    book: Book;
    own: Array<{ document: LedgerDocument }>;
    settings: Settlement;
    isUsable: boolean;
  },
): Differences {
  const { book, own, settings, isUsable } = known;
  const allocated = allocationsOf(book, document.id);
  const invoices = new Set(own.map((each) => each.document.id));
  const isBefore = note.type === 'pre_payment';
  const isPaidBack = settings.rest === 'refund' && settings.hasPayments && !isBefore;
  return [
    ...differs('allocated', sumMinor(allocated), isUsable && isBefore ? note.total.amount : 0),
    ...(allocated.every(({ invoiceId }) => invoices.has(invoiceId)) ? [] : ['allocated elsewhere']),
    ...differs(
      'paid back',
      sumMinor(paymentsOn(book, document.id)),
      isUsable && isPaidBack ? note.total.amount : 0,
    ),
  ];
}

/** Any invoice of the customer may be lowered by it, by no more than there is. */
function restElsewhere(document: LedgerDocument, book: Book): Differences {
  const allocated = allocationsOf(book, document.id);
  const isOwn = allocated.every(
    ({ invoiceId }) => book.documents.get(invoiceId)?.contactId === document.contactId,
  );
  const isTooMuch = sumMinor(allocated) > Number(document.totals.totalMinor);
  return [
    ...(isOwn ? [] : ['allocated to another customer']),
    ...(isTooMuch ? ['allocated beyond its total'] : []),
    ...differs('paid back', sumMinor(paymentsOn(book, document.id)), 0),
  ];
}

/** Somebody approved it, or it was never a draft: nothing is paid or allocated on one. */
function isFinal({ status }: LedgerDocument): boolean {
  return status !== 'DRAFT';
}

/** Empty when the ledger shows the contact; a name may bear the end of the id where two are alike. */
export function contactDifferences(contact: SourceContact, found: Contact[]): Differences {
  const [only] = found;
  if (only === undefined) return ['it is missing'];
  if (found.length > 1) return [`it is there ${found.length} times`];
  // Merged by a person, and nothing of the customer changed since: it bears what the person kept.
  if (only.contactNumber !== contact.id) return differs('status', only.status, 'ACTIVE');
  const name = contact.full_name?.trim() || contact.email?.trim() || contact.id;
  const names = [name, `${name} (${contact.id.slice(-6)})`];
  const phones = (only.details.phones ?? []).map((phone) => phone.PhoneNumber).filter(Boolean);
  return [
    ...(names.includes(only.name) ? [] : differs('name', only.name, name)),
    ...differs('e-mail', only.details.emailAddress, contact.email?.trim() || undefined),
    ...differs('phone', phones[0], contact.phone_number?.trim() || undefined),
    ...differs('status', only.status, 'ACTIVE'),
  ];
}

function headDifferences(
  document: LedgerDocument,
  source: Invoice | CreditNote,
  { book, settings }: { book: Book; settings: Settlement },
): Differences {
  return [
    ...dayDiffers(document, source, settings),
    ...differs('total', Number(document.totals.totalMinor), source.total.amount),
    ...differs('currency', document.currencyCode, source.total.currency),
    ...customerDiffers(document, source, book),
  ];
}

/** The organisations of a run are in London, and it is winter. */
function dayDiffers(
  { day }: LedgerDocument,
  source: Invoice | CreditNote,
  { movesToOpenDay }: Settlement,
): Differences {
  const finalizedAt = 'finalized_at' in source ? source.finalized_at : undefined;
  const ownDay = (finalizedAt ?? source.created_at).slice(0, 10);
  return movesToOpenDay && day === dayAfterLock ? [] : differs('day', day, ownDay);
}

function customerDiffers(
  { contactId }: LedgerDocument,
  { contact: { id } }: Invoice | CreditNote,
  book: Book,
): Differences {
  const isRight = contactsFor([book], id).some(({ contact }) => contact.contactId === contactId);
  return isRight ? [] : differs('customer', book.contacts.get(contactId)?.contactNumber, id);
}

function linesOf(document: LedgerDocument): string[] {
  return document.lines.map((line) =>
    [
      // Which of the two it is at which time, I18 says.
      line.accountCode === rentElsewhere ? rentCode : line.accountCode,
      line.lineAmountMinor,
      line.taxAmountMinor,
      line.tracking.map(({ option }) => option.replace(movedSuffix, '')).join('+'),
    ].join(' '),
  );
}

function lineOf(line: InvoiceLine, siteName: string): string {
  return [line.accounting_code, line.total.amount, line.tax.amount, siteName].join(' ');
}

function differs(what: string, actual: unknown, expected: unknown): Differences {
  const [left, right] = [JSON.stringify(actual), JSON.stringify(expected)];
  return left === right ? [] : [`${what} is ${left}, not ${right}`];
}
