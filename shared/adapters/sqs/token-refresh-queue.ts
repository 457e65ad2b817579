import * as z from 'zod/mini';
import { type TokenRefreshMessage, tokenRefreshMessage } from '../../contracts/messages.ts';
import type { Sendable, TokenRefreshQueue } from '../../ports/queues.ts';
import type { FifoQueue } from './fifo-queue.ts';
import { sendBatches } from './send-batches.ts';

/** The queue of tokens that are about to end. */
export class SqsTokenRefreshQueue implements TokenRefreshQueue {
  readonly #queue: FifoQueue;

  constructor(queue: FifoQueue) {
    this.#queue = queue;
  }

  /** @throws when a message breaks its own contract: no worker could ever read it; NotSentError. */
  async sendAll(messages: ReadonlyArray<Sendable<TokenRefreshMessage>>): Promise<void> {
    const sends = messages.map(({ message, dedupeId }) => ({
      body: JSON.stringify(z.parse(tokenRefreshMessage, message)),
      group: `${message.operatorId}#${message.provider}`,
      dedupeId,
    }));
    await sendBatches(this.#queue, sends);
  }
}
