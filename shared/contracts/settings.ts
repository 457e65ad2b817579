import * as z from 'zod/mini';
import { isoDay, operatorId, target } from './ids.ts';

const siteOption = z.object({
  /** `trackingCategoryName` at that time: the operator may choose another category. */
  setting: z.string(),
  categoryId: z.string(),
  optionId: z.string(),
});
export type SiteOption = z.infer<typeof siteOption>;

const rememberedSite = z.extend(siteOption, {
  /** Those in other categories, and in those of other companies: the operator may come back to them. */
  former: z.optional(z.array(siteOption)),
});
export type RememberedSite = z.infer<typeof rememberedSite>;

/**
 * How one operator wants its documents in the ledger. Every field has a default that is safe:
 * where nothing sensible can be assumed the default is "ask" (an issue), never a guess.
 */
export const ledgerSettings = z.object({
  operatorId,
  target,
  /** The company that the codes below are of; absent: not noted yet. */
  accountId: z.optional(z.string()),
  /** Documents dated earlier are left alone. */
  startDate: isoDay,
  /** IANA zone in which instants become invoice days; absent: not known yet, each document is an issue. */
  timeZone: z.optional(z.string()),
  /** The ledger's own name of the zone, while `timeZone` follows the ledger; absent: a person chose it. */
  ledgerTimeZone: z.optional(z.string()),
  /** For lines without an accounting code; absent: such a line is an issue. */
  defaultAccountCode: z.optional(z.string()),
  /** Account that receives derived payments; absent: a payment is an issue. */
  clearingAccountCode: z.optional(z.string()),
  /** Off: invoices stay unpaid in the ledger and payments are matched from the bank feed. */
  postPayments: z.boolean(),
  trackingCategoryName: z.string(),
  /** May we create the category and its options (one per site) when they are missing? */
  createTracking: z.boolean(),
  /** Which option stands for a site, by the site's id; noted by us when it was found or created. */
  sites: z.optional(z.record(z.string(), rememberedSite)),
  invoiceStatus: z.enum(['AUTHORISED', 'DRAFT']),
  paymentTermsDays: z.int(),
  /** What to do when the target's own tax is a cent off the source's: send the source's, or ask. */
  taxCentDifference: z.enum(['override', 'issue']),
  historyNotes: z.boolean(),
  /** First match wins; `accountCode` absent matches every account. Rates in basis points (2000 = 20 %, 887.5 = 8.875 %). */
  taxRules: z.array(
    z.object({
      accountCode: z.optional(z.string()),
      rateBasisPoints: z.number(),
      taxType: z.string(),
    }),
  ),
});
export type LedgerSettings = z.infer<typeof ledgerSettings>;
