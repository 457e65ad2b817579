import * as z from 'zod/mini';
import { operatorId, recordKind, target } from './ids.ts';

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
  raisedAt: z.string(),
  lastSeenAt: z.string(),
  times: z.int(),
  /** When it was sent to be tried again without a person. */
  wokenAt: z.optional(z.string()),
  /** `times` at that moment: while it stands, nobody judged the record since. */
  wokenTimes: z.optional(z.int()),
  /** What its cause hung on, and in which state its customer or invoice stood, at the latest such time. */
  wokenFacts: z.optional(z.string()),
  wokenState: z.optional(z.string()),
});
export type Issue = z.infer<typeof issueItem>;

/** Per operator with issues: when to look next whether their causes are gone. */
export const issueWatchItem = z.object({
  operatorId,
  /** When the latest issue was raised. */
  raisedAt: z.string(),
});
export type IssueWatch = z.infer<typeof issueWatchItem>;
