import * as z from 'zod/mini';
import { tokenRefreshMessage } from '../../contracts/messages.ts';
import { NotSentError } from '../../domain/errors/errors.ts';
import type { RefreshToSend, TokenRefreshQueue } from '../../ports/queues.ts';
import type { FifoQueue } from './fifo-queue.ts';
import { sendBatches } from './send-batches.ts';

/** The queue of tokens that are about to end. */
export class SqsTokenRefreshQueue implements TokenRefreshQueue {
  readonly #queue: FifoQueue;

  constructor(queue: FifoQueue) {
    this.#queue = queue;
  }

  /** @throws when a message breaks its own contract: no worker could ever read it. */
  async sendMany(messages: RefreshToSend[]): Promise<number> {
    const sends = messages.map(({ message, dedupeId }) => ({
      body: JSON.stringify(z.parse(tokenRefreshMessage, message)),
      group: `${message.operatorId}#${message.provider}`,
      dedupeId,
    }));
    try {
      await sendBatches(this.#queue, sends);
      return 0;
    } catch (error) {
      if (!(error instanceof NotSentError)) throw error;
      // Recovery: the caller's, for whom the tokens stay due.
      return error.positions.length;
    }
  }
}
