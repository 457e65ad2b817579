import type { Book, DocumentKind, DocumentStatus, LedgerDocument } from '../core/book.ts';
import type { DocumentInput } from './inputs.ts';
import { lockedMessage } from './lock-dates.ts';
import { settlementOf } from './settlement.ts';

/** Finds by id or by number; a number that was voided or deleted and used again gives the living document. */
export function findDocument(
  book: Book,
  kind: DocumentKind,
  idOrNumber: string | undefined,
): LedgerDocument | undefined {
  if (!idOrNumber) return undefined;
  const byId = book.documents.get(idOrNumber.toLowerCase());
  if (byId !== undefined) return byId.kind === kind ? byId : undefined;
  const wanted = idOrNumber.toLowerCase();
  const found = [...book.documents.values()].filter(
    (document) => document.kind === kind && document.number.toLowerCase() === wanted,
  );
  return found.find((document) => !isGone(document)) ?? found.at(-1);
}

/** What forbids storing the document as it would be. */
export function checkDocument(book: Book, document: LedgerDocument): string[] {
  return [
    ...checkNumber(book, document),
    ...checkCurrency(book, document),
    ...checkDates(book, document),
    ...checkTotal(document),
  ];
}

/** What forbids changing the document, given its present status and what is settled on it. */
export function checkEditable(
  book: Book,
  existing: LedgerDocument,
  change: { readonly input: DocumentInput; readonly status: DocumentStatus | undefined },
): string[] {
  const invalid = `${nouns[existing.kind]} not of valid status for modification`;
  if (change.status === undefined || !transitions[existing.status].includes(change.status)) {
    return [invalid];
  }
  const { payments, allocations } = settlementOf(book, existing);
  const hasSettlement = payments.length + allocations.length > 0;
  if (hasSettlement && (change.status === 'VOIDED' || changesLedger(change.input))) {
    return [invalid, settled];
  }
  const posted = existing.status === 'AUTHORISED' || existing.status === 'PAID';
  const locked = posted ? lockedMessage(book, existing.day, 'document') : undefined;
  return locked === undefined ? [] : [locked];
}

const settled =
  'This document cannot be edited as it has a payment or credit note allocated to it.';

const nouns: Record<DocumentKind, string> = { invoice: 'Invoice', creditNote: 'Credit note' };

// PAID is never asked for: payments and allocations lead to it.
const transitions: Record<DocumentStatus, readonly DocumentStatus[]> = {
  DRAFT: ['DRAFT', 'SUBMITTED', 'AUTHORISED', 'DELETED'],
  SUBMITTED: ['DRAFT', 'SUBMITTED', 'AUTHORISED', 'DELETED'],
  AUTHORISED: ['AUTHORISED', 'VOIDED'],
  PAID: ['PAID', 'VOIDED'],
  VOIDED: [],
  DELETED: [],
};

function changesLedger(input: DocumentInput): boolean {
  const { Contact, LineItems, Date: day, LineAmountTypes, CurrencyCode } = input;
  return [Contact, LineItems, day, LineAmountTypes, CurrencyCode].some(
    (each) => each !== undefined,
  );
}

function checkNumber(book: Book, document: LedgerDocument): string[] {
  const what = document.kind === 'invoice' ? 'Invoice' : 'Credit note';
  if (document.number.length > 255) return [`${what} # cannot exceed 255 characters.`];
  if (document.type === 'ACCPAY') return [];
  const wanted = document.number.toLowerCase();
  const isTaken = [...book.documents.values()].some(
    (other) =>
      other.type === document.type &&
      other.id !== document.id &&
      !isGone(other) &&
      other.number.toLowerCase() === wanted,
  );
  return isTaken ? [`${what} # must be unique.`] : [];
}

function checkCurrency(book: Book, document: LedgerDocument): string[] {
  const { baseCurrency, foreignCurrencies = [] } = book.organisation;
  return [baseCurrency, ...foreignCurrencies].includes(document.currencyCode)
    ? []
    : [`Organisation is not subscribed to currency ${document.currencyCode}`];
}

function checkDates(book: Book, document: LedgerDocument): string[] {
  if (document.status === 'DRAFT' || document.status === 'SUBMITTED') return [];
  const locked = lockedMessage(book, document.day, 'document');
  const messages = locked === undefined ? [] : [locked];
  if (document.kind === 'invoice' && document.dueDay === undefined) {
    messages.push('The document DueDate field must be specified.');
  }
  // A draft may have been stored without accounts; approving it may not keep them open.
  if (document.lines.some((line) => line.accountCode === undefined)) {
    messages.push('Account code or ID must be specified');
  }
  return messages;
}

function checkTotal(document: LedgerDocument): string[] {
  return document.totals.totalMinor < 0n
    ? ['The document total must be greater than or equal to zero.']
    : [];
}

function isGone(document: LedgerDocument): boolean {
  return document.status === 'VOIDED' || document.status === 'DELETED';
}
