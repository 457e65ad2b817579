import * as z from 'zod/mini';

/**
 * One external write. `sending` is journaled before the request leaves; while it stands, nobody knows
 * whether the effect happened. `failed`: the provider answered with an error of its own, which it
 * keeps under the key, and it is as unknown. `rejected` is a definite no. What may follow is in
 * `decideNextTry`.
 */
export const effect = z.object({
  state: z.enum(['sending', 'failed', 'done', 'rejected']),
  /** Goes up with every new idempotency key, and never down. */
  generation: z.int(),
  /** When this generation was sent first. */
  sentAtEpochMs: z.int(),
  /** When the first try was sent whose end was not known before this generation. */
  firstSentAtEpochMs: z.optional(z.int()),
  /** When it was sent again under the same key. */
  resentAtEpochMs: z.optional(z.int()),
  /** Over the bodies of all effects of the call, in order: the same call has the same hash (`short-hash.ts`). */
  requestHash: z.string(),
  /** Over what was sent for this effect alone. */
  bodyHash: z.optional(z.string()),
  /**
   * What is to be known again, should no answer come: a document that is being created (`seal.ts`), what a
   * change may have brought to a contact (`contact-seal.ts`).
   */
  seal: z.optional(z.string()),
  /** When we last heard of it without an end: the error, or a look-up that did not find it. */
  heardAtEpochMs: z.optional(z.int()),
  /** Look-ups since this generation was sent that did not find it. */
  missedLookUps: z.optional(z.int()),
  /** Generations that ended with an error of the provider; a few of them end the tries. */
  refusals: z.optional(z.int()),
  /** The provider's id of its last error: told twice, it is the stored answer once more. */
  lastRequestId: z.optional(z.string()),
  /** The write stands in the activities. */
  isAudited: z.optional(z.boolean()),
});
export type Effect = z.infer<typeof effect>;
