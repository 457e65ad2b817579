import type {
  AllocationDraft,
  AmendmentDraft,
  ContactChange,
  CreditNoteDraft,
  InvoiceDraft,
  LineDraft,
  OverpaymentDraft,
  PaymentDraft,
  RefundDraft,
} from '../../domain/ledger/drafts.ts';
import { currencyDigits, formatMinor } from '../../domain/money/decimal.ts';

/** A decimal as JSON writes it. The shortest text of such a number is the decimal it came from. */
function decimal(amountMinor: number, currency: string): number {
  return Number(formatMinor(amountMinor, currencyDigits(currency)));
}

/** What is left out stays in the ledger, an empty text empties it. */
export function contactBody(draft: ContactChange): Record<string, unknown> {
  const { address, phoneNumber } = draft;
  return {
    ...present('ContactNumber', draft.contactNumber),
    Name: draft.name,
    ...present('EmailAddress', draft.emailAddress),
    ...present('TaxNumber', draft.taxNumber),
    ...present('CompanyNumber', draft.companyNumber),
    ...(phoneNumber === undefined
      ? {}
      : { Phones: [{ PhoneType: 'DEFAULT', PhoneNumber: phoneNumber.slice(0, 50) }] }),
    ...(address === undefined
      ? {}
      : {
          Addresses: [
            {
              AddressType: 'POBOX',
              ...present('AddressLine1', address.line1),
              ...present('AddressLine2', address.line2),
              ...present('City', address.city),
              ...present('Region', address.region),
              ...present('PostalCode', address.postalCode),
              ...present('Country', address.country),
            },
          ],
        }),
  };
}

/** Only `ContactID` goes inside a document: any other field would change the contact itself. */
export function invoiceBody(draft: InvoiceDraft): Record<string, unknown> {
  return {
    Type: 'ACCREC',
    InvoiceNumber: draft.number,
    Reference: draft.reference,
    DueDate: draft.dueDate,
    ...documentBody(draft),
  };
}

/** Its head is left out and stays; a line without its id would be deleted and made anew. */
export function amendmentBody({
  targetId,
  currency,
  lines,
}: AmendmentDraft): Record<string, unknown> {
  return {
    InvoiceID: targetId,
    LineAmountTypes: 'Inclusive',
    LineItems: lines.map((line) => ({
      ...present('LineItemID', line.lineId),
      ...lineBody(line, currency),
    })),
  };
}

/** Xero keeps no reference on an overpayment: the words of its line name the money. */
export function overpaymentBody(draft: OverpaymentDraft): Record<string, unknown> {
  return {
    Type: 'RECEIVE-OVERPAYMENT',
    Contact: { ContactID: draft.contactTargetId },
    BankAccount: { Code: draft.accountCode },
    Date: draft.date,
    LineAmountTypes: 'NoTax',
    Status: 'AUTHORISED',
    LineItems: [
      {
        Description: overpaymentWords(draft),
        LineAmount: decimal(draft.amountMinor, draft.currency),
      },
    ],
  };
}

function overpaymentWords({ invoiceNumber, reference }: OverpaymentDraft): string {
  return `Paid beyond what was due on ${invoiceNumber} ${referenceMark(reference)}`;
}

/** In brackets, so that no sum of ours is the beginning of another. */
export function referenceMark(reference: string): string {
  return `[${reference}]`;
}

export function creditNoteBody(draft: CreditNoteDraft): Record<string, unknown> {
  return {
    Type: 'ACCRECCREDIT',
    CreditNoteNumber: draft.number,
    Reference: draft.reference,
    ...documentBody(draft),
  };
}

export function paymentBody(draft: PaymentDraft): Record<string, unknown> {
  return {
    Invoice: { InvoiceID: draft.invoiceTargetId },
    Account: { Code: draft.accountCode },
    Date: draft.date,
    Amount: decimal(draft.amountMinor, draft.currency),
    Reference: draft.reference,
  };
}

/** Money paid back for a credit note: a payment, the other way round. */
export function refundBody(draft: RefundDraft): Record<string, unknown> {
  return {
    CreditNote: { CreditNoteID: draft.creditNoteTargetId },
    Account: { Code: draft.accountCode },
    Date: draft.date,
    Amount: decimal(draft.amountMinor, draft.currency),
    Reference: draft.reference,
  };
}

export function allocationBody(draft: AllocationDraft): Record<string, unknown> {
  return {
    Invoice: { InvoiceID: draft.invoiceTargetId },
    Amount: decimal(draft.amountMinor, draft.currency),
    Date: draft.date,
  };
}

function documentBody(draft: CreditNoteDraft): Record<string, unknown> {
  return {
    Contact: { ContactID: draft.contactTargetId },
    Date: draft.date,
    LineAmountTypes: 'Inclusive',
    CurrencyCode: draft.currency,
    Status: draft.status,
    LineItems: draft.lines.map((line) => lineBody(line, draft.currency)),
  };
}

function lineBody(line: LineDraft, currency: string): Record<string, unknown> {
  return {
    Description: line.description,
    Quantity: line.quantity,
    UnitAmount: decimal(line.unitAmountMinor, currency),
    AccountCode: line.accountCode,
    TaxType: line.taxType,
    ...(line.taxAmountMinor === undefined
      ? {}
      : { TaxAmount: decimal(line.taxAmountMinor, currency) }),
    ...(line.tracking
      ? { Tracking: [{ Name: line.tracking.categoryName, Option: line.tracking.optionName }] }
      : {}),
  };
}

function present(key: string, value: string | undefined): Record<string, string> {
  return value === undefined ? {} : { [key]: value };
}
