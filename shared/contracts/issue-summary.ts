import * as z from 'zod/mini';
import { operatorId, target } from './ids.ts';

/** What the open issues of one cause come to. */
const groupFigures = z.object({
  target,
  cause: z.string(),
  /** Of one of them. */
  message: z.string(),
  remedy: z.string(),
  /** Whether all say the same: else the fact differs. */
  isSame: z.boolean(),
  count: z.int(),
  /** By currency, in minor units. Records that name no sum are not in it. */
  atStake: z.record(z.string(), z.int()),
  /** When the first of them was raised, and the latest judged. */
  since: z.string(),
  latest: z.string(),
  customers: z.int(),
  /** How many are on their way to be tried again. */
  trying: z.int(),
  /** First and last day of the documents, where that is known. */
  days: z.optional(z.object({ from: z.string(), to: z.string() })),
});
export type GroupFigures = z.infer<typeof groupFigures>;

/** Figures of an operator's issues where there are more than a page reads, as they were at that time. */
export const issueSummaryItem = z.object({
  operatorId,
  countedAt: z.string(),
  groups: z.array(groupFigures),
  accepted: z.int(),
  sites: z.array(z.string()),
});
export type IssueSummary = z.infer<typeof issueSummaryItem>;
