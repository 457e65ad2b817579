import * as z from 'zod/mini';
import { type TokenRefreshMessage, tokenRefreshMessage } from '../../contracts/messages.ts';
import type { TokenRefreshQueue } from '../../ports/queues.ts';
import { type FifoQueue, sendInGroup } from './fifo-queue.ts';

/** The queue of tokens that are about to end. */
export class SqsTokenRefreshQueue implements TokenRefreshQueue {
  readonly #queue: FifoQueue;

  constructor(queue: FifoQueue) {
    this.#queue = queue;
  }

  /** @throws when the message breaks its own contract: no worker could ever read it. */
  async send(message: TokenRefreshMessage, dedupeId: string): Promise<void> {
    const body = JSON.stringify(z.parse(tokenRefreshMessage, message));
    const group = `${message.operatorId}#${message.provider}`;
    await sendInGroup(this.#queue, { group, body, dedupeId });
  }
}
