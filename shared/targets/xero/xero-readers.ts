import type * as z from 'zod/mini';
import { currencyDigits, parseMinor } from '../../domain/money/decimal.ts';
import type { LedgerContact } from '../../ports/ledger/contacts.ts';
import type { LedgerDocument } from '../../ports/ledger/documents.ts';
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
  };
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
