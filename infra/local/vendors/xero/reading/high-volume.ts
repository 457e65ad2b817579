import type { ListQuery } from './listing.ts';
import { termsOf } from './where-filter.ts';

/** The lists that refuse slow filters once an organisation holds more than 100,000 of their records. */
export type GuardedList = 'Contacts' | 'Invoices' | 'CreditNotes';

/** Thrown for a list that would be slow; the message is for Xero's HighVolumeException. */
export class HighVolumeError extends Error {}

// What Xero names as optimised, each alone or joined by AND.
const optimised: Record<GuardedList, { readonly where: string[]; readonly order: string[] }> = {
  Contacts: {
    where: ['Name', 'EmailAddress', 'AccountNumber'],
    order: ['ContactID', 'UpdatedDateUTC', 'Name'],
  },
  Invoices: {
    where: [
      'Status',
      'Contact.ContactID',
      'Contact.Name',
      'Contact.ContactNumber',
      'Reference',
      'InvoiceNumber',
      'InvoiceID',
      'Type',
      'Date',
      'AmountDue',
      'AmountPaid',
    ],
    order: ['InvoiceID', 'UpdatedDateUTC', 'Date'],
  },
  CreditNotes: {
    where: [
      'Status',
      'Date',
      'Reference',
      'Contact.ContactID',
      'Contact.Name',
      'Contact.ContactNumber',
      'Type',
    ],
    order: ['CreditNoteID', 'UpdatedDateUTC', 'Date'],
  },
};

/** Refuses what Xero would not look up in an organisation of high volume. Throws HighVolumeError. */
export function checkEfficient(
  list: GuardedList,
  query: ListQuery,
  asked: { readonly hasValues: boolean },
): void {
  const fields = optimised[list];
  const isOrdered = query.order === undefined || fields.order.includes(orderField(query.order));
  const isBounded = asked.hasValues || query.page !== undefined;
  const isFiltered = query.where === undefined ? isBounded : isPlain(query.where, fields.where);
  if (isOrdered && isFiltered) return;
  throw new HighVolumeError(
    `Your request is not filtering ${list} efficiently, given the extremely high volume for this organisation. Please check https://developer.xero.com/documentation/api/efficient-data-retrieval for tips on making ${list.slice(0, -1)} retrieval more efficient.`,
  );
}

function orderField(order: string): string {
  return order.trim().split(/\s+/)[0] ?? '';
}

function isPlain(where: string, fields: readonly string[]): boolean {
  const { isJoinedByOr, named } = termsOf(where);
  return !isJoinedByOr && named.every((field) => fields.includes(field));
}
