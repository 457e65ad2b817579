import type { Allocation, Book, LedgerDocument, Line, Payment } from '../core/book.ts';
import { rescale, toJsonNumber } from '../core/decimal.ts';
import { dayToXeroTimestamp, toXeroDateString, toXeroTimestamp } from '../core/xero-dates.ts';
import { settlementOf } from '../ledger/settlement.ts';
import { contactView, type View, type ViewObject } from './views.ts';

export interface DocumentDetail {
  /** Lists without `page` leave the line items out, as Xero does. */
  readonly withLines: boolean;
  readonly unitPlaces: 2 | 4;
}

/** One invoice or credit note. */
export function documentView(
  book: Book,
  document: LedgerDocument,
  detail: DocumentDetail,
): ViewObject {
  return document.kind === 'invoice'
    ? invoiceView(book, document, detail)
    : creditNoteView(book, document, detail);
}

/** One payment with a short view of the document that it pays. */
export function paymentView(book: Book, payment: Payment): ViewObject {
  const document = book.documents.get(payment.documentId);
  const account = book.accounts.get(payment.accountId);
  const isInvoice = document?.kind === 'invoice';
  return {
    ...paymentSummary(payment),
    BankAmount: toJsonNumber(payment.amountMinor, 2),
    PaymentType: paymentType(document),
    Status: payment.status,
    UpdatedDateUTC: toXeroTimestamp(payment.updatedEpochMs),
    IsReconciled: false,
    Account: account && {
      AccountID: account.accountId,
      Code: account.code,
      Name: account.name,
    },
    ...(document && { [isInvoice ? 'Invoice' : 'CreditNote']: paidDocumentView(book, document) }),
  };
}

/** One allocation, as the credit note shows it. */
export function allocationView(book: Book, allocation: Allocation): ViewObject {
  const invoice = book.documents.get(allocation.invoiceId);
  return {
    AllocationID: allocation.allocationId,
    Amount: toJsonNumber(allocation.amountMinor, 2),
    Date: dayToXeroTimestamp(allocation.day),
    Invoice: {
      InvoiceID: allocation.invoiceId,
      InvoiceNumber: invoice?.number,
      HasErrors: false,
    },
    IsDeleted: false,
  };
}

function invoiceView(book: Book, document: LedgerDocument, detail: DocumentDetail): ViewObject {
  const { paidMinor, creditedMinor, leftMinor, payments, allocations } = settlementOf(
    book,
    document,
  );
  return {
    Type: document.type,
    InvoiceID: document.id,
    InvoiceNumber: document.number,
    Reference: document.reference,
    ...(document.url === undefined ? {} : { Url: document.url }),
    Payments: payments.map(paymentSummary),
    CreditNotes: allocations.map((each) => appliedCreditView(book, each)),
    Prepayments: [],
    Overpayments: [],
    AmountDue: toJsonNumber(leftMinor, 2),
    AmountPaid: toJsonNumber(paidMinor, 2),
    AmountCredited: toJsonNumber(creditedMinor, 2),
    SentToContact: document.sentToContact,
    IsDiscounted: document.totals.totalDiscountMinor !== 0n,
    ...headerView(book, document, detail),
    ...(document.totals.totalDiscountMinor === 0n
      ? {}
      : { TotalDiscount: toJsonNumber(document.totals.totalDiscountMinor, 2) }),
  };
}

function creditNoteView(book: Book, document: LedgerDocument, detail: DocumentDetail): ViewObject {
  const { leftMinor, creditedMinor, payments, allocations } = settlementOf(book, document);
  return {
    CreditNoteID: document.id,
    CreditNoteNumber: document.number,
    Type: document.type,
    Reference: document.reference,
    Payments: payments.map(paymentSummary),
    Allocations: allocations.map((each) => allocationView(book, each)),
    RemainingCredit: toJsonNumber(leftMinor, 2),
    AppliedAmount: toJsonNumber(creditedMinor, 2),
    SentToContact: document.sentToContact,
    ...headerView(book, document, detail),
  };
}

