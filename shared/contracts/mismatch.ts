import * as z from 'zod/mini';
import { recordKind } from './ids.ts';

/** In which way a record is not the same on both sides. */
export const mismatchClass = z.enum([
  /** At the source, not in the ledger, and nothing says why. */
  'missing',
  /**
   * Not in the ledger yet, or not as it is now, and known to be on its way: it waits, stands aside, nobody has
   * approved it there, or an issue stands for it.
   */
  'late',
  'posted_twice',
  /** Bears our mark or a number of the source, and the source does not know it. */
  'only_in_ledger',
  'amount',
  'tax',
  'account',
  'site',
  'date',
  'contact',
  /** Its lines are not those that we wrote. */
  'edited_by_hand',
  /** Voided or deleted in the ledger, alive at the source. */
  'voided_by_hand',
  'payment_missing',
  'payment_only_in_ledger',
  'paid_on_other_account',
  'credit_not_allocated',
  /** We hold a link; the source knows the record no more. */
  'link_without_record',
  /** Stands in the ledger with our mark; the link is lost. */
  'record_without_link',
  /** Its customer is archived, deleted or merged away in the ledger. */
  'deleted_contact',
  /** The source went on after what we applied last, and no message told us. */
  'webhook_lost',
  /** As it was posted it was right; by the settings of now it would be posted otherwise. */
  'settings_changed',
]);
export type MismatchClass = z.infer<typeof mismatchClass>;

/** What is done about it: by ourselves, at a person's word, or by a person in the ledger. */
export const mismatchFix = z.enum(['repairs_itself', 'repair', 'in_ledger', 'none']);
export type MismatchFix = z.infer<typeof mismatchFix>;

/**
 * One record that is not the same on both sides, as a night found it. `differenceMinor` is what it
 * accounts for in the totals (ledger less source, tax included), so that all of a month explain its
 * difference to the penny; it is 0 where the sums agree.
 */
export const mismatch = z.object({
  class: mismatchClass,
  kind: recordKind,
  /** At least one of the two. */
  sourceId: z.optional(z.string()),
  targetId: z.optional(z.string()),
  number: z.optional(z.string()),
  /** Of the document, in the ledger's zone. */
  day: z.optional(z.string()),
  customer: z.optional(z.string()),
  site: z.optional(z.string()),
  currency: z.optional(z.string()),
  differenceMinor: z.int(),
  /** How it is on both sides, in the words of figures, days and codes; nothing of people. */
  source: z.optional(z.string()),
  ledger: z.optional(z.string()),
  /** Of what waits for a person: the cause of the issue. */
  cause: z.optional(z.string()),
  fix: mismatchFix,
  /** Fingerprint of what stands on both sides: an acceptance holds for this and nothing else. */
  standing: z.string(),
});
export type Mismatch = z.infer<typeof mismatch>;
