import type { Clock } from '../common/clock.ts';
import { runBatch } from './api/batch.ts';
import type { MessageEntry, SqsInput } from './api/inputs.ts';
import { groupLookAhead, maxBatchEntries, maxMessageBytes } from './limits.ts';
import { digestAttributes, digestBody } from './message/digests.ts';
import { sizeOf } from './message/message-content.ts';
import { presentMessage, type ReceivedMessage } from './message/received-message.ts';
import { formatSequenceNumber, type StoredMessage } from './message/stored-message.ts';
import { MoveTasks } from './queue/move-tasks.ts';
import { checkVisibilitySeconds, type MessageNumbers, type Queue } from './queue/queue.ts';
import { readQueueAttributes } from './queue/queue-attributes.ts';
import { QueueRegistry } from './queue/queue-registry.ts';
import { invalidValue, simpleQueueServiceError } from './sqs-error.ts';

export interface SqsCoreOptions {
  readonly clock: Clock;
  /** Ids of messages and move tasks; unique, and without spaces. */
  nextId(): string;
  readonly region?: string;
  /** Among so many oldest messages a receive looks for available groups. @default 120,000, as AWS does. */
  readonly groupLookAhead?: number;
}

// "You must wait 60 seconds before retrying PurgeQueue" (API Reference, PurgeQueue).
const purgeIntervalMs = 60_000;
const defaultPageSize = 1_000;

/**
 * SQS with exact FIFO rules, without timers and I/O: every call reads the injected clock and first
 * makes due what that time has made due. Inputs and results have the shapes of the SDK.
 * Whoever moves an injected clock calls `tick`, so that waiting receivers look again.
 */
export class SqsCore {
  readonly #clock: Clock;
  readonly #numbers: MessageNumbers;
  readonly #queues: QueueRegistry;
  readonly #moveTasks: MoveTasks;
  readonly #listeners = new Set<() => void>();

