import * as z from 'zod/mini';
import { operatorId } from './ids.ts';

/** Per operator and queue: messages that were hidden for long, so that they can be shown early. */
export const restingItem = z.object({
  operatorId,
  /** Without `.fifo`. */
  queue: z.string(),
  /** Of the messages of one group that are hidden together; absent: none are. */
  receiptHandles: z.optional(z.array(z.string())),
  reason: z.optional(z.string()),
  hiddenAtEpochMs: z.optional(z.int()),
  /** When what was hidden before this was last called back. */
  calledBackAtEpochMs: z.optional(z.int()),
  /** From when on somebody wants them back, whatever they wait for. */
  wantedAtEpochMs: z.optional(z.int()),
});
export type RestingRow = z.infer<typeof restingItem>;
