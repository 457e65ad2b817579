import * as z from 'zod/mini';
import { operatorId, recordKind, target } from './ids.ts';

/** What somebody did to a record in the ledger, in one word. */
export const differenceWhat = z.enum(['voided', 'deleted', 'edited', 'paid', 'archived', 'merged']);
export type DifferenceWhat = z.infer<typeof differenceWhat>;

export const differenceField = z.enum(['total', 'tax', 'paid', 'day', 'contact', 'lines']);
export type DifferenceField = z.infer<typeof differenceField>;

const change = z.object({ field: differenceField, was: z.string(), is: z.string() });

/** What of a document is compared. */
const standingFacts = z.object({
  isOut: z.boolean(),
  isDeleted: z.boolean(),
  currency: z.string(),
  totalMinor: z.int(),
  taxMinor: z.int(),
  paidMinor: z.int(),
  /** Mark of day and customer. */
  placed: z.string(),
  day: z.optional(z.string()),
});
export type StandingFacts = z.infer<typeof standingFacts>;

/**
 * A record of the ledger that stands otherwise than we left it. Sums and days only, nothing of people.
 * There is at most one per record; it goes when the ledger shows again what was posted.
 */
export const differenceItem = z.object({
  operatorId,
  target,
  kind: recordKind,
  sourceId: z.string(),
  targetId: z.string(),
  /** Number under which a person finds it in the ledger. */
  label: z.optional(z.string()),
  what: differenceWhat,
  changes: z.array(change),
  /** When we noticed it first, and when the ledger says that it was changed last. */
  seenAt: z.string(),
  changedAt: z.optional(z.string()),
  /** Fingerprint of what stands there: an acceptance holds for this and nothing else. */
  standing: z.string(),
  /** The same in figures, compared anew with what we posted since. */
  stands: z.optional(standingFacts),
  accepted: z.optional(z.object({ at: z.string(), by: z.string() })),
});
export type Difference = z.infer<typeof differenceItem>;
