import { conditionOf, fitsIntoPath } from './xero-filter.ts';
import type { LookUp } from './xero-look-ups.ts';
import { xeroBankTransaction, xeroContact, xeroCreditNote, xeroInvoice } from './xero-resources.ts';

/**
 * Several numbers in one filter work but in organisations of more than 100,000 contacts: Xero takes
 * names, e-mail addresses and ids there, one number by its own address.
 */
export const contactsByNumber: LookUp<typeof xeroContact> = {
  key: 'Contacts',
  element: xeroContact,
  listPath: (numbers) => filtered('/Contacts?includeArchived=true', 'ContactNumber', numbers),
  alonePath: (number) => alone('/Contacts', number),
};

export const contactsByName: LookUp<typeof xeroContact> = {
  key: 'Contacts',
  element: xeroContact,
  listPath: (names) => filtered('/Contacts?includeArchived=false', 'Name', names),
  alonePath: (name) => filtered('/Contacts?includeArchived=false', 'Name', [name]),
};

export const contactsById: LookUp<typeof xeroContact> = {
  key: 'Contacts',
  element: xeroContact,
  listPath: (ids) => `/Contacts?includeArchived=true&IDs=${ids.join(',')}`,
  alonePath: (id) => alone('/Contacts', id),
};

/** `InvoiceNumbers` is a list with commas and takes a number in quotes for one without. */
export const invoicesByNumber: LookUp<typeof xeroInvoice> = {
  key: 'Invoices',
  element: xeroInvoice,
  listPath: (numbers) =>
    numbers.some((number) => /[,"]/.test(number))
      ? filtered('/Invoices?', 'InvoiceNumber', numbers)
      : `/Invoices?InvoiceNumbers=${numbers.map(encodeURIComponent).join(',')}`,
  alonePath: (number) => filtered('/Invoices?', 'InvoiceNumber', [number]),
};

/** Whatever their status; the payments of each come along. */
export const invoicesById: LookUp<typeof xeroInvoice> = {
  key: 'Invoices',
  element: xeroInvoice,
  listPath: (ids) => `/Invoices?IDs=${ids.join(',')}`,
  alonePath: (id) => alone('/Invoices', id),
};

export const creditNotesByNumber: LookUp<typeof xeroCreditNote> = {
  key: 'CreditNotes',
  element: xeroCreditNote,
  listPath: (numbers) => filtered('/CreditNotes?', 'CreditNoteNumber', numbers),
  alonePath: (number) => alone('/CreditNotes', number),
};

/** What customers paid beyond what was due; a list is not asked for several customers at once. */
export const overpaymentsOfContact: LookUp<typeof xeroBankTransaction> = {
  key: 'BankTransactions',
  element: xeroBankTransaction,
  listPath: ([contactId = '']) => overpaymentsOf(contactId),
  alonePath: overpaymentsOf,
};

function overpaymentsOf(contactId: string): string {
  const where = `Type=="RECEIVE-OVERPAYMENT" AND Contact.ContactID==guid("${contactId}")`;
  return `/BankTransactions?where=${encodeURIComponent(where)}`;
}

/** What customers owe; asked by the parameters that are quick in every organisation. */
export const openInvoicesOfContact: LookUp<typeof xeroInvoice> = {
  key: 'Invoices',
  element: xeroInvoice,
  listPath: (contactIds) => `/Invoices?Statuses=AUTHORISED&ContactIDs=${contactIds.join(',')}`,
  alonePath: (contactId) => `/Invoices?Statuses=AUTHORISED&ContactIDs=${contactId}`,
};

function filtered(list: string, field: string, values: string[]): string | undefined {
  const conditions = values.map((value) => conditionOf(field, value));
  if (conditions.includes(undefined)) return undefined;
  const separator = list.endsWith('?') ? '' : '&';
  return `${list}${separator}where=${encodeURIComponent(conditions.join(' OR '))}`;
}

function alone(list: string, name: string): string | undefined {
  return fitsIntoPath(name) ? `${list}/${encodeURIComponent(name)}` : undefined;
}
