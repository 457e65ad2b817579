import type { ChangeMessage, WriteBackMessage } from '../contracts/messages.ts';

/** Both are FIFO with one group per operator; equal dedupe ids within 5 minutes are one message. */
export interface ChangeQueue {
  send(message: ChangeMessage, dedupeId: string): Promise<void>;
}

export interface WriteBackQueue {
  send(message: WriteBackMessage, dedupeId: string): Promise<void>;
}
