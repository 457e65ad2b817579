import * as z from 'zod/mini';
import {
  type AsideMessage,
  asideMessage,
  type ChangeMessage,
  changeMessage,
} from '../../contracts/messages.ts';
import type { AsideQueue, ChangeQueue, Sendable } from '../../ports/queues.ts';
import { type FifoQueue, sendInGroup } from './fifo-queue.ts';
import { sendBatches } from './send-batches.ts';

/** The queue of one target's changes. */
export class SqsChangeQueue implements ChangeQueue, AsideQueue {
  readonly #queue: FifoQueue;

  constructor(queue: FifoQueue) {
    this.#queue = queue;
  }

  /** @throws when the message breaks its own contract: no worker could ever read it. */
  async send(message: ChangeMessage, dedupeId: string): Promise<void> {
    await sendInGroup(this.#queue, queuedText({ message, dedupeId }));
  }

  /** @throws as `send`, before any of them is sent; NotSentError. */
  async sendAll(messages: ReadonlyArray<Sendable<ChangeMessage>>): Promise<void> {
    await sendBatches(this.#queue, messages.map(queuedText));
  }

  async ask(message: AsideMessage, dedupeId: string): Promise<void> {
    const body = JSON.stringify(z.parse(asideMessage, message));
    await sendInGroup(this.#queue, { group: message.operatorId, body, dedupeId });
  }
}

function queuedText({ message, dedupeId }: Sendable<ChangeMessage>) {
  const body = JSON.stringify(z.parse(changeMessage, message));
  return { group: message.operatorId, body, dedupeId };
}
