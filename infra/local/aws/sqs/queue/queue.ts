import type { MessageEntry } from '../api/inputs.ts';
import { deduplicationMs, maxInFlight, maxVisibilitySeconds } from '../limits.ts';
import { checkMessage } from '../message/message-content.ts';
import { formatReceiptHandle, messageIdOf } from '../message/receipt-handle.ts';
import type { MessageContent, StoredMessage } from '../message/stored-message.ts';
import {
  expiredReceiptHandle,
  invalidValue,
  messageNotInFlight,
  unavailableForVisibilityChange,
} from '../sqs-error.ts';
import { ExpiringMap } from '../store/expiring-map.ts';
import { type Group, MessageStore } from '../store/message-store.ts';
import { parseQueueSettings, type QueueSettings, type RawAttributes } from './queue-settings.ts';

export interface QueueIdentity {
  readonly name: string;
  readonly arn: string;
  readonly attributes: RawAttributes;
  readonly createdAtEpochMs: number;
}

/** Where message ids and sequence numbers come from; shared by all queues of an emulator. */
export interface MessageNumbers {
  nextId(): string;
  nextSequence(): number;
  /** Among so many oldest messages a receive looks for available groups. */
  readonly groupLookAhead: number;
}

interface SentMessage {
  readonly messageId: string;
  readonly sequence: number;
}

interface ReceiveAttempt {
  /** The messages as they were handed out: a replay needs them unchanged. */
  seen: readonly StoredMessage[];
}

interface ReceiveRequest {
  readonly limit: number;
  readonly visibilitySeconds: number;
  readonly attemptId: string | undefined;
  /** Gets every message whose receives are used up, already out of this queue. */
  deadLetter(message: StoredMessage): void;
}

/** One queue: send, receive, acknowledge. The caller passes the time and calls `settle` first. */
export class Queue {
  readonly name: string;
  readonly arn: string;
  readonly createdAtEpochMs: number;
  modifiedAtEpochMs: number;
  purgedAtEpochMs: number | undefined;
  readonly store: MessageStore;
  #attributes: RawAttributes;
  #settings: QueueSettings;
  #receives = 0;
  readonly #numbers: MessageNumbers;
  readonly #sent = new ExpiringMap<SentMessage>(deduplicationMs);
  readonly #attempts = new ExpiringMap<ReceiveAttempt>(deduplicationMs);

