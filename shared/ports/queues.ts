import type {
  AsideMessage,
  ChangeMessage,
  TokenRefreshMessage,
  WriteBackMessage,
} from '../contracts/messages.ts';

/** All are FIFO with one group per operator; equal dedupe ids within 5 minutes are one message. */
export interface ChangeQueue {
  send(message: ChangeMessage, dedupeId: string): Promise<void>;
}

/** The same queue, asked to go on with what stands aside. */
export interface AsideQueue {
  ask(message: AsideMessage, dedupeId: string): Promise<void>;
}

export interface WriteBackQueue {
  send(message: WriteBackMessage, dedupeId: string): Promise<void>;
}

/** Messages that were received and are hidden. */
export interface HiddenMessages {
  /** Makes them visible at once; those that are so already, or gone, are left as they are. */
  show(receiptHandles: string[]): Promise<void>;
}

export interface RefreshToSend {
  message: TokenRefreshMessage;
  dedupeId: string;
}

/** A group per operator and provider: a slow provider holds up no other. */
export interface TokenRefreshQueue {
  /** Ten at most in one call. Answers how many of them the queue did not take. */
  sendMany(messages: RefreshToSend[]): Promise<number>;
}
