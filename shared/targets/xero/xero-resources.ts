import * as z from 'zod/mini';

/** Xero's shapes, loose: only what is read. Amounts are JSON decimals and become minor units once. */

const message = z.looseObject({ Message: z.optional(z.string()) });

/** What Xero puts where an id belongs as long as nothing was written. */
const absentId = '00000000-0000-0000-0000-000000000000';

/** The id of something that exists: only what has one was written. */
const existingId = z.string().check(
  z.minLength(1),
  z.refine((id) => id !== absentId),
);

/** What every element of a batch may carry beside its document. */
export const xeroElement = z.looseObject({
  StatusAttributeString: z.optional(z.string()),
  HasErrors: z.optional(z.boolean()),
  HasValidationErrors: z.optional(z.boolean()),
  ValidationErrors: z.optional(z.array(message)),
});
export type XeroElement = z.infer<typeof xeroElement>;

export const xeroContact = z.looseObject({
  ContactID: existingId,
  ContactNumber: z.nullish(z.string()),
  Name: z.nullish(z.string()),
  ContactStatus: z.nullish(z.string()),
  EmailAddress: z.nullish(z.string()),
  Phones: z.nullish(
    z.array(
      z.looseObject({
        PhoneType: z.nullish(z.string()),
        PhoneCountryCode: z.nullish(z.string()),
        PhoneAreaCode: z.nullish(z.string()),
        PhoneNumber: z.nullish(z.string()),
      }),
    ),
  ),
  /** Only in paged lists, and of a contact read by itself. */
  MergedToContactID: z.nullish(z.string()),
});

export const xeroPayment = z.looseObject({
  PaymentID: existingId,
  Reference: z.nullish(z.string()),
  Amount: z.number(),
  Status: z.nullish(z.string()),
});

export const xeroAllocation = z.looseObject({
  AllocationID: z.nullish(z.string()),
  IsDeleted: z.nullish(z.boolean()),
  Amount: z.number(),
  Invoice: z.looseObject({ InvoiceID: z.string() }),
});

/** A line of a document; prices with more places than money has are not read. */
const xeroLine = z.looseObject({
  LineItemID: z.nullish(z.string()),
  Description: z.nullish(z.string()),
  AccountCode: z.nullish(z.string()),
  TaxType: z.nullish(z.string()),
  TaxAmount: z.nullish(z.number()),
  LineAmount: z.nullish(z.number()),
  Tracking: z.nullish(
    z.array(z.looseObject({ Name: z.nullish(z.string()), Option: z.nullish(z.string()) })),
  ),
});

const amounts = {
  Status: z.string(),
  Date: z.nullish(z.string()),
  CurrencyCode: z.string(),
  Total: z.number(),
  TotalTax: z.number(),
  Contact: z.optional(z.looseObject({ ContactID: z.optional(z.string()) })),
  LineAmountTypes: z.nullish(z.string()),
  LineItems: z.nullish(z.array(xeroLine)),
};

export const xeroInvoice = z.looseObject({
  ...amounts,
  InvoiceID: existingId,
  InvoiceNumber: z.string(),
  Type: z.string(),
  Reference: z.nullish(z.string()),
  AmountDue: z.optional(z.number()),
  AmountPaid: z.optional(z.number()),
  Payments: z.optional(z.array(xeroPayment)),
});

export const xeroCreditNote = z.looseObject({
  ...amounts,
  CreditNoteID: existingId,
  CreditNoteNumber: z.string(),
  Type: z.nullish(z.string()),
  Reference: z.nullish(z.string()),
  RemainingCredit: z.optional(z.number()),
  Allocations: z.optional(z.array(xeroAllocation)),
  /** What was paid back. */
  Payments: z.nullish(z.array(xeroPayment)),
});

/** Money that came in beyond what was due is one of these. */
export const xeroBankTransaction = z.looseObject({
  BankTransactionID: existingId,
  Type: z.string(),
  Status: z.nullish(z.string()),
  Reference: z.nullish(z.string()),
  Total: z.number(),
  LineItems: z.nullish(z.array(xeroLine)),
});

export const xeroOrganisation = z.looseObject({
  Name: z.string(),
  BaseCurrency: z.string(),
  CountryCode: z.nullish(z.string()),
  Timezone: z.nullish(z.string()),
  PeriodLockDate: z.nullish(z.string()),
  EndOfYearLockDate: z.nullish(z.string()),
});

export const xeroCurrency = z.looseObject({ Code: z.string() });

export const xeroAccount = z.looseObject({
  AccountID: z.string(),
  Code: z.nullish(z.string()),
  Name: z.string(),
  Type: z.string(),
  Status: z.nullish(z.string()),
  TaxType: z.nullish(z.string()),
  EnablePaymentsToAccount: z.nullish(z.boolean()),
  /** Bank accounts have one. */
  CurrencyCode: z.nullish(z.string()),
});

export const xeroTaxRate = z.looseObject({
  TaxType: z.string(),
  Name: z.string(),
  Status: z.nullish(z.string()),
  EffectiveRate: z.nullish(z.number()),
  DisplayTaxRate: z.nullish(z.number()),
  ReportTaxType: z.nullish(z.string()),
  CanApplyToRevenue: z.nullish(z.boolean()),
});

export const xeroTrackingCategory = z.looseObject({
  TrackingCategoryID: z.string(),
  Name: z.string(),
  Status: z.nullish(z.string()),
  Options: z.nullish(
    z.array(
      z.looseObject({
        TrackingOptionID: z.string(),
        Name: z.string(),
        Status: z.nullish(z.string()),
      }),
    ),
  ),
});

/** An entry of a document's history, as its writing is answered. */
export const xeroHistoryRecord = z.looseObject({ Details: z.nullish(z.string()) });

/** What tells that a category or an option of one was made. */
export const xeroMadeTracking = z.union([
  z.looseObject({ TrackingCategoryID: existingId }),
  z.looseObject({ TrackingOptionID: existingId }),
]);
