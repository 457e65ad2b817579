import type { Clock } from '../../common/clock.ts';
import {
  invalidParameter,
  invalidValue,
  queueDoesNotExist,
  queueNameExists,
} from '../sqs-error.ts';
import { type MessageNumbers, Queue } from './queue.ts';
import { mergeAttributes, type RawAttributes } from './queue-settings.ts';

const account = '000000000000';

export interface QueueRegistryOptions {
  readonly clock: Clock;
  readonly region: string;
  readonly numbers: MessageNumbers;
}

/** The queues of an emulator by name, URL and ARN. */
export class QueueRegistry {
  readonly #options: QueueRegistryOptions;
  readonly #queues = new Map<string, Queue>();
  /** Set by whoever serves the queues; URLs are only compared by their last part. */
  baseUrl = 'http://sqs.invalid';

  constructor(options: QueueRegistryOptions) {
    this.#options = options;
  }

  /** Creating a queue again with equal attributes gives the existing one. */
  create(name: string, changes: RawAttributes): Queue {
    const isFifo = checkName(name, changes);
    const existing = this.#queues.get(name);
    if (existing) return sameQueue(existing, changes);
    const attributes = mergeAttributes(isFifo, {}, changes);
    const arn = `arn:aws:sqs:${this.#options.region}:${account}:${name}`;
    const createdAtEpochMs = this.#options.clock.now();
    const queue = new Queue({ name, arn, attributes, createdAtEpochMs }, this.#options.numbers);
    this.#checkRedrive(queue);
    this.#queues.set(name, queue);
    return queue;
  }

  changeAttributes(queue: Queue, changes: RawAttributes): void {
    const before = queue.attributes;
    if (changes.FifoQueue && changes.FifoQueue !== before.FifoQueue) {
      throw invalidParameter('You cannot change the type of an existing queue.');
    }
    const nowEpochMs = this.#options.clock.now();
    const merged = mergeAttributes(queue.settings.isFifo, before, changes);
    queue.changeAttributes(merged, nowEpochMs);
    try {
      this.#checkRedrive(queue);
    } catch (error) {
      // Refused changes leave the queue as it was.
      queue.changeAttributes(before, nowEpochMs);
      throw error;
    }
  }

  delete(queue: Queue): void {
    this.#queues.delete(queue.name);
  }

  all(): Queue[] {
    return [...this.#queues.values()];
  }

  byName(name: string): Queue {
    const queue = this.#queues.get(name);
    if (!queue) throw queueDoesNotExist();
    return queue;
  }

  byUrl(url: string): Queue {
    return this.byName(url.slice(url.lastIndexOf('/') + 1));
  }

  byArn(arn: string): Queue | undefined {
    const queue = this.#queues.get(arn.slice(arn.lastIndexOf(':') + 1));
    return queue?.arn === arn ? queue : undefined;
  }

  urlOf(queue: Queue): string {
    return `${this.baseUrl}/${account}/${queue.name}`;
  }

  /** The queues that use this one as their dead-letter queue. */
  sourcesOf(deadLetterQueue: Queue): Queue[] {
    return this.all().filter(({ settings }) => {
      return settings.redrivePolicy?.deadLetterTargetArn === deadLetterQueue.arn;
    });
  }

  #checkRedrive(queue: Queue): void {
    const policy = queue.settings.redrivePolicy;
    if (!policy) return;
    const text = queue.attributes.RedrivePolicy;
    const target = this.byArn(policy.deadLetterTargetArn);
    if (!target) throw invalidValue('RedrivePolicy', text, 'Dead letter target does not exist.');
    if (target.settings.isFifo !== queue.settings.isFifo) {
      const reason = 'Dead-letter queue must be same type of queue as the source.';
      throw invalidValue('RedrivePolicy', text, reason);
    }
  }
}

function checkName(name: string, attributes: RawAttributes): boolean {
  const isFifo = attributes.FifoQueue === 'true';
  const pattern = isFifo ? /^[\w-]{1,75}\.fifo$/ : /^[\w-]{1,80}$/;
  if (pattern.test(name)) return isFifo;
  throw invalidParameter(
    isFifo
      ? 'The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.'
      : 'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
  );
}

function sameQueue(existing: Queue, attributes: RawAttributes): Queue {
  for (const [name, value] of Object.entries(attributes)) {
    if (existing.attributes[name] !== value) throw queueNameExists(name);
  }
  return existing;
}
