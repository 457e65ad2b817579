import type { StoredMessage } from '../message/stored-message.ts';
import { invalidParameter, invalidValue, resourceNotFound } from '../sqs-error.ts';
import type { MessageNumbers, Queue } from './queue.ts';
import type { QueueRegistry } from './queue-registry.ts';

type MoveTaskStatus = 'RUNNING' | 'COMPLETED' | 'CANCELLED' | 'FAILED';

interface MoveTask {
  readonly handle: string;
  readonly source: Queue;
  readonly destinationArn: string | undefined;
  readonly messagesPerSecond: number | undefined;
  readonly startedAtEpochMs: number;
  readonly messagesToMove: number;
  moved: number;
  status: MoveTaskStatus;
  failureReason: string | undefined;
}

interface StartRequest {
  readonly SourceArn: string;
  readonly DestinationArn?: string | undefined;
  readonly MaxNumberOfMessagesPerSecond?: number | undefined;
}

/** One row of ListMessageMoveTasks. */
export interface MoveTaskView {
  readonly TaskHandle?: string;
  readonly Status: MoveTaskStatus;
  readonly SourceArn: string;
  readonly DestinationArn?: string;
  readonly MaxNumberOfMessagesPerSecond?: number;
  readonly ApproximateNumberOfMessagesMoved: number;
  readonly ApproximateNumberOfMessagesToMove: number;
  readonly FailureReason?: string;
  readonly StartedTimestamp: number;
}

// ListMessageMoveTasks: default 1, at most 10 most recent tasks.
const maxListed = 10;

/** Brings messages back from dead-letter queues; without a rate a task is done when it starts. */
export class MoveTasks {
  readonly #queues: QueueRegistry;
  readonly #numbers: MessageNumbers;
  #tasks: MoveTask[] = [];

  constructor(queues: QueueRegistry, numbers: MessageNumbers) {
    this.#queues = queues;
    this.#numbers = numbers;
  }

  start(request: StartRequest, nowEpochMs: number): { readonly TaskHandle: string } {
    const source = this.#deadLetterQueue(request.SourceArn);
    const rate = request.MaxNumberOfMessagesPerSecond;
    checkRate(rate);
    if (this.#tasks.some((task) => task.source === source && task.status === 'RUNNING')) {
      throw invalidParameter('There is already a task running. Only one active task is allowed.');
    }
    if (request.DestinationArn && !this.#queues.byArn(request.DestinationArn)) {
      throw resourceNotFound('The resource that you specified for DestinationArn does not exist.');
    }
    const handle = Buffer.from(`${this.#numbers.nextId()} ${source.arn}`).toString('base64');
    this.#tasks.unshift({
      handle,
      source,
      destinationArn: request.DestinationArn,
      messagesPerSecond: rate,
      startedAtEpochMs: nowEpochMs,
      messagesToMove: source.store.size - source.store.inFlight,
      moved: 0,
      status: 'RUNNING',
      failureReason: undefined,
    });
    this.advance(nowEpochMs);
    return { TaskHandle: handle };
  }

  list(sourceArn: string, limit = 1): MoveTaskView[] {
    const source = this.#deadLetterQueue(sourceArn);
    const tasks = this.#tasks.filter((task) => task.source === source);
    return tasks.slice(0, Math.min(limit, maxListed)).map(viewOf);
  }

  cancel(handle: string): { readonly ApproximateNumberOfMessagesMoved: number } {
    const task = this.#tasks.find((candidate) => candidate.handle === handle);
    if (!task) throw resourceNotFound('Task does not exist.');
    if (task.status !== 'RUNNING') throw invalidParameter('Only active tasks can be cancelled');
    task.status = 'CANCELLED';
    return { ApproximateNumberOfMessagesMoved: task.moved };
  }

  /** Moves what the tasks' rates have allowed by now. */
  advance(nowEpochMs: number): void {
    for (const task of this.#tasks) {
      while (task.status === 'RUNNING' && dueAtEpochMs(task) <= nowEpochMs) {
        this.#moveOne(task, nowEpochMs);
      }
    }
  }

  /** When the next message of a running task is due. */
  nextDueAtEpochMs(): number | undefined {
    const due = this.#tasks.filter((task) => task.status === 'RUNNING').map(dueAtEpochMs);
    return due.length > 0 ? Math.min(...due) : undefined;
  }

  #moveOne(task: MoveTask, nowEpochMs: number): void {
    const { store } = task.source;
    store.settle(nowEpochMs);
    const group = store.takeReadyGroup();
    const [message] = group ? store.firstOf(group, 1, nowEpochMs) : [];
    if (!group || !message) {
      task.status = 'COMPLETED';
      return;
    }
    const destination = this.#destinationOf(task, message);
    if (typeof destination === 'string') {
      task.status = 'FAILED';
      task.failureReason = destination;
      store.refresh(group, nowEpochMs);
      return;
    }
    store.remove(message, nowEpochMs);
    destination.adopt(this.#asNew(message), nowEpochMs);
    task.moved += 1;
  }

  // "Redriven messages are considered new messages": new id and enqueue time, receives start over.
  #asNew(message: StoredMessage): StoredMessage {
    return {
      ...message,
      messageId: this.#numbers.nextId(),
      deadLetterSourceArn: undefined,
      receiveCount: 0,
      firstReceivedAtEpochMs: undefined,
    };
  }

  #destinationOf(task: MoveTask, message: StoredMessage): Queue | string {
    const arn = task.destinationArn ?? message.deadLetterSourceArn;
    if (arn === undefined) return 'CouldNotDetermineMessageSource';
    return this.#queues.byArn(arn) ?? 'AWS.SimpleQueueService.NonExistentQueue';
  }

  #deadLetterQueue(arn: string): Queue {
    const queue = this.#queues.byArn(arn);
    if (!queue) {
      throw resourceNotFound('The resource that you specified for SourceArn does not exist.');
    }
    if (this.#queues.sourcesOf(queue).length === 0) {
      throw invalidParameter('Source queue must be configured as a Dead Letter Queue.');
    }
    return queue;
  }
}

function dueAtEpochMs({ messagesPerSecond, startedAtEpochMs, moved }: MoveTask): number {
  if (messagesPerSecond === undefined) return startedAtEpochMs;
  return startedAtEpochMs + ((moved + 1) * 1_000) / messagesPerSecond;
}

function checkRate(rate: number | undefined): void {
  if (rate === undefined || (rate >= 1 && rate <= 500)) return;
  throw invalidValue('MaxNumberOfMessagesPerSecond', rate, 'Must be between 1 and 500.');
}

function viewOf(task: MoveTask): MoveTaskView {
  const rate = task.messagesPerSecond;
  return {
    // A handle is only good for cancelling, so only running tasks show one.
    ...(task.status === 'RUNNING' ? { TaskHandle: task.handle } : {}),
    Status: task.status,
    SourceArn: task.source.arn,
    ...(task.destinationArn ? { DestinationArn: task.destinationArn } : {}),
    ...(rate === undefined ? {} : { MaxNumberOfMessagesPerSecond: rate }),
    ApproximateNumberOfMessagesMoved: task.moved,
    ApproximateNumberOfMessagesToMove: task.messagesToMove,
    ...(task.failureReason ? { FailureReason: task.failureReason } : {}),
    StartedTimestamp: task.startedAtEpochMs,
  };
}
