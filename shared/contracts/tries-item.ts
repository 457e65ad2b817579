import * as z from 'zod/mini';
import { operatorId } from './ids.ts';

/**
 * Per operator and queue: how often the messages under way were begun without any end to it (written
 * before the work, so that a worker that dies leaves its count behind), and since when the other side
 * has failed for them.
 */
export const triesItem = z.object({
  operatorId,
  /** Without `.fifo`. */
  queue: z.string(),
  revision: z.int(),
  nonce: z.optional(z.string()),
  tries: z.record(
    z.string(),
    z.object({
      count: z.int(),
      firstAt: z.string(),
      /** Tries in a row that ended with a failure of the other side. */
      failures: z.optional(z.int()),
      /** When the first of them was; goes on with the clock while the message only waits. */
      failingSince: z.optional(z.string()),
      /** Receives that only found that somebody has to connect again. */
      rests: z.optional(z.int()),
    }),
  ),
});
export type TriesRow = z.infer<typeof triesItem>;
