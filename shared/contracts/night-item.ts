import * as z from 'zod/mini';
import { isoDay, operatorId, target } from './ids.ts';

/** Which page of which list is due, or which step. */
const nightPlace = z.object({
  /**
   * `open`: what is unpaid at the source; `source` and `ledger`: the documents of a month on one side;
   * `prove`: both sides of it are compared; `contacts`: those that changed.
   */
  step: z.enum(['open', 'source', 'ledger', 'prove', 'contacts']),
  /** `YYYY-MM`; absent of `open` and `contacts`. */
  month: z.optional(z.string()),
  kind: z.enum(['invoice', 'credit_note', 'contact']),
  page: z.int(),
});
export type NightPlace = z.infer<typeof nightPlace>;

const nightCalls = z.object({ source: z.int(), ledger: z.int() });

/** One run that compares both sides; an operator and target have one at a time, and the latest ones are kept. */
export const nightItem = z.object({
  operatorId,
  target,
  /** Of the operator's zone; a run that was asked for by day has the day on which it was begun. */
  day: isoDay,
  runId: z.string(),
  revision: z.int(),
  nonce: z.optional(z.string()),
  reason: z.enum(['schedule', 'asked']),
  status: z.enum(['running', 'done', 'stopped']),
  /** Why it stopped although it was not through. */
  stoppedBecause: z.optional(
    z.enum(['not_connected', 'other_company', 'switched_off', 'too_long']),
  ),
  /** Of the companies on both sides: those of others are another run's. */
  accounts: z.object({ source: z.string(), target: z.string() }),
  startedAt: z.string(),
  startedBy: z.string(),
  endedAt: z.optional(z.string()),
  /** Goes up with each page that is done; a message of an earlier one asks for nothing any more. */
  step: z.int(),
  place: nightPlace,
  /** Months that are compared in it, the latest first; those that are through. */
  months: z.array(z.string()),
  proved: z.array(z.string()),
  /** Pages read and calls made, by side. */
  pages: nightCalls,
  calls: nightCalls,
  /** Found by class; repaired in this run. */
  found: z.record(z.string(), z.int()),
  repaired: z.int(),
  /** Over all months proved in it: ledger less source, and what of that nothing explains. */
  differenceMinor: z.int(),
  unexplainedMinor: z.int(),
  /** When the sweep looks at it, should it not have moved by then; absent: it ended. */
  lookAtEpochMs: z.optional(z.int()),
});
export type Night = z.infer<typeof nightItem>;
