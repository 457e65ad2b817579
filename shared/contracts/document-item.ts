import * as z from 'zod/mini';
import { documentKind, operatorId, target } from './ids.ts';

/**
 * A document of the source as a person looks for it, and how it stands in one target: what the lists and
 * the sums of the portal are made of. Written with the commit of its link, which alone decides anything.
 */
export const documentItem = z.object({
  operatorId,
  target,
  kind: documentKind,
  sourceId: z.string(),
  /** When it was raised at the source, in UTC with milliseconds: its place in the list. */
  issuedAt: z.string(),
  number: z.optional(z.string()),
  customer: z.optional(z.string()),
  site: z.optional(z.string()),
  currency: z.string(),
  totalMinor: z.int(),
  /** Received at the source; 0 of credit notes. */
  paidMinor: z.int(),
  /** Still owed at the source. */
  dueMinor: z.int(),
  status: z.enum(['open', 'paid', 'void', 'uncollectible', 'issued']),
  /** It waited for a person when it was looked at last. */
  isParked: z.boolean(),
  /** Its id in the target, in which company there, and what was posted. */
  targetId: z.optional(z.string()),
  accountId: z.optional(z.string()),
  postedTotalMinor: z.optional(z.int()),
  postedPaidMinor: z.optional(z.int()),
  isPostedVoid: z.optional(z.boolean()),
  /** When this row was written. */
  listedAt: z.string(),
});
export type DocumentRow = z.infer<typeof documentItem>;
