import * as z from 'zod/mini';
import { operatorId, provider } from './ids.ts';

const cappedCalls = z.object({ limit: z.int(), windowMs: z.int() });

/** Per operator and provider: its recent calls, and what the provider lets us know of its caps. */
export const rateItem = z.object({
  operatorId,
  provider,
  revision: z.int(),
  nonce: z.optional(z.string()),
  /** Completion times (ms) of the calls that a window can still see, oldest first. */
  stampsEpochMs: z.array(z.int()),
  /** When calls that run, or have a slot, will have ended at the latest; no two alike; ascending. */
  runningEpochMs: z.optional(z.array(z.int())),
  /** Of windows too large for single stamps, by their length (ms): ended calls as [time, calls]. */
  counters: z.optional(z.record(z.string(), z.array(z.tuple([z.int(), z.int()])))),
  blockedUntilEpochMs: z.int(),
  /** The company that was called; another one has caps of its own. Absent: not noted yet. */
  accountId: z.optional(z.string()),
  /** Caps negotiated for this operator; they replace those of the same length. */
  agreed: z.optional(z.array(cappedCalls)),
  /** Lower caps that the provider named, by the window's length (ms). */
  heard: z.optional(z.record(z.string(), z.object({ limit: z.int(), untilEpochMs: z.int() }))),
  /** What is left to us beside other users; absent while nobody else was noticed. */
  share: z.optional(
    z.object({
      allowed: z.int(),
      /** What was used when the refusal came. */
      refusedAt: z.int(),
      sinceEpochMs: z.int(),
      /** Refusals before this instant are the same signal as the latest cut. */
      sameUntilEpochMs: z.int(),
      /** The window stands still (true) or slides, as far as refusals told by their reset. */
      isFixed: z.optional(z.boolean()),
    }),
  ),
  /** Latest estimate of what other users call in one window, from a refusal. */
  others: z.optional(z.object({ calls: z.int(), windowMs: z.int(), atEpochMs: z.int() })),
  /** The same by the provider's own count of what is left, by the window's length (ms). */
  counted: z.optional(z.record(z.string(), z.object({ calls: z.int(), atEpochMs: z.int() }))),
  /** The minute's cap (or the like) as it was in force at the latest call. */
  cap: z.optional(cappedCalls),
});
export type Rate = z.infer<typeof rateItem>;
