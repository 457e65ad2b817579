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
 * Whether documents may go into the ledger yet. Settings from before there was a switch have none, and
 * were on from the moment of connecting.
 */
const posting = z.object({
  isOn: z.boolean(),
  /** When the preview was accepted, by whom, and under which version of the settings. */
  at: z.optional(z.string()),
  by: z.optional(z.string()),
  settingsVersion: z.optional(z.int()),
});

const documentStatus = z.enum(['AUTHORISED', 'DRAFT']);
const texts = z._default(z.record(z.string(), z.string()), {});

/** What a person may choose since settings have versions; rows from before have none of it. */
const choices = {
  /** Goes up with each change that a person saves. */
  version: z._default(z.int(), 0),
  /** When that was, and who it was; absent: nobody has saved any. */
  savedAt: z.optional(z.string()),
  savedBy: z.optional(z.string()),
  posting: z.optional(posting),
  /** Absent: as invoices. */
  creditNoteStatus: z.optional(documentStatus),
  /** Account in the ledger for an accounting code of the source; what is not here is taken as it is. */
  accountMap: texts,
  /** Liability account of deposits; absent: their lines go by their code as any other. */
  depositAccountCode: z.optional(z.string()),
  /** Clearing account per payment method, where the source tells it; the rest goes to `clearingAccountCode`. */
  clearingAccounts: texts,
  /** Option of the tracking category that a person chose for a site, by the site's id; the rest by name. */
  siteOptions: texts,
  /** Lines that miss the total by a cent: an explicit line on `roundingAccountCode`, or a question. */
  amountCentDifference: z._default(z.enum(['line', 'issue']), 'issue'),
  roundingAccountCode: z.optional(z.string()),
  /** A document of a locked period: waits, goes to the first open day, or is left as a draft. */
  lockedPeriod: z._default(z.enum(['hold', 'next_open_day', 'draft']), 'hold'),
  /** A document that changed at the source before anything was paid. */
  changedDocument: z._default(z.enum(['amend', 'issue']), 'amend'),
  /** Voided at the source: void where the ledger can, else ask, or credit it; or always ask. */
  voidedDocument: z._default(z.enum(['void', 'void_or_credit', 'issue']), 'void'),
  /** Given up at the source: ask, or write off with a credit note on `badDebtAccountCode`. */
  uncollectible: z._default(z.enum(['issue', 'credit']), 'issue'),
  badDebtAccountCode: z.optional(z.string()),
  /** A credit note after payment: stays open, is set against open invoices, or paid back from clearing. */
  postPaymentCredit: z._default(z.enum(['leave_open', 'allocate', 'refund']), 'leave_open'),
  /** More received than is due: ask, or post the rest as money on account. */
  overpayment: z._default(z.enum(['issue', 'post']), 'issue'),
  /** Documents in another currency than the organisation's own, where the ledger has it enabled. */
  foreignCurrency: z._default(z.enum(['issue', 'post']), 'issue'),
  /** By what a customer without our number may be known again in the ledger. */
  contactMatching: z._default(z.enum(['number', 'email', 'name']), 'email'),
};

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
  invoiceStatus: documentStatus,
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
  ...choices,
});
export type LedgerSettings = z.infer<typeof ledgerSettings>;
