import * as z from 'zod/mini';
import { tokenRefreshMessage } from '../../contracts/messages.ts';
import type { RefreshToSend, TokenRefreshQueue } from '../../ports/queues.ts';
import { type FifoQueue, sendManyInGroups } from './fifo-queue.ts';

/** The queue of tokens that are about to end. */
export class SqsTokenRefreshQueue implements TokenRefreshQueue {
  readonly #queue: FifoQueue;

  constructor(queue: FifoQueue) {
    this.#queue = queue;
  }

  /** @throws when a message breaks its own contract: no worker could ever read it. */
  sendMany(messages: RefreshToSend[]): Promise<number> {
    const sends = messages.map(({ message, dedupeId }) => ({
      body: JSON.stringify(z.parse(tokenRefreshMessage, message)),
      group: `${message.operatorId}#${message.provider}`,
      dedupeId,
    }));
    return sendManyInGroups(this.#queue, sends);
  }
}
