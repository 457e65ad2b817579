import type {
  AsideMessage,
  ChangeMessage,
  NightMessage,
  PageMessage,
  TokenRefreshMessage,
  WriteBackMessage,
} from '../../shared/contracts/messages.ts';
import { NotSentError } from '../../shared/domain/errors/errors.ts';
import type {
  AsideQueue,
  ChangeQueue,
  NightQueue,
  PageQueue,
  Sendable,
  TokenRefreshQueue,
  WriteBackQueue,
} from '../../shared/ports/queues.ts';
import { Faults } from './faults.ts';

/** Keeps what was sent; as in the real queue, a repeated dedupe id of a group is no new message. */
class RecordingQueue<M extends { operatorId: string }> {
  readonly faults = new Faults();
  /** Every send that succeeded, duplicates included. */
  readonly sent: Array<{ message: M; dedupeId: string }> = [];
  /** How many messages each call for several sent. */
  readonly batches: number[] = [];
  readonly #messages = new Map<string, M>();

  async send(message: M, dedupeId: string): Promise<void> {
    this.faults.check('send');
    this.sent.push({ message: structuredClone(message), dedupeId });
    const key = `${message.operatorId} ${dedupeId}`;
    if (!this.#messages.has(key)) this.#messages.set(key, structuredClone(message));
  }

  /** As the real one does: each for itself, and then told which were not taken. */
  async sendAll(messages: ReadonlyArray<Sendable<M>>): Promise<void> {
    this.faults.check('sendAll');
    if (messages.length > 0) this.batches.push(messages.length);
    const refused: number[] = [];
    for (const [position, { message, dedupeId }] of messages.entries()) {
      // Recovery: the caller's, who is told of it.
      await this.send(message, dedupeId).catch(() => refused.push(position));
    }
    if (refused.length > 0) throw new NotSentError(refused);
  }

  /** What a consumer would receive, in order. */
  messages(): M[] {
    return structuredClone([...this.#messages.values()]);
  }
}

export class RecordingChangeQueue
  extends RecordingQueue<ChangeMessage>
  implements ChangeQueue, AsideQueue
{
  readonly #asks = new RecordingQueue<AsideMessage>();

  /** What was asked to go on with what stands aside, in order. */
  get asked(): AsideMessage[] {
    return this.#asks.messages();
  }

  async ask(message: AsideMessage, dedupeId: string): Promise<void> {
    this.faults.check('ask');
    await this.#asks.send(message, dedupeId);
  }
}

export class RecordingWriteBackQueue
  extends RecordingQueue<WriteBackMessage>
  implements WriteBackQueue {}

export class RecordingTokenRefreshQueue
  extends RecordingQueue<TokenRefreshMessage>
  implements TokenRefreshQueue
{
  /** Operators whose messages the queue does not take. */
  readonly refused = new Set<string>();

  override async send(message: TokenRefreshMessage, dedupeId: string): Promise<void> {
    if (this.refused.has(message.operatorId)) throw new NotSentError([0]);
    await super.send(message, dedupeId);
  }
}

export class RecordingPageQueue extends RecordingQueue<PageMessage> implements PageQueue {}

export class RecordingNightQueue extends RecordingQueue<NightMessage> implements NightQueue {}
