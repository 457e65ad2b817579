import type * as z from 'zod/mini';
import { currencyDigits, parseMinor } from '../../domain/money/decimal.ts';
import { optional } from '../../domain/source/optional.ts';
import type { LedgerContact } from '../../ports/ledger/contacts.ts';
import type { LedgerDocument, LedgerLine } from '../../ports/ledger/documents.ts';
import type { LedgerPayment } from '../../ports/ledger/payments.ts';
import { dayOf } from './xero-catalogue.ts';
import type { xeroContact, xeroCreditNote, xeroInvoice, xeroPayment } from './xero-resources.ts';

/** Minor units of a JSON decimal, through its text; throws where Xero shows parts of a cent. */
export function minorOf(amount: number | undefined, currency: string): number {
  return parseMinor(String(amount ?? 0), currencyDigits(currency));
}

export function readLedgerContact(contact: z.infer<typeof xeroContact>): LedgerContact {
  return {
    targetId: contact.ContactID,
    contactNumber: contact.ContactNumber ?? undefined,
    name: contact.Name ?? '',
    isArchived: contact.ContactStatus === 'ARCHIVED',
    emailAddress: contact.EmailAddress?.trim() || undefined,
    mergedToTargetId: contact.MergedToContactID ?? undefined,
  };
}

export function readLedgerInvoice(invoice: z.infer<typeof xeroInvoice>): LedgerDocument {
  const currency = invoice.CurrencyCode;
  return {
    targetId: invoice.InvoiceID,
    number: invoice.InvoiceNumber,
    reference: invoice.Reference ?? undefined,
    contactTargetId: invoice.Contact?.ContactID ?? '',
    day: dayOf(invoice.Date),
    currency,
    totalMinor: minorOf(invoice.Total, currency),
    taxMinor: minorOf(invoice.TotalTax, currency),
    paidMinor: minorOf(invoice.AmountPaid, currency),
    dueMinor: minorOf(invoice.AmountDue, currency),
    status: invoice.Status,
    ...optional('lines', readLines(invoice)),
  };
}

export function readLedgerCreditNote(note: z.infer<typeof xeroCreditNote>): LedgerDocument {
  const currency = note.CurrencyCode;
  return {
    targetId: note.CreditNoteID,
    number: note.CreditNoteNumber,
    reference: note.Reference ?? undefined,
    contactTargetId: note.Contact?.ContactID ?? '',
    day: dayOf(note.Date),
    currency,
    totalMinor: minorOf(note.Total, currency),
    taxMinor: minorOf(note.TotalTax, currency),
    paidMinor: 0,
    dueMinor: minorOf(note.RemainingCredit, currency),
    status: note.Status,
    ...optional('lines', readLines(note)),
  };
}

type LinedDocument = Pick<
  z.infer<typeof xeroInvoice>,
  'LineItems' | 'LineAmountTypes' | 'CurrencyCode'
>;

/**
 * Lines whose sums include their tax, as we write them. Undefined where the list showed none, or where
 * somebody made them in another way: such a document is not ours to change.
 */
function readLines(document: LinedDocument): LedgerLine[] | undefined {
  return document.LineAmountTypes === 'Inclusive' ? linesOf(document) : undefined;
}

/** The same of a document whose lines were entered without their tax: it is added. */
export function readLinesWithTax(document: LinedDocument): LedgerLine[] | undefined {
  const lines = linesOf(document);
  if (document.LineAmountTypes === 'Inclusive') return lines;
  return lines?.map((line) => ({ ...line, totalMinor: line.totalMinor + line.taxMinor }));
}

/** Undefined where there are none, or one cannot be read as money. */
function linesOf({ LineItems: items, CurrencyCode: currency }: LinedDocument) {
  if (!items || items.length === 0) return undefined;
  const amounts = items.flatMap((item) => [item.LineAmount ?? 0, item.TaxAmount ?? 0]);
  if (!amounts.every((amount) => isMinor(amount, currency))) return undefined;
  return items.map(
    (item): LedgerLine => ({
      lineId: item.LineItemID ?? '',
      description: item.Description ?? '',
      accountCode: item.AccountCode || undefined,
      taxType: item.TaxType || undefined,
      totalMinor: minorOf(item.LineAmount ?? 0, currency),
      taxMinor: minorOf(item.TaxAmount ?? 0, currency),
      ...optional('tracking', trackingOf(item.Tracking?.[0])),
    }),
  );
}

function trackingOf(
  tracked: { Name?: string | null | undefined; Option?: string | null | undefined } | undefined,
): LedgerLine['tracking'] {
  if (!tracked?.Name || !tracked.Option) return undefined;
  return { categoryName: tracked.Name, optionName: tracked.Option };
}

/** Whether it has no more places than the currency, so that it can be read as money. */
function isMinor(amount: number, currency: string): boolean {
  const [, places = ''] = String(amount).split('.');
  return places.length <= currencyDigits(currency);
}

export function readLedgerPayment(
  payment: z.infer<typeof xeroPayment>,
  currency: string,
): LedgerPayment {
  return {
    targetId: payment.PaymentID,
    reference: payment.Reference ?? undefined,
    amountMinor: minorOf(payment.Amount, currency),
    isDeleted: payment.Status === 'DELETED',
  };
}
