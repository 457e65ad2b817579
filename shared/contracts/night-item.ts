import * as z from 'zod/mini';
import { isoDay, operatorId, target } from './ids.ts';
import { mismatch } from './mismatch.ts';

/** Which page of which list is due, or which step. */
const nightPlace = z.object({
  /**
   * `open`: what is unpaid at the source; `closed`: what was unpaid when an older month was compared, and is
   * not any more; `source`, `ledger`, `payments`: what a month has on one side; `prove`: both sides of it are
   * compared; `contacts`: those that changed.
   */
  step: z.enum(['open', 'closed', 'source', 'ledger', 'payments', 'prove', 'contacts']),
  /** `YYYY-MM`; absent of `open`, `closed` and `contacts`. */
  month: z.optional(z.string()),
  kind: z.enum(['invoice', 'credit_note', 'contact']),
  /** From 1; of `closed`: which of them is next. */
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
  /** Somebody asked for these months only. */
  isOfMonths: z.optional(z.boolean()),
  /** Contacts that changed from this instant on are looked at. */
  contactsFrom: z.string(),
  /** Months that are compared in it, the latest first; those that are through. */
  months: z.array(z.string()),
  proved: z.array(z.string()),
  /** Pages read and calls made, by side. */
  pages: nightCalls,
  calls: nightCalls,
  /** Found by class; repaired in this run. */
  found: z.record(z.string(), z.int()),
  repaired: z.int(),
  /** Of records that no month of it shows: customers, and invoices of older months. The first 200. */
  mismatches: z.optional(z.array(mismatch)),
  /** Entries of lists that nobody could read: what they are is not compared. */
  unreadable: z.optional(z.int()),
  /** The source tells of nothing any more although it used to; absent: it does, or has no habit yet. */
  silence: z.optional(z.object({ silentForMs: z.number(), usualGapMs: z.number() })),
  /** Over all months proved in it: ledger less source, and what of that nothing explains. */
  differenceMinor: z.int(),
  unexplainedMinor: z.int(),
  /** When the sweep looks at it, should it not have moved by then; absent: it ended. */
  lookAtEpochMs: z.optional(z.int()),
});
export type Night = z.infer<typeof nightItem>;

/** That an operator's books are compared each night; when the next one is due is its place in the index. */
export const nightWatchItem = z.object({ operatorId, target, nonce: z.optional(z.string()) });
export type NightWatch = z.infer<typeof nightWatchItem>;
