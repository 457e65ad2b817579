import * as z from 'zod/mini';
import { operatorId, target } from './ids.ts';

const text = z.optional(z.string());

const catalogue = z.object({
  organisationName: z.string(),
  baseCurrency: z.string(),
  currencies: z.array(z.string()),
  countryCode: z.string(),
  timeZone: text,
  ianaZone: text,
  periodLockDate: text,
  endOfYearLockDate: text,
  accounts: z.array(
    z.object({
      accountId: z.string(),
      code: text,
      name: z.string(),
      type: z.string(),
      isActive: z.boolean(),
      defaultTaxType: text,
      acceptsPayments: z.boolean(),
      currency: text,
    }),
  ),
  taxRates: z.array(
    z.object({
      taxType: z.string(),
      name: z.string(),
      rateBasisPoints: z.number(),
      reportType: text,
      isOutsideTax: z.optional(z.boolean()),
      isActive: z.boolean(),
      appliesToRevenue: z.boolean(),
    }),
  ),
  trackingCategories: z.array(
    z.object({
      categoryId: z.string(),
      name: z.string(),
      isActive: z.boolean(),
      options: z.array(z.object({ optionId: z.string(), name: z.string(), isActive: z.boolean() })),
    }),
  ),
});

/** What a ledger consists of, as a night has read it: a night without changes need not ask for it anew. */
export const keptCatalogue = z.object({
  operatorId,
  target,
  /** The company whose it is. */
  accountId: z.string(),
  readAtEpochMs: z.int(),
  catalogue,
});
export type KeptCatalogue = z.infer<typeof keptCatalogue>;
