import * as z from 'zod/mini';
import { documentKind, operatorId, target } from './ids.ts';
import { mismatch } from './mismatch.ts';

/** Sums of one side, tax apart; credit notes count against. */
const sums = z.object({
  documents: z.int(),
  netMinor: z.int(),
  taxMinor: z.int(),
  grossMinor: z.int(),
});
export type SideSums = z.infer<typeof sums>;

/** One site, account, tax type or day, on both sides. */
const totalRow = z.object({
  /** Name of the site, code of the account, tax type, ISO day; '' where a document has none. */
  key: z.string(),
  /** As the ledger names it, for people. */
  label: z.optional(z.string()),
  source: sums,
  ledger: sums,
});
export type TotalRow = z.infer<typeof totalRow>;

/** What an accountant files: all of documents dated in the month, as both sides have them now. */
const statement = z.object({
  /** Invoiced; credited (credit notes, as a positive sum); received; still due. */
  postedMinor: z.int(),
  creditedMinor: z.int(),
  paidMinor: z.int(),
  openMinor: z.int(),
});
export type SideStatement = z.infer<typeof statement>;

/** A month of one currency, compared. */
const currencyProof = z.object({
  currency: z.string(),
  source: statement,
  ledger: statement,
  bySite: z.array(totalRow),
  byAccount: z.array(totalRow),
  byTax: z.array(totalRow),
  byDay: z.array(totalRow),
  /** Ledger less source, tax included; what of it the mismatches explain; the rest, which is to be 0. */
  differenceMinor: z.int(),
  explainedMinor: z.int(),
  unexplainedMinor: z.int(),
});
export type CurrencyProof = z.infer<typeof currencyProof>;

/** The latest comparison of one month; there is one for each operator, target and month. */
export const monthProof = z.object({
  operatorId,
  target,
  /** `YYYY-MM`, by the day of the document in the ledger's zone. */
  month: z.string(),
  accountId: z.string(),
  runId: z.string(),
  /** When its night began: one of a night that began earlier comes too late. Rows from before have none. */
  nightBeganAtEpochMs: z.optional(z.int()),
  provedAt: z.string(),
  settingsVersion: z.int(),
  documents: z.object({ source: z.int(), ledger: z.int() }),
  currencies: z.array(currencyProof),
  /** The first 500; `found` counts all. */
  mismatches: z.array(mismatch),
  /** Those that a person wants so: they explain the difference, too, and are not in `found`. The first 100. */
  accepted: z.optional(z.array(mismatch)),
  found: z.record(z.string(), z.int()),
  /** Invoices that were unpaid at the source then: later nights look whether they still are. */
  openSourceIds: z.array(z.string()),
  /** Documents of the ledger that have nothing to do with the source: counted, and in no sum. */
  others: z.object({ documents: z.int(), grossMinor: z.int() }),
});
export type MonthProof = z.infer<typeof monthProof>;

/** A mismatch that a person wants so: it holds for this class and what stood there, and nothing else. */
export const acceptedMismatch = z.object({
  operatorId,
  target,
  /** Class, kind, and id at the source or in the ledger. */
  key: z.string(),
  standing: z.string(),
  reason: z.string(),
  at: z.string(),
  by: z.string(),
});
export type AcceptedMismatch = z.infer<typeof acceptedMismatch>;

/** A document on one side, as it is kept while a month is compared, and for the file of the month. */
export const proofRow = z.object({
  kind: documentKind,
  /** Of the ledger's side: its reference, where it looks like an id of the source. */
  sourceId: z.optional(z.string()),
  targetId: z.optional(z.string()),
  number: z.optional(z.string()),
  day: z.optional(z.string()),
  /** Of the source: when it became a document; ISO time. */
  issuedAt: z.optional(z.string()),
  customer: z.optional(z.string()),
  /** Id of the customer, on its side. */
  contactId: z.optional(z.string()),
  site: z.optional(z.string()),
  currency: z.string(),
  status: z.string(),
  /** Drafts, what is void or deleted: it counts in no sum. In the ledger also what nobody has approved. */
  isOut: z.boolean(),
  totalMinor: z.int(),
  taxMinor: z.int(),
  paidMinor: z.int(),
  creditedMinor: z.int(),
  dueMinor: z.int(),
  /** Of the source: as its lines would be posted by the settings of now; none where nobody can say. */
  lines: z.array(
    z.object({
      accountCode: z.string(),
      taxType: z.string(),
      site: z.optional(z.string()),
      netMinor: z.int(),
      taxMinor: z.int(),
    }),
  ),
  /** What of it leads to other lines when it changes: of the source its content, of the ledger its lines (`seal.ts`). */
  mark: z.optional(z.string()),
  /** Of the source: the state that was read, as versions name it. */
  fingerprint: z.optional(z.string()),
  /** Of a credit note of the source. */
  credits: z.optional(z.object({ invoiceSourceId: z.string(), isBeforePayment: z.boolean() })),
  /** Of a credit note in the ledger that we made to close an invoice: which one, at the source. */
  closes: z.optional(z.object({ sourceId: z.string(), purpose: z.enum(['bad_debt', 'void']) })),
  /** Of the source: a person chose the option of its site. */
  isSiteChosen: z.optional(z.boolean()),
});
export type ProofRow = z.infer<typeof proofRow>;

/** Money on an invoice, as the ledger lists it. */
const proofPayment = z.object({
  invoiceTargetId: z.string(),
  accountCode: z.optional(z.string()),
  amountMinor: z.int(),
  reference: z.optional(z.string()),
});

/** One page of one side of a month, kept until the month is proved, and then for its file. */
export const proofPage = z.object({
  operatorId,
  target,
  /** `YYYY-MM`; `open`: the list of what is unpaid. */
  month: z.string(),
  side: z.enum(['source', 'ledger']),
  runId: z.string(),
  kind: z.enum(['invoice', 'credit_note', 'payment']),
  page: z.int(),
  /** A page that is too large for one item has several parts, from 1. */
  part: z.int(),
  rows: z.array(proofRow),
  /** Of the source: what else stands on the page, be it of another month or unreadable. */
  sourceIds: z.optional(z.array(z.string())),
  payments: z.optional(z.array(proofPayment)),
});
export type ProofPage = z.infer<typeof proofPage>;
