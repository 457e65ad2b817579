import type { SQSClient } from '@aws-sdk/client-sqs';
import { SqsCore } from '../../../infra/local/aws/sqs/sqs-core.ts';
import type { QueueName } from '../history.ts';
import { type Engine, withFaults } from './with-faults.ts';

export interface SimQueue {
  name: QueueName;
  url: string;
  visibilitySeconds: number;
}

const visibilitySeconds: Record<QueueName, number> = {
  'changes-xero': 270,
  'write-backs': 180,
  'token-refreshes': 360,
  pages: 180,
  nights: 270,
};

export const queueNames = Object.keys(visibilitySeconds) as QueueName[];

const fifo = {
  FifoQueue: 'true',
  DeduplicationScope: 'messageGroup',
  FifoThroughputLimit: 'perMessageGroupId',
  MessageRetentionPeriod: '1209600',
};

/** The queues of the template on the emulator's core, and a client to reach them with. */
export class SimQueues {
  readonly core: SqsCore;
  readonly queues: Record<QueueName, SimQueue>;
  /** Speaks like the SDK's client, as far as our adapters use it. */
  readonly client: SQSClient;
  readonly #deadLetterUrls: Record<QueueName, string>;

  constructor(engine: Engine, isDown: () => boolean) {
    const { time, dice } = engine;
    this.core = new SqsCore({
      clock: { now: () => time.nowEpochMs() },
      nextId: () => dice.random.uuid(),
    });
    const made = queueNames.map((name) => [name, this.#create(name)] as const);
    this.queues = Object.fromEntries(made.map(([name, { queue }]) => [name, queue])) as Record<
      QueueName,
      SimQueue
    >;
    this.#deadLetterUrls = Object.fromEntries(
      made.map(([name, { deadLetterUrl }]) => [name, deadLetterUrl]),
    ) as Record<QueueName, string>;
    const client = withFaults(new Client(this, engine), nature(isDown), engine);
    this.client = client as unknown as SQSClient;
  }

  nameOf(url: string): QueueName {
    const name = queueNames.find((candidate) => this.queues[candidate].url === url);
    if (name === undefined) throw new Error(`There is no queue ${url}.`);
    return name;
  }

  /** Messages that wait, are under way, or died. */
  count(name: QueueName): number {
    return this.#attributesOf(this.queues[name].url);
  }

  countDead(name: QueueName): number {
    return this.#attributesOf(this.#deadLetterUrls[name]);
  }

  /** Takes out what is left; only for the end of a run. */
  drain(name: QueueName): string[] {
    const bodies: string[] = [];
    for (;;) {
      const { Messages } = this.core.receiveMessage({
        QueueUrl: this.queues[name].url,
        MaxNumberOfMessages: 10,
      });
      if (Messages === undefined) return bodies;
      for (const { Body = '', ReceiptHandle = '' } of Messages) {
        bodies.push(Body);
        this.core.deleteMessage({ QueueUrl: this.queues[name].url, ReceiptHandle });
      }
    }
  }

  #attributesOf(url: string): number {
    const { Attributes } = this.core.getQueueAttributes({ QueueUrl: url, AttributeNames: counted });
    return Object.values(Attributes).reduce((sum, value) => sum + Number(value), 0);
  }

  #create(name: QueueName) {
    const dead = this.core.createQueue({ QueueName: `${name}-dlq.fifo`, Attributes: fifo });
    const deadLetterTargetArn = `arn:aws:sqs:us-east-1:000000000000:${name}-dlq.fifo`;
    const { QueueUrl: url } = this.core.createQueue({
      QueueName: `${name}.fifo`,
      Attributes: {
        ...fifo,
        VisibilityTimeout: String(visibilitySeconds[name]),
        RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 1_000 }),
      },
    });
    const queue = { name, url, visibilitySeconds: visibilitySeconds[name] };
    return { queue, deadLetterUrl: dead.QueueUrl };
  }
}

const counted = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
];

function nature(isDown: () => boolean) {
  return {
    name: 'queue',
    place: 'queue' as const,
    writes: [],
    refusal: () => Object.assign(new Error('Try again.'), { name: 'ServiceUnavailable' }),
    isDown,
  };
}

interface SendInput {
  QueueUrl: string;
  MessageBody: string;
  MessageGroupId: string;
  MessageDeduplicationId: string;
}

interface SendBatchInput {
  QueueUrl: string;
  Entries: Array<Omit<SendInput, 'QueueUrl'> & { Id: string }>;
}

/** The commands that our adapters send. */
class Client {
  readonly #queues: SimQueues;
  readonly #engine: Engine;

  constructor(queues: SimQueues, engine: Engine) {
    this.#queues = queues;
    this.#engine = engine;
  }

  async send(command: { input: unknown; constructor: { name: string } }): Promise<unknown> {
    const { core } = this.#queues;
    if (command.constructor.name === 'SendMessageCommand') {
      return this.#sendMessage(command.input as SendInput);
    }
    if (command.constructor.name === 'SendMessageBatchCommand') {
      const { QueueUrl, Entries } = command.input as SendBatchInput;
      const stored = ({ Id, ...entry }: (typeof Entries)[number]) => ({
        ...this.#sendMessage({ ...entry, QueueUrl }),
        Id,
      });
      return { Successful: Entries.map(stored) };
    }
    if (command.constructor.name === 'ChangeMessageVisibilityBatchCommand') {
      return core.changeMessageVisibilityBatch(
        command.input as Parameters<typeof core.changeMessageVisibilityBatch>[0],
      );
    }
    throw new Error(`The simulation does not know ${command.constructor.name}.`);
  }

  #sendMessage(input: SendInput) {
    const result = this.#queues.core.sendMessage(input);
    this.#engine.recorder.add({
      kind: 'sent',
      queue: this.#queues.nameOf(input.QueueUrl),
      group: input.MessageGroupId,
      dedupeId: input.MessageDeduplicationId,
      messageId: result.MessageId,
      sequence: result.SequenceNumber ?? '',
      body: input.MessageBody,
    });
    return result;
  }
}