function headerView(book: Book, document: LedgerDocument, detail: DocumentDetail): ViewObject {
  const contact = book.contacts.get(document.contactId);
  const { totals, dueDay, fullyPaidDay } = document;
  return {
    HasErrors: false,
    HasAttachments: false,
    Contact: contact && contactView(contact, !detail.withLines),
    ...dateViews('Date', document.day),
    ...(dueDay === undefined ? {} : dateViews('DueDate', dueDay)),
    Status: document.status,
    LineAmountTypes: document.lineAmountTypes,
    LineItems: detail.withLines ? document.lines.map((line) => lineView(line, detail)) : [],
    SubTotal: toJsonNumber(totals.subTotalMinor, 2),
    TotalTax: toJsonNumber(totals.totalTaxMinor, 2),
    Total: toJsonNumber(totals.totalMinor, 2),
    CurrencyCode: document.currencyCode,
    CurrencyRate: 1,
    UpdatedDateUTC: toXeroTimestamp(document.updatedEpochMs),
    ...(fullyPaidDay === undefined ? {} : { FullyPaidOnDate: dayToXeroTimestamp(fullyPaidDay) }),
  };
}

function lineView(line: Line, detail: DocumentDetail): View {
  const { unitPlaces } = detail;
  return {
    LineItemID: line.lineItemId,
    Description: line.description,
    Quantity: toJsonNumber(line.quantity, 4),
    UnitAmount: toJsonNumber(rescale(line.unitAmount, 4, unitPlaces), unitPlaces),
    ItemCode: line.itemCode,
    AccountCode: line.accountCode,
    TaxType: line.taxType,
    TaxAmount: toJsonNumber(line.taxAmountMinor, 2),
    LineAmount: toJsonNumber(line.lineAmountMinor, 2),
    ...(line.discountRate === undefined
      ? {}
      : { DiscountRate: toJsonNumber(line.discountRate, 4) }),
    ...(line.discountAmountMinor === undefined
      ? {}
      : { DiscountAmount: toJsonNumber(line.discountAmountMinor, 2) }),
    Tracking: line.tracking.map((each) => ({
      Name: each.name,
      Option: each.option,
      TrackingCategoryID: each.trackingCategoryId,
      TrackingOptionID: each.trackingOptionId,
    })),
  };
}

function appliedCreditView(book: Book, allocation: Allocation): View {
  const creditNote = book.documents.get(allocation.creditNoteId);
  return {
    CreditNoteID: allocation.creditNoteId,
    CreditNoteNumber: creditNote?.number,
    Date: dayToXeroTimestamp(allocation.day),
    Total: toJsonNumber(creditNote?.totals.totalMinor ?? 0n, 2),
    AppliedAmount: toJsonNumber(allocation.amountMinor, 2),
  };
}

function paymentSummary(payment: Payment): ViewObject {
  return {
    PaymentID: payment.paymentId,
    Date: dayToXeroTimestamp(payment.day),
    Amount: toJsonNumber(payment.amountMinor, 2),
    Reference: payment.reference,
    CurrencyRate: 1,
    HasAccount: true,
    HasValidationErrors: false,
  };
}

function paidDocumentView(book: Book, document: LedgerDocument): ViewObject {
  const contact = book.contacts.get(document.contactId);
  const isInvoice = document.kind === 'invoice';
  return {
    Type: document.type,
    [isInvoice ? 'InvoiceID' : 'CreditNoteID']: document.id,
    [isInvoice ? 'InvoiceNumber' : 'CreditNoteNumber']: document.number,
    Contact: contact && contactView(contact, true),
    CurrencyCode: document.currencyCode,
    HasErrors: false,
  };
}

function paymentType(document: LedgerDocument | undefined): string {
  return paymentTypes[document?.type ?? 'ACCREC'];
}

const paymentTypes: Record<LedgerDocument['type'], string> = {
  ACCREC: 'ACCRECPAYMENT',
  ACCPAY: 'ACCPAYPAYMENT',
  ACCRECCREDIT: 'ARCREDITPAYMENT',
  ACCPAYCREDIT: 'APCREDITPAYMENT',
};

function dateViews(name: string, day: string): ViewObject {
  return {
    [`${name}String`]: toXeroDateString(Date.parse(`${day}T00:00:00Z`)),
    [name]: dayToXeroTimestamp(day),
  };
}
