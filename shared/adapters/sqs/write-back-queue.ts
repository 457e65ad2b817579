import * as z from 'zod/mini';
import { type WriteBackMessage, writeBackMessage } from '../../contracts/messages.ts';
import type { Sendable, WriteBackQueue } from '../../ports/queues.ts';
import type { FifoQueue } from './fifo-queue.ts';
import { sendBatches } from './send-batches.ts';

/** The queue of what links owe the source. */
export class SqsWriteBackQueue implements WriteBackQueue {
  readonly #queue: FifoQueue;

  constructor(queue: FifoQueue) {
    this.#queue = queue;
  }

  /**
   * @throws when a message breaks its own contract, before any of them is sent: no worker could ever read
   * it; NotSentError.
   */
  async sendAll(messages: ReadonlyArray<Sendable<WriteBackMessage>>): Promise<void> {
    const sends = messages.map(({ message, dedupeId }) => ({
      body: JSON.stringify(z.parse(writeBackMessage, message)),
      // Of their own, so that no live one stands behind thousands of them.
      group: message.isUnhurried ? `${message.operatorId}#unhurried` : message.operatorId,
      dedupeId,
    }));
    await sendBatches(this.#queue, sends);
  }
}
