import * as z from 'zod/mini';
import { operatorId } from './ids.ts';

/** How many records of an operator stand in its targets, kept with the commits. */
export const countsItem = z.object({
  operatorId,
  nonce: z.optional(z.string()),
  /** Each write moves it: a count that was taken meanwhile is out of date. */
  changes: z.int(),
  /** One per kind of record; absent: none was added yet. */
  contact: z.optional(z.int()),
  invoice: z.optional(z.int()),
  credit_note: z.optional(z.int()),
  deal: z.optional(z.int()),
  order: z.optional(z.int()),
  tenancy: z.optional(z.int()),
  /** When all links were counted last; absent: never, and the sums above are no figures. */
  countedAtEpochMs: z.optional(z.int()),
  /** The last time that something was added. */
  addedAtEpochMs: z.optional(z.int()),
  /** Since then something may have been added twice or not at all. */
  doubtedAtEpochMs: z.optional(z.int()),
});
export type CountsRow = z.infer<typeof countsItem>;
