import { randomUUID } from 'node:crypto';
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageCommand,
  type SendMessageCommandInput,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { vi } from 'vitest';
import { startSqsServer } from '../../infra/local/aws/sqs/api/server.ts';

const externalEndpoint = process.env.SQS_CONFORMANCE_ENDPOINT;

/** False when SQS_CONFORMANCE_ENDPOINT names a real SQS: no clock to move, and real waiting. */
export const hasVirtualClock = externalEndpoint === undefined;

export type Extra = Partial<Omit<SendMessageCommandInput, 'QueueUrl'>>;
export type ReceiveOptions = Partial<Omit<ReceiveMessageCommandInput, 'QueueUrl'>>;

/** An SQS to test: the emulator with a clock of its own, or the one the environment names. */
export interface SqsUnderTest {
  readonly client: SQSClient;
  /** Creates a FIFO queue with a name of its own and returns its URL. */
  createQueue(attributes?: Record<string, string>): Promise<string>;
  /** On the emulator at once; on a real SQS the following `receiveUntil` does the waiting. */
  passTime(ms: number): void;
  stop(): Promise<void>;
}

export async function openSqs(): Promise<SqsUnderTest> {
  const time = { nowEpochMs: 1_800_000_000_000 };
  const server = hasVirtualClock
    ? await startSqsServer({ clock: { now: () => time.nowEpochMs } })
    : undefined;
  const client = new SQSClient(
    server ? emulatorAt(server.endpoint) : { endpoint: String(externalEndpoint) },
  );
  const created: string[] = [];
  return {
    client,
    createQueue: async (attributes = {}) => {
      const url = await createFifoQueue(client, attributes);
      created.push(url);
      return url;
    },
    passTime: (ms) => {
      time.nowEpochMs += ms;
      server?.core.tick();
    },
    stop: async () => {
      for (const QueueUrl of created) await client.send(new DeleteQueueCommand({ QueueUrl }));
      client.destroy();
      await server?.stop();
    },
  };
}

function emulatorAt(endpoint: string) {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return { endpoint, region: 'us-east-1', credentials, maxAttempts: 1 };
}

async function createFifoQueue(client: SQSClient, attributes: Record<string, string>) {
  const { QueueUrl = '' } = await client.send(
    new CreateQueueCommand({
      QueueName: `conformance-${randomUUID()}.fifo`,
      Attributes: { FifoQueue: 'true', ...attributes },
    }),
  );
  return QueueUrl;
}

/** Test verbs bound to one SQS. */
export function verbsFor(sqs: () => SqsUnderTest) {
  const send = (QueueUrl: string, body: string, extra: Extra = {}) =>
    sqs().client.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody: body,
        MessageGroupId: 'a',
        MessageDeduplicationId: body,
        ...extra,
      }),
    );

  const receive = async (QueueUrl: string, options: ReceiveOptions = {}): Promise<Message[]> => {
    const { Messages = [] } = await sqs().client.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        // A real SQS needs a moment to find a message; the emulator has it at once or never.
        WaitTimeSeconds: hasVirtualClock ? 0 : 3,
        ...options,
      }),
    );
    return Messages;
  };

  return {
    send,
    receive,
    sendAll: async (url: string, bodies: readonly string[], group = 'a') => {
      for (const body of bodies) await send(url, body, { MessageGroupId: group });
    },
    /** Receives until `count` messages have come, however many receives that takes. */
    receiveUntil: async (url: string, count: number, options: ReceiveOptions = {}) => {
      const all: Message[] = [];
      await vi.waitFor(
        async () => {
          all.push(...(await receive(url, options)));
          if (all.length < count) throw new Error(`${all.length} of ${count} messages so far`);
        },
        hasVirtualClock ? { timeout: 500, interval: 50 } : { timeout: 50_000, interval: 500 },
      );
      return all;
    },
    deleteAll: async (QueueUrl: string, messages: readonly Message[]) =>
      sqs().client.send(
        new DeleteMessageBatchCommand({
          QueueUrl,
          Entries: messages.map(({ ReceiptHandle }, index) => ({
            Id: String(index),
            ReceiptHandle,
          })),
        }),
      ),
    attribute: async (QueueUrl: string, name: 'QueueArn' | 'ApproximateNumberOfMessages') => {
      const { Attributes = {} } = await sqs().client.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [name] }),
      );
      return Attributes[name] ?? '';
    },
  };
}

export function bodies(messages: readonly Message[]): (string | undefined)[] {
  return messages.map((message) => message.Body);
}

/** `m1` to `m<count>`. */
export function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `m${index + 1}`);
}
