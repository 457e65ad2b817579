import * as z from 'zod/mini';
import { operatorId } from './ids.ts';

/**
 * Per operator and queue: messages of it are not on the queue, because somebody has to connect again.
 * While it stands, whatever comes later goes behind them.
 */
export const asideMark = z.object({
  operatorId,
  /** Without `.fifo`. */
  queue: z.string(),
  /** Goes up before and after messages are put aside: what is emptied meanwhile is not closed. */
  revision: z.int(),
  /** When the first of them was put aside. */
  sinceEpochMs: z.int(),
  /** About how many stand aside: one that was put there twice counts twice. */
  count: z.optional(z.int()),
  /** So many stand there that of later ones only their record is kept. */
  isFull: z.optional(z.boolean()),
  /** Since when the sweep finds that they may go on, and asks for them; absent: a side is dead. */
  askedSinceEpochMs: z.optional(z.int()),
  /** The last time that some were worked and taken away, and by which receive of which message. */
  workedAtEpochMs: z.optional(z.int()),
  workedBy: z.optional(z.string()),
  workedReceive: z.optional(z.int()),
});
export type AsideMark = z.infer<typeof asideMark>;

/** One message that stands aside. */
export const asideItem = z.object({
  operatorId,
  queue: z.string(),
  /** Of the message on its queue: goes up within an operator's group. */
  sequence: z.string(),
  /** The message as JSON: a vendor's numbers need not be numbers that the table takes. */
  body: z.string(),
});
