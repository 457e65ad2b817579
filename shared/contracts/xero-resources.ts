import * as z from 'zod/mini';

/** Xero's shapes, loose: only what is read. Amounts are JSON decimals and become minor units once. */

const message = z.looseObject({ Message: z.optional(z.string()) });

/** What every element of a batch may carry beside its document. */
export const xeroElement = z.looseObject({
  StatusAttributeString: z.optional(z.string()),
  HasErrors: z.optional(z.boolean()),
  HasValidationErrors: z.optional(z.boolean()),
  ValidationErrors: z.optional(z.array(message)),
});
export type XeroElement = z.infer<typeof xeroElement>;

export const xeroContact = z.looseObject({
  ContactID: z.string(),
  ContactNumber: z.nullish(z.string()),
  Name: z.nullish(z.string()),
  ContactStatus: z.nullish(z.string()),
});

export const xeroPayment = z.looseObject({
  PaymentID: z.string(),
  Reference: z.nullish(z.string()),
  Amount: z.number(),
  Status: z.nullish(z.string()),
});

const xeroAllocation = z.looseObject({
  Amount: z.number(),
  Invoice: z.looseObject({ InvoiceID: z.string() }),
});

const amounts = {
  Status: z.string(),
  CurrencyCode: z.string(),
  Total: z.number(),
  TotalTax: z.number(),
  Contact: z.optional(z.looseObject({ ContactID: z.optional(z.string()) })),
};

export const xeroInvoice = z.looseObject({
  ...amounts,
  InvoiceID: z.string(),
  InvoiceNumber: z.string(),
  Type: z.string(),
  Reference: z.nullish(z.string()),
  AmountDue: z.optional(z.number()),
  AmountPaid: z.optional(z.number()),
  Payments: z.optional(z.array(xeroPayment)),
});

export const xeroCreditNote = z.looseObject({
  ...amounts,
  CreditNoteID: z.string(),
  CreditNoteNumber: z.string(),
  Reference: z.nullish(z.string()),
  RemainingCredit: z.optional(z.number()),
  Allocations: z.optional(z.array(xeroAllocation)),
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

/** A call that failed as a whole: validation errors sit in `Elements`. */
export const xeroFailure = z.looseObject({
  Type: z.optional(z.string()),
  Message: z.optional(z.string()),
  Elements: z.optional(z.array(xeroElement)),
});
