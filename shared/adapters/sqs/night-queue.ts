import * as z from 'zod/mini';
import { type NightMessage, nightMessage } from '../../contracts/messages.ts';
import type { NightQueue } from '../../ports/queues.ts';
import { type FifoQueue, sendInGroup } from './fifo-queue.ts';

/** The queue of steps by which nights go on. */
export class SqsNightQueue implements NightQueue {
  readonly #queue: FifoQueue;

  constructor(queue: FifoQueue) {
    this.#queue = queue;
  }

  /** @throws when the message breaks its own contract: no worker could ever read it. */
  async send(message: NightMessage, dedupeId: string): Promise<void> {
    const body = JSON.stringify(z.parse(nightMessage, message));
    const group = `${message.operatorId}#${message.target}`;
    await sendInGroup(this.#queue, { group, body, dedupeId });
  }
}
