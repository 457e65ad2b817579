import * as z from 'zod/mini';
import { operatorId, recordKind, target } from './ids.ts';

/** A person leaves a record as it is. It holds for one cause and one state of the record only. */
const acceptance = z.object({
  at: z.string(),
  /** `operator` on the page, `partner` by the command. */
  by: z.string(),
  reason: z.string(),
  cause: z.string(),
  /** Absent: the record could not be read. */
  state: z.optional(z.string()),
});

/** A record that waits for a person: plain cause and remedy, and enough to try again. */
export const issueItem = z.object({
  operatorId,
  target,
  kind: recordKind,
  sourceId: z.string(),
  cause: z.string(),
  /** What happened, in the operator's words. No personal data, no vendor body. */
  message: z.string(),
  remedy: z.string(),
  /** What of it stands in the target, and what waits; sums, nothing of people. */
  stand: z.optional(z.string()),
  label: z.optional(z.string()),
  /** Day of the latest change; names a record that has no label. */
  day: z.optional(z.string()),
  /** Of a document, ids at the source: its customer, and the invoice of a credit note. */
  contactId: z.optional(z.string()),
  invoiceId: z.optional(z.string()),
  /** Of a document: what it is over, in minor units of its currency. Rows from before have none of these. */
  amountMinor: z.optional(z.int()),
  currency: z.optional(z.string()),
  /** The customer's name at the source: personal, and nowhere but here and on pages. */
  customer: z.optional(z.string()),
  site: z.optional(z.string()),
  /** When it became a document; its day in the ledger derives from it. */
  issuedAt: z.optional(z.string()),
  /** The record of the target that stands for it. */
  targetId: z.optional(z.string()),
  /** The fact in the message, alone: an account code, a day, a sum. */
  fact: z.optional(z.string()),
  /** By which the provider's support finds its refusal. */
  requestId: z.optional(z.string()),
  /** Fingerprint of the state that was judged; absent: it could not be read. */
  state: z.optional(z.string()),
  /** Stays when the record is judged anew, and holds only while `isAccepted` says so. */
  accepted: z.optional(acceptance),
  raisedAt: z.string(),
  lastSeenAt: z.string(),
  times: z.int(),
  /** When it was sent to be tried again, by a person or without. */
  wokenAt: z.optional(z.string()),
  /** `times` at that moment: while it stands, nobody judged the record since. */
  wokenTimes: z.optional(z.int()),
  /** What its cause hung on, and in which state its customer or invoice stood, at the latest such time. */
  wokenFacts: z.optional(z.string()),
  wokenState: z.optional(z.string()),
});
export type Issue = z.infer<typeof issueItem>;
export type Acceptance = z.infer<typeof acceptance>;

/** Per operator with issues: when to look next whether their causes are gone. */
export const issueWatchItem = z.object({
  operatorId,
  /** When the latest issue was raised. */
  raisedAt: z.string(),
});
export type IssueWatch = z.infer<typeof issueWatchItem>;
