import * as z from 'zod/mini';
import { operatorId, recordKind } from './ids.ts';

/** Time in which what the operator did at the source did not reach us. */
const gap = z.object({
  from: z.string(),
  until: z.string(),
  /** Pages of the list that were read, and what was found on them so far. */
  pagesRead: z.int(),
  invoices: z.int(),
  /** By currency. */
  sumsMinor: z.record(z.string(), z.int()),
  /** When the last page was read; absent: the figures are not complete. */
  countedAt: z.optional(z.string()),
  /** It cannot be counted: the list is too long, or the source refuses to show it. */
  isUncountable: z.optional(z.boolean()),
});
export type Gap = z.infer<typeof gap>;

/** One hourly reading of what no event tells: where it stands. */
const reading = z.object({
  /** When it was begun; the next one is due an hour later. */
  startedAt: z.string(),
  kind: z.enum([...recordKind.options, 'done']),
  page: z.int(),
  /** Contacts and credit notes are read down to this instant. */
  backTo: z.string(),
});
export type Reading = z.infer<typeof reading>;

/**
 * What is known of an operator's source beside its connection: names that it refuses, what is read in
 * their stead, and what was missed. All of it is of one company.
 */
export const sourceStateItem = z.object({
  operatorId,
  revision: z.int(),
  nonce: z.optional(z.string()),
  accountId: z.string(),
  /** The event types that were asked for last, those of them that are refused, and when that was found. */
  events: z.optional(
    z.object({
      endpointId: z.optional(z.string()),
      asked: z.array(z.string()),
      accepted: z.array(z.string()),
      refused: z.array(z.string()),
      /** Not tried yet: the search was cut off. */
      open: z.array(z.string()),
      at: z.string(),
      /** When this endpoint was registered, or found to be refused. */
      since: z.string(),
      /** Refused names that were counted and logged: each is told once. */
      told: z.optional(z.array(z.string())),
    }),
  ),
  /** Other things that we ask for and this source does not have, with the instant they were missed first. */
  lacks: z.optional(z.record(z.string(), z.string())),
  reading: z.optional(reading),
  /** Nothing is heard of it any more although it used to tell; a night noticed that. */
  silence: z.optional(
    z.object({
      /** When it was heard last, and the gap that was usual before. */
      heardAt: z.string(),
      usualGapMs: z.number(),
      noticedAt: z.string(),
      /** A person knows why, until it is heard again. */
      accepted: z.optional(z.object({ at: z.string(), by: z.string(), reason: z.string() })),
    }),
  ),
  gaps: z.optional(z.array(gap)),
  /**
   * Authorizations whose gap was looked for, once records could arrive, as `provider` and since when the
   * company is connected without a break: each is looked at once.
   */
  noted: z.optional(z.array(z.string())),
});
export type SourceState = z.infer<typeof sourceStateItem>;
