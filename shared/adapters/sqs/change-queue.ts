import * as z from 'zod/mini';
import {
  type AsideMessage,
  asideMessage,
  type ChangeMessage,
  changeMessage,
} from '../../contracts/messages.ts';
import type { AsideQueue, ChangeQueue } from '../../ports/queues.ts';
import { type FifoQueue, sendInGroup } from './fifo-queue.ts';

/** The queue of one target's changes. */
export class SqsChangeQueue implements ChangeQueue, AsideQueue {
  readonly #queue: FifoQueue;

  constructor(queue: FifoQueue) {
    this.#queue = queue;
  }

  /** @throws when the message breaks its own contract: no worker could ever read it. */
  async send(message: ChangeMessage, dedupeId: string): Promise<void> {
    const body = JSON.stringify(z.parse(changeMessage, message));
    await sendInGroup(this.#queue, { group: message.operatorId, body, dedupeId });
  }
  async ask(message: AsideMessage, dedupeId: string): Promise<void> {
    const body = JSON.stringify(z.parse(asideMessage, message));
    await sendInGroup(this.#queue, { group: message.operatorId, body, dedupeId });
  }
}