  constructor(options: SqsCoreOptions) {
    let sequence = 0;
    this.#clock = options.clock;
    this.#numbers = {
      groupLookAhead: options.groupLookAhead ?? groupLookAhead,
      nextId: () => options.nextId(),
      nextSequence: () => {
        sequence += 1;
        return sequence;
      },
    };
    const region = options.region ?? 'us-east-1';
    this.#queues = new QueueRegistry({ clock: options.clock, region, numbers: this.#numbers });
    this.#moveTasks = new MoveTasks(this.#queues, this.#numbers);
  }

  /** The address in front of queue URLs; requests are matched by the queue's name alone. */
  set baseUrl(url: string) {
    this.#queues.baseUrl = url;
  }

  now(): number {
    return this.#clock.now();
  }

  /** Calls the listener after everything that may have made a message available; returns the end of it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** How many receivers wait. */
  get listenerCount(): number {
    return this.#listeners.size;
  }

  /** Tells waiting receivers that the injected clock has moved. */
  tick(): void {
    this.#changed();
  }

  /** The next time at which this queue may give a message without another call; never too late. */
  nextWakeAtEpochMs(queueUrl: string): number | undefined {
    const timer = this.#queueAt(queueUrl).store.nextTimerAtEpochMs();
    const move = this.#moveTasks.nextDueAtEpochMs();
    return timer === undefined || move === undefined ? (timer ?? move) : Math.min(timer, move);
  }

  /** How long a receive on this queue waits: the request's value, else the queue's. */
  waitSecondsOf(input: SqsInput<'ReceiveMessage'>): number {
    const seconds = input.WaitTimeSeconds ?? this.#queueAt(input.QueueUrl).settings.waitSeconds;
    checkRange('WaitTimeSeconds', seconds, [0, 20]);
    return seconds;
  }

  createQueue(input: SqsInput<'CreateQueue'>) {
    const queue = this.#queues.create(input.QueueName, input.Attributes ?? {});
    return { QueueUrl: this.#queues.urlOf(queue) };
  }

  deleteQueue(input: SqsInput<'DeleteQueue'>): void {
    this.#queues.delete(this.#queueAt(input.QueueUrl));
    this.#changed();
  }

  getQueueUrl(input: SqsInput<'GetQueueUrl'>) {
    return { QueueUrl: this.#queues.urlOf(this.#queues.byName(input.QueueName)) };
  }

  listQueues(input: SqsInput<'ListQueues'>) {
    const prefix = input.QueueNamePrefix ?? '';
    const queues = this.#queues.all().filter((queue) => queue.name.startsWith(prefix));
    const page = pageOf(queues, input);
    return { QueueUrls: page.items.map((queue) => this.#queues.urlOf(queue)), ...page.next };
  }

  getQueueAttributes(input: SqsInput<'GetQueueAttributes'>) {
    const queue = this.#queueAt(input.QueueUrl);
    return { Attributes: readQueueAttributes(queue, input.AttributeNames ?? [], this.now()) };
  }

  setQueueAttributes(input: SqsInput<'SetQueueAttributes'>): void {
    this.#queues.changeAttributes(this.#queueAt(input.QueueUrl), input.Attributes);
    this.#changed();
  }

  purgeQueue(input: SqsInput<'PurgeQueue'>): void {
    const queue = this.#queueAt(input.QueueUrl);
    const nowEpochMs = this.now();
    const last = queue.purgedAtEpochMs;
    if (last !== undefined && nowEpochMs < last + purgeIntervalMs) {
      const message = `Only one PurgeQueue operation on ${queue.name} is allowed every 60 seconds.`;
      throw simpleQueueServiceError('PurgeQueueInProgress', message, 403);
    }
    queue.purgedAtEpochMs = nowEpochMs;
    queue.store.removeAll(nowEpochMs);
  }

  sendMessage(input: SqsInput<'SendMessage'>) {
    const result = this.#send(this.#queueAt(input.QueueUrl), input);
    this.#changed();
    return result;
  }

  sendMessageBatch(input: SqsInput<'SendMessageBatch'>) {
    const queue = this.#queueAt(input.QueueUrl);
    const bytes = input.Entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
    if (bytes > maxMessageBytes) {
      throw simpleQueueServiceError(
        'BatchRequestTooLong',
        `Batch requests cannot be longer than ${maxMessageBytes} bytes. You have sent ${bytes} bytes.`,
      );
    }
    const result = runBatch(input.Entries, (entry) => this.#send(queue, entry));
    this.#changed();
    return result;
  }

  /** What is available now, at once; waiting is the business of the server. */
  receiveMessage(input: SqsInput<'ReceiveMessage'>): { Messages?: readonly ReceivedMessage[] } {
    const queue = this.#queueAt(input.QueueUrl);
    const limit = input.MaxNumberOfMessages ?? 1;
    const visibilitySeconds = input.VisibilityTimeout ?? queue.settings.visibilitySeconds;
    checkRange('MaxNumberOfMessages', limit, [1, maxBatchEntries]);
    checkVisibilitySeconds(visibilitySeconds);
    const exhausted: StoredMessage[] = [];
    const request = {
      limit,
      visibilitySeconds,
      attemptId: input.ReceiveRequestAttemptId,
      deadLetter: (message: StoredMessage) => void exhausted.push(message),
    };
    const messages = queue.receive(request, this.now());
    this.#deadLetter(queue, exhausted);
    if (messages.length === 0) return {};
    return { Messages: messages.map((message) => presentMessage(message, input)) };
  }

  deleteMessage(input: SqsInput<'DeleteMessage'>): void {
    this.#queueAt(input.QueueUrl).delete(input.ReceiptHandle, this.now());
    this.#changed();
  }

  deleteMessageBatch(input: SqsInput<'DeleteMessageBatch'>) {
    const queue = this.#queueAt(input.QueueUrl);
    const result = runBatch(input.Entries, (entry) => {
      queue.delete(entry.ReceiptHandle, this.now());
      return {};
    });
    this.#changed();
    return result;
  }

  changeMessageVisibility(input: SqsInput<'ChangeMessageVisibility'>): void {
    const queue = this.#queueAt(input.QueueUrl);
    queue.changeVisibility(input.ReceiptHandle, input.VisibilityTimeout, this.now());
    this.#changed();
  }

  changeMessageVisibilityBatch(input: SqsInput<'ChangeMessageVisibilityBatch'>) {
    const queue = this.#queueAt(input.QueueUrl);
    const result = runBatch(input.Entries, (entry) => {
      queue.changeVisibility(entry.ReceiptHandle, entry.VisibilityTimeout ?? 0, this.now());
      return {};
    });
    this.#changed();
    return result;
  }

  listDeadLetterSourceQueues(input: SqsInput<'ListDeadLetterSourceQueues'>) {
    const sources = this.#queues.sourcesOf(this.#queueAt(input.QueueUrl));
    const page = pageOf(sources, input);
    return { queueUrls: page.items.map((queue) => this.#queues.urlOf(queue)), ...page.next };
  }

  startMessageMoveTask(input: SqsInput<'StartMessageMoveTask'>) {
    const result = this.#moveTasks.start(input, this.now());
    this.#changed();
    return result;
  }

  listMessageMoveTasks(input: SqsInput<'ListMessageMoveTasks'>) {
    this.#moveTasks.advance(this.now());
    return { Results: this.#moveTasks.list(input.SourceArn, input.MaxResults) };
  }

  cancelMessageMoveTask(input: SqsInput<'CancelMessageMoveTask'>) {
    this.#moveTasks.advance(this.now());
    return this.#moveTasks.cancel(input.TaskHandle);
  }

  #send(queue: Queue, entry: MessageEntry) {
    const sent = queue.send(entry, this.now());
    const attributesDigest = digestAttributes(entry.MessageAttributes ?? {});
    const systemDigest = digestAttributes(entry.MessageSystemAttributes ?? {});
    return {
      MessageId: sent.messageId,
      MD5OfMessageBody: digestBody(entry.MessageBody),
      ...(attributesDigest ? { MD5OfMessageAttributes: attributesDigest } : {}),
      ...(systemDigest ? { MD5OfMessageSystemAttributes: systemDigest } : {}),
      ...(queue.settings.isFifo ? { SequenceNumber: formatSequenceNumber(sent.sequence) } : {}),
    };
  }

  // "SQS replaces the deduplication id with the message id" on the way into a dead-letter queue.
  #deadLetter(source: Queue, messages: readonly StoredMessage[]): void {
    const policy = source.settings.redrivePolicy;
    const target = policy && this.#queues.byArn(policy.deadLetterTargetArn);
    if (!target || messages.length === 0) return;
    const nowEpochMs = this.now();
    for (const message of messages) {
      const deduplicationId = message.deduplicationId && message.messageId;
      target.adopt({ ...message, deduplicationId, deadLetterSourceArn: source.arn }, nowEpochMs);
    }
    this.#changed();
  }

  #queueAt(url: string): Queue {
    const nowEpochMs = this.now();
    this.#moveTasks.advance(nowEpochMs);
    const queue = this.#queues.byUrl(url);
    queue.store.settle(nowEpochMs);
    return queue;
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

function checkRange(parameter: string, value: number, [min, max]: readonly [number, number]): void {
  if (value >= min && value <= max) return;
  throw invalidValue(parameter, value, `Must be between ${min} and ${max}, if provided.`);
}

interface PageRequest {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

function pageOf<Item>(items: readonly Item[], request: PageRequest) {
  const start = Number(request.NextToken ?? 0);
  const end = start + (request.MaxResults ?? defaultPageSize);
  // AWS gives a token only to callers who asked for pages.
  const hasMore = request.MaxResults !== undefined && end < items.length;
  return { items: items.slice(start, end), next: hasMore ? { NextToken: String(end) } : {} };
}
