import type { RestingRow } from '../contracts/resting-item.ts';

export interface RestingMessages {
  operatorId: string;
  /** Without `.fifo`. */
  queue: string;
  /** Of the messages of the operator's group that are hidden together. */
  receiptHandles: string[];
  reason: string;
  hiddenAtEpochMs: number;
}

/** What queues hide for long, per operator: a group hides one batch at a time. */
export interface Resting {
  /**
   * Notes what is about to be hidden, over whatever was hidden before. False: the operator's messages
   * were called back since the instant, so they should not rest at all.
   */
  note(messages: RestingMessages, calledBackSinceEpochMs: number): Promise<boolean>;
  /** Notes that messages are called back, also those about to be hidden, and returns what is noted. */
  callBack(operatorId: string, queue: string, atEpochMs: number): Promise<RestingRow | undefined>;
  /** Forgets what was called back, unless something else is hidden by now. */
  forget(row: RestingRow): Promise<void>;
  /** From this instant on messages are wanted back, if any are hidden. */
  want(operatorId: string, queue: string, atEpochMs: number): Promise<void>;
  /** Those of one operator. */
  hiddenOf(operatorId: string): Promise<RestingRow[]>;
  /** Rows with something hidden, longest first. */
  hidden(atMost: number): Promise<RestingRow[]>;
}
