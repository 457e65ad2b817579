import * as z from 'zod/mini';
import { type WriteBackMessage, writeBackMessage } from '../../contracts/messages.ts';
import type { Sendable, WriteBackQueue } from '../../ports/queues.ts';
import { type FifoQueue, sendInGroup } from './fifo-queue.ts';
import { sendBatches } from './send-batches.ts';

/** The queue of what links owe the source. */
export class SqsWriteBackQueue implements WriteBackQueue {
  readonly #queue: FifoQueue;

  constructor(queue: FifoQueue) {
    this.#queue = queue;
  }

  /** @throws when the message breaks its own contract: no worker could ever read it. */
  async send(message: WriteBackMessage, dedupeId: string): Promise<void> {
    await sendInGroup(this.#queue, queuedText({ message, dedupeId }));
  }

  /** @throws as `send`, before any of them is sent; NotSentError. */
  async sendAll(messages: ReadonlyArray<Sendable<WriteBackMessage>>): Promise<void> {
    await sendBatches(this.#queue, messages.map(queuedText));
  }
}

function queuedText({ message, dedupeId }: Sendable<WriteBackMessage>) {
  const body = JSON.stringify(z.parse(writeBackMessage, message));
  return { group: message.operatorId, body, dedupeId };
}
