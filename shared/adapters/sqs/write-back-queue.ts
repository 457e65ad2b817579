import * as z from 'zod/mini';
import { type WriteBackMessage, writeBackMessage } from '../../contracts/messages.ts';
import type { WriteBackQueue } from '../../ports/queues.ts';
import { type FifoQueue, sendInGroup } from './fifo-queue.ts';

/** The queue of what links owe the source. */
export class SqsWriteBackQueue implements WriteBackQueue {
  readonly #queue: FifoQueue;

  constructor(queue: FifoQueue) {
    this.#queue = queue;
  }

  /** @throws when the message breaks its own contract: no worker could ever read it. */
  async send(message: WriteBackMessage, dedupeId: string): Promise<void> {
    const body = JSON.stringify(z.parse(writeBackMessage, message));
    await sendInGroup(this.#queue, { group: message.operatorId, body, dedupeId });
  }
}
