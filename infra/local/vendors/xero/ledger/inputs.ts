import * as z from 'zod/mini';
import { parseDecimal } from '../core/decimal.ts';
import { parseDay } from '../core/xero-dates.ts';

// The request reader hands every JSON number over as its source text, so that no decimal ever becomes a float.
const text = z.optional(z.string());
const flag = z.optional(z.boolean());

/** A day in any of the forms Xero accepts, read into YYYY-MM-DD. */
const day = z.optional(
  z.pipe(
    z.string().check(z.refine((value) => parseDay(value) !== undefined, 'is not a valid date')),
    z.transform((value: string) => parseDay(value) ?? value),
  ),
);

/** A decimal read into units of 10^-places. */
const decimal = (places: number) =>
  z.optional(
    z.pipe(
      z
        .string()
        .check(
          z.refine(
            (value) => parseDecimal(value, places) !== undefined,
            'could not be converted to decimal',
          ),
        ),
      z.transform((value: string) => parseDecimal(value, places) ?? 0n),
    ),
  );

const textRecords = z.optional(z.array(z.record(z.string(), z.string())));

export const contactInput = z.looseObject({
  ContactID: text,
  ContactNumber: text,
  ContactStatus: text,
  Name: text,
  AccountNumber: text,
  FirstName: text,
  LastName: text,
  CompanyNumber: text,
  EmailAddress: text,
  TaxNumber: text,
  Addresses: textRecords,
  Phones: textRecords,
  ContactPersons: z.optional(z.array(z.record(z.string(), z.union([z.string(), z.boolean()])))),
});
export type ContactInput = z.infer<typeof contactInput>;

const trackingInput = z.looseObject({
  TrackingCategoryID: text,
  TrackingOptionID: text,
  Name: text,
  Option: text,
});
export type TrackingInput = z.infer<typeof trackingInput>;

const lineInput = z.looseObject({
  LineItemID: text,
  Description: text,
  Quantity: decimal(4),
  UnitAmount: decimal(4),
  ItemCode: text,
  AccountCode: text,
  AccountID: text,
  TaxType: text,
  TaxAmount: decimal(2),
  LineAmount: decimal(2),
  DiscountRate: decimal(4),
  DiscountAmount: decimal(2),
  Tracking: z.optional(z.array(trackingInput)),
});
export type LineInput = z.infer<typeof lineInput>;

export const documentInput = z.looseObject({
  InvoiceID: text,
  InvoiceNumber: text,
  CreditNoteID: text,
  CreditNoteNumber: text,
  Type: text,
  Contact: z.optional(contactInput),
  LineItems: z.optional(z.array(lineInput)),
  Date: day,
  DueDate: day,
  LineAmountTypes: text,
  Reference: text,
  Url: text,
  CurrencyCode: text,
  Status: text,
  SentToContact: flag,
});
export type DocumentInput = z.infer<typeof documentInput>;

const invoiceReference = z.optional(z.looseObject({ InvoiceID: text, InvoiceNumber: text }));
const creditNoteReference = z.optional(
  z.looseObject({ CreditNoteID: text, CreditNoteNumber: text }),
);

export const paymentInput = z.looseObject({
  Invoice: invoiceReference,
  CreditNote: creditNoteReference,
  Account: z.optional(z.looseObject({ AccountID: text, Code: text })),
  Date: day,
  Amount: decimal(2),
  Reference: text,
  Status: text,
});
export type PaymentInput = z.infer<typeof paymentInput>;

export const allocationInput = z.looseObject({
  Invoice: invoiceReference,
  Amount: decimal(2),
  Date: day,
});
export type AllocationInput = z.infer<typeof allocationInput>;

export const bankTransactionInput = z.looseObject({
  Type: text,
  Contact: z.optional(contactInput),
  BankAccount: z.optional(z.looseObject({ AccountID: text, Code: text })),
  LineItems: z.optional(z.array(lineInput)),
  LineAmountTypes: text,
  Date: day,
  Reference: text,
  CurrencyCode: text,
  Status: text,
});
export type BankTransactionInput = z.infer<typeof bankTransactionInput>;

export const historyInput = z.looseObject({ Details: text });

export const trackingCategoryInput = z.looseObject({ Name: text, Status: text });
export type TrackingCategoryInput = z.infer<typeof trackingCategoryInput>;