  constructor(identity: QueueIdentity, numbers: MessageNumbers) {
    this.name = identity.name;
    this.arn = identity.arn;
    this.createdAtEpochMs = identity.createdAtEpochMs;
    this.modifiedAtEpochMs = identity.createdAtEpochMs;
    this.#attributes = identity.attributes;
    this.#settings = parseQueueSettings(identity.attributes);
    this.#numbers = numbers;
    this.store = new MessageStore({
      groupLookAhead: numbers.groupLookAhead,
      groupKeyOf: (message) => (this.#settings.isFifo && message.groupId) || message.messageId,
      availableAtEpochMs: (message) => this.#availableAtEpochMs(message),
      expiresAtEpochMs: (message) =>
        message.sentAtEpochMs + this.#settings.retentionSeconds * 1_000,
    });
  }

  get attributes(): RawAttributes {
    return this.#attributes;
  }

  get settings(): QueueSettings {
    return this.#settings;
  }

  changeAttributes(attributes: RawAttributes, nowEpochMs: number): void {
    this.#attributes = attributes;
    this.#settings = parseQueueSettings(attributes);
    this.modifiedAtEpochMs = nowEpochMs;
    this.store.refreshAll(nowEpochMs);
  }

  /** A duplicate succeeds with the first message's ids and adds nothing. */
  send(entry: MessageEntry, nowEpochMs: number): SentMessage {
    const content = checkMessage(entry, this.#settings);
    const key = this.#deduplicationKey(content);
    const known = key === undefined ? undefined : this.#sent.get(key, nowEpochMs);
    if (known) return known;
    const delaySeconds = entry.DelaySeconds ?? this.#settings.delaySeconds;
    const message = newMessage({
      content,
      messageId: this.#numbers.nextId(),
      sequence: this.#numbers.nextSequence(),
      sentAtEpochMs: nowEpochMs,
      delayedUntilEpochMs: nowEpochMs + delaySeconds * 1_000,
    });
    this.store.add(message, nowEpochMs);
    if (key !== undefined) this.#sent.set(key, message, nowEpochMs);
    return message;
  }

  /**
   * Takes over a message of another queue: at the end, with a new sequence number, and on FIFO
   * queues with a new enqueue time. It is never dropped as a duplicate.
   */
  adopt(message: StoredMessage, nowEpochMs: number): void {
    const adopted: StoredMessage = {
      ...message,
      sequence: this.#numbers.nextSequence(),
      sentAtEpochMs: this.#settings.isFifo ? nowEpochMs : message.sentAtEpochMs,
      delayedUntilEpochMs: nowEpochMs,
      receipt: undefined,
      inFlight: false,
      removed: false,
    };
    this.store.add(adopted, nowEpochMs);
  }

  receive(request: ReceiveRequest, nowEpochMs: number): readonly StoredMessage[] {
    const replayed = this.#replay(request, nowEpochMs);
    if (replayed) return replayed;
    const room = Math.min(request.limit, maxInFlight - this.store.inFlight);
    const received: StoredMessage[] = [];
    while (received.length < room) {
      const group = this.store.takeReadyGroup();
      if (!group) break;
      const taken = this.#takeFrom(
        group,
        { ...request, limit: room - received.length },
        nowEpochMs,
      );
      for (const message of taken) this.#handOut(message, request.visibilitySeconds, nowEpochMs);
      received.push(...taken);
      this.store.refresh(group, nowEpochMs);
    }
    if (request.attemptId !== undefined && received.length > 0) {
      this.#attempts.set(request.attemptId, { seen: copiesOf(received) }, nowEpochMs);
    }
    return received;
  }

  /** Deleting a message that is gone succeeds; a FIFO handle must not have expired. */
  delete(handle: string, nowEpochMs: number): void {
    const message = this.store.find(messageIdOf(handle, this.name));
    if (!message) return;
    const isLatest = message.receipt?.handle === handle;
    if (this.#settings.isFifo && !(isLatest && message.inFlight))
      throw expiredReceiptHandle(handle);
    if (isLatest) this.store.remove(message, nowEpochMs);
  }

  /** The new timeout counts from now; its end may be at most 12 hours after the receive. */
  changeVisibility(handle: string, visibilitySeconds: number, nowEpochMs: number): void {
    checkVisibilitySeconds(visibilitySeconds);
    const message = this.store.find(messageIdOf(handle, this.name));
    const receipt = message?.receipt;
    if (!message || receipt?.handle !== handle) throw unavailableForVisibilityChange(handle);
    if (!message.inFlight) throw messageNotInFlight();
    const visibleAtEpochMs = nowEpochMs + visibilitySeconds * 1_000;
    if (visibleAtEpochMs > receipt.receivedAtEpochMs + maxVisibilitySeconds * 1_000) {
      const reason = `Total VisibilityTimeout for the message is beyond the limit [${maxVisibilitySeconds} seconds]`;
      throw invalidValue('VisibilityTimeout', visibilitySeconds, reason);
    }
    if (visibilitySeconds === 0) this.store.release(message, nowEpochMs);
    else this.store.hide(message, { ...receipt, visibleAtEpochMs });
  }

  #availableAtEpochMs(message: StoredMessage): number {
    if (!this.#settings.isFifo) return message.delayedUntilEpochMs;
    // Only undelivered messages wait: a redelivery is not delayed again.
    if (message.receiveCount > 0) return message.sentAtEpochMs;
    return message.sentAtEpochMs + this.#settings.delaySeconds * 1_000;
  }

  #deduplicationKey({ groupId, deduplicationId }: MessageContent): string | undefined {
    if (!this.#settings.isFifo) return undefined;
    return this.#settings.isDeduplicatedPerGroup
      ? `${groupId}\n${deduplicationId}`
      : deduplicationId;
  }

  #takeFrom(group: Group, request: ReceiveRequest, nowEpochMs: number): StoredMessage[] {
    const maxReceives = this.#settings.redrivePolicy?.maxReceiveCount ?? Number.POSITIVE_INFINITY;
    for (;;) {
      const first = this.store.firstOf(group, request.limit, nowEpochMs);
      const exhausted = first.filter((message) => message.receiveCount >= maxReceives);
      if (exhausted.length === 0) return first;
      for (const message of exhausted) {
        this.store.remove(message, nowEpochMs);
        request.deadLetter(message);
      }
    }
  }

  #handOut(message: StoredMessage, visibilitySeconds: number, nowEpochMs: number): void {
    this.#receives += 1;
    const identity = { queueName: this.name, messageId: message.messageId };
    message.receiveCount += 1;
    message.firstReceivedAtEpochMs ??= nowEpochMs;
    this.store.hide(message, {
      handle: formatReceiptHandle({ ...identity, receiveNumber: this.#receives }),
      receivedAtEpochMs: nowEpochMs,
      visibleAtEpochMs: nowEpochMs + visibilitySeconds * 1_000,
    });
  }

  // "Receive request attempt ID": the same messages and handles again, with a fresh visibility
  // timeout, unless one of them was deleted, changed or became visible.
  #replay(request: ReceiveRequest, nowEpochMs: number): readonly StoredMessage[] | undefined {
    const { attemptId } = request;
    if (attemptId === undefined || !this.#settings.isFifo) return undefined;
    const attempt = this.#attempts.get(attemptId, nowEpochMs);
    if (!attempt) return undefined;
    const current = attempt.seen.flatMap((before) => {
      const message = this.store.find(before.messageId);
      return message?.inFlight && message.receipt === before.receipt ? [message] : [];
    });
    if (current.length < attempt.seen.length) return undefined;
    for (const message of current) this.#prolong(message, request.visibilitySeconds, nowEpochMs);
    attempt.seen = copiesOf(current);
    return current;
  }

  #prolong(message: StoredMessage, visibilitySeconds: number, nowEpochMs: number): void {
    if (!message.receipt) return;
    const latest = message.receipt.receivedAtEpochMs + maxVisibilitySeconds * 1_000;
    const visibleAtEpochMs = Math.min(nowEpochMs + visibilitySeconds * 1_000, latest);
    this.store.hide(message, { ...message.receipt, visibleAtEpochMs });
  }
}

/** @throws SqsError unless the timeout is a number of seconds from 0 to 12 hours. */
export function checkVisibilitySeconds(seconds: number): void {
  if (seconds >= 0 && seconds <= maxVisibilitySeconds) return;
  const reason = `Must be between 0 and ${maxVisibilitySeconds}, if provided.`;
  throw invalidValue('VisibilityTimeout', seconds, reason);
}

function copiesOf(messages: readonly StoredMessage[]): StoredMessage[] {
  return messages.map((message) => ({ ...message }));
}

interface NewMessage {
  readonly content: MessageContent;
  readonly messageId: string;
  readonly sequence: number;
  readonly sentAtEpochMs: number;
  readonly delayedUntilEpochMs: number;
}

function newMessage({ content, ...fields }: NewMessage): StoredMessage {
  return {
    ...fields,
    body: content.body,
    groupId: content.groupId,
    deduplicationId: content.deduplicationId,
    messageAttributes: content.messageAttributes,
    traceHeader: content.traceHeader,
    deadLetterSourceArn: undefined,
    receiveCount: 0,
    firstReceivedAtEpochMs: undefined,
    receipt: undefined,
    inFlight: false,
    removed: false,
  };
}
