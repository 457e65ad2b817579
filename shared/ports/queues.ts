import type {
  AsideMessage,
  ChangeMessage,
  NightMessage,
  PageMessage,
  TokenRefreshMessage,
  WriteBackMessage,
} from '../contracts/messages.ts';

/** A message, and the id under which the queue knows it from a copy. */
export interface Sendable<M> {
  message: M;
  dedupeId: string;
}

/** All are FIFO with one group per operator; equal dedupe ids within 5 minutes are one message. */
export interface ChangeQueue {
  send(message: ChangeMessage, dedupeId: string): Promise<void>;
  /**
   * Sends all in their order, in as few calls as possible. One that the queue does not take at first
   * comes behind the others.
   * @throws NotSentError when it took some only.
   */
  sendAll(messages: ReadonlyArray<Sendable<ChangeMessage>>): Promise<void>;
}

/** The same queue, asked to go on with what stands aside. */
export interface AsideQueue {
  ask(message: AsideMessage, dedupeId: string): Promise<void>;
}

export interface WriteBackQueue {
  /** As that of a change queue. */
  sendAll(messages: ReadonlyArray<Sendable<WriteBackMessage>>): Promise<void>;
}

/** Messages that were received and are hidden. */
export interface HiddenMessages {
  /** Makes them visible at once; those that are so already, or gone, are left as they are. */
  show(receiptHandles: string[]): Promise<void>;
}

/** A group per operator and provider: a slow provider holds up no other. */
export interface TokenRefreshQueue {
  /** As that of a change queue. */
  sendAll(messages: ReadonlyArray<Sendable<TokenRefreshMessage>>): Promise<void>;
}

/** Pages of backfills, a group per operator and target. */
export interface PageQueue {
  send(message: PageMessage, dedupeId: string): Promise<void>;
}

/** Steps of nights, a group per operator and target. */
export interface NightQueue {
  send(message: NightMessage, dedupeId: string): Promise<void>;
}
