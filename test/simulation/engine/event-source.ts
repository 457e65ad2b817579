import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { ReceivedMessage } from '../../../infra/local/aws/sqs/message/received-message.ts';
import { decideBatchOutcome } from '../../../infra/local/runner/queues/batch-outcome.ts';
import type { Ended, FunctionPool } from './function-pool.ts';
import type { SimQueue, SimQueues } from './sim-queues.ts';
import type { Timer } from './virtual-time.ts';
import type { Engine } from './with-faults.ts';

export type QueueFunction = FunctionPool<SQSEvent, SQSBatchResponse>;

/** A poll takes about this long to notice a message. */
const pollMs = 20;
/** How soon Lambda tries a batch again that it could not start. */
const throttledRetryMs = 1_000;

/** The mapping of a queue to its function: polls, invokes, deletes what was handled. */
export class EventSource {
  readonly #engine: Engine;
  readonly #queues: SimQueues;
  readonly #queue: SimQueue;
  readonly #pool: QueueFunction;
  #poll: { timer: Timer; atEpochMs: number } | undefined;
  /** Batches that were received and not yet invoked. */
  #waiting = 0;

  constructor(engine: Engine, parts: { queues: SimQueues; queue: SimQueue; pool: QueueFunction }) {
    this.#engine = engine;
    this.#queues = parts.queues;
    this.#queue = parts.queue;
    this.#pool = parts.pool;
    parts.queues.core.onChange(() => this.#pollAt(this.#engine.time.nowEpochMs() + pollMs));
  }

  get isBusy(): boolean {
    return this.#waiting > 0 || this.#pool.running > 0;
  }

  #pollAt(atEpochMs: number): void {
    if (this.#poll !== undefined && this.#poll.atEpochMs <= atEpochMs) return;
    this.#poll?.timer.cancel();
    const timer = this.#engine.time.at(atEpochMs, () => {
      this.#poll = undefined;
      this.#receive();
    });
    this.#poll = { timer, atEpochMs };
  }

  #receive(): void {
    const { time, dice } = this.#engine;
    if (dice.roll('receive', this.#queue.name) === 'received_late') {
      this.#pollAt(time.nowEpochMs() + 1_000 + dice.random.below(60_000));
      return;
    }
    while (this.#pool.hasRoom && this.#waiting === 0) {
      const { Messages = [] } = this.#queues.core.receiveMessage({
        QueueUrl: this.#queue.url,
        MaxNumberOfMessages: 10,
        MessageSystemAttributeNames: ['All'],
      });
      if (Messages.length === 0) {
        this.#waitForNext();
        return;
      }
      this.#note(Messages);
      this.#hand(Messages);
    }
  }

  #waitForNext(): void {
    const next = this.#queues.core.nextWakeAtEpochMs(this.#queue.url);
    if (next !== undefined) this.#pollAt(Math.max(next, this.#engine.time.nowEpochMs() + 1));
  }

  #note(messages: readonly ReceivedMessage[]): void {
    for (const message of messages) {
      this.#engine.recorder.add(
        {
          kind: 'received',
          queue: this.#queue.name,
          group: message.Attributes?.MessageGroupId ?? '',
          messageId: message.MessageId,
          receiveCount: Number(message.Attributes?.ApproximateReceiveCount),
        },
        'sim',
      );
    }
  }

  #hand(messages: readonly ReceivedMessage[]): void {
    const { time, dice } = this.#engine;
    if (dice.roll('receive', this.#queue.name) === 'delivered_twice') {
      time.after(dice.random.below(8_000), () => this.#showAgain(messages));
    }
    const giveUpAtEpochMs = time.nowEpochMs() + this.#queue.visibilitySeconds * 1_000;
    this.#invoke(messages, giveUpAtEpochMs);
  }

  #invoke(messages: readonly ReceivedMessage[], giveUpAtEpochMs: number): void {
    const { time } = this.#engine;
    const ids = messages.map(({ MessageId }) => MessageId);
    const settled = this.#pool.invoke(eventOf(messages), ids).then((ended) => {
      if (ended.kind !== 'throttled') this.#settle(messages, ended);
      else if (time.nowEpochMs() < giveUpAtEpochMs) this.#invokeLater(messages, giveUpAtEpochMs);
    });
    time.follow(settled);
  }

  #invokeLater(messages: readonly ReceivedMessage[], giveUpAtEpochMs: number): void {
    this.#waiting += 1;
    this.#engine.time.after(throttledRetryMs, () => {
      this.#waiting -= 1;
      this.#invoke(messages, giveUpAtEpochMs);
    });
  }

  /** A visibility that ended early: the group is free again while it is still being worked on. */
  #showAgain(messages: readonly ReceivedMessage[]): void {
    this.#queues.core.changeMessageVisibilityBatch({
      QueueUrl: this.#queue.url,
      Entries: messages.map(({ ReceiptHandle }, index) => ({
        Id: String(index),
        ReceiptHandle,
        VisibilityTimeout: 0,
      })),
    });
  }

  #settle(messages: readonly ReceivedMessage[], ended: Ended<SQSBatchResponse>): void {
    const { time, dice } = this.#engine;
    const ids = messages.map(({ MessageId }) => MessageId);
    const { succeeded } = decideBatchOutcome(ids, resultOf(ended), true);
    const done = messages.filter(({ MessageId }) => succeeded.includes(MessageId));
    time.after(5, () => this.#pollAt(time.nowEpochMs() + pollMs));
    if (done.length === 0) return;
    if (dice.roll('delete', this.#queue.name) === 'delete_lost') return;
    time.after(5 + dice.random.below(30), () => this.#delete(done));
  }

  /** A receipt that was overtaken by a later one deletes nothing: its message comes again. */
  #delete(messages: readonly ReceivedMessage[]): void {
    const { Successful } = this.#queues.core.deleteMessageBatch({
      QueueUrl: this.#queue.url,
      Entries: messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
    });
    const deleted = new Set(Successful.map(({ Id }) => Number(Id)));
    for (const { MessageId, Attributes } of messages.filter((_, index) => deleted.has(index))) {
      const group = Attributes?.MessageGroupId ?? '';
      const what = { queue: this.#queue.name, group, messageId: MessageId };
      this.#engine.recorder.add({ kind: 'acked', ...what });
    }
  }
}

function resultOf(ended: Ended<SQSBatchResponse>) {
  if (ended.kind === 'succeeded') {
    return { kind: 'succeeded' as const, payload: JSON.stringify(ended.output) };
  }
  return { kind: 'failed' as const, error: { errorType: ended.kind, errorMessage: '' } };
}

function eventOf(messages: readonly ReceivedMessage[]): SQSEvent {
  return {
    Records: messages.map((message) => ({
      messageId: message.MessageId,
      receiptHandle: message.ReceiptHandle,
      body: message.Body,
      attributes: message.Attributes ?? {},
      messageAttributes: {},
      md5OfBody: message.MD5OfBody,
      eventSource: 'aws:sqs',
      eventSourceARN: '',
      awsRegion: 'us-east-1',
    })),
  } as unknown as SQSEvent;
}
