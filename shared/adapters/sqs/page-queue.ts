import * as z from 'zod/mini';
import { type PageMessage, pageMessage } from '../../contracts/messages.ts';
import type { PageQueue } from '../../ports/queues.ts';
import { type FifoQueue, sendInGroup } from './fifo-queue.ts';

/** The queue of pages that backfills are to read. */
export class SqsPageQueue implements PageQueue {
  readonly #queue: FifoQueue;

  constructor(queue: FifoQueue) {
    this.#queue = queue;
  }

  /** @throws when the message breaks its own contract: no worker could ever read it. */
  async send(message: PageMessage, dedupeId: string): Promise<void> {
    const body = JSON.stringify(z.parse(pageMessage, message));
    const group = `${message.operatorId}#${message.target}`;
    await sendInGroup(this.#queue, { group, body, dedupeId });
  }
}
