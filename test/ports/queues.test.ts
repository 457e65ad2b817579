import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, describe, expect, it } from 'vitest';
import { SqsChangeQueue } from '../../shared/adapters/sqs/change-queue.ts';
import { sqsClient } from '../../shared/adapters/sqs/client.ts';
import type { FifoQueue } from '../../shared/adapters/sqs/fifo-queue.ts';
import { SqsTokenRefreshQueue } from '../../shared/adapters/sqs/token-refresh-queue.ts';
import { SqsWriteBackQueue } from '../../shared/adapters/sqs/write-back-queue.ts';
import type {
  AsideMessage,
  TokenRefreshMessage,
  WriteBackMessage,
} from '../../shared/contracts/messages.ts';
import type { AsideQueue, Sendable } from '../../shared/ports/queues.ts';
import { aChangeMessage, aWriteBackMessage } from '../builders/a-change-message.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { RecordingChangeQueue, RecordingWriteBackQueue } from '../fakes/recording-queues.ts';
import { localClientConfig, useLocalAws } from '../support/use-local-aws.ts';
import { type ObservedQueue, queuesSuite } from './queues-suite.ts';

function recorded<M>(
  queue: Pick<ObservedQueue<M>, 'send' | 'sendAll'> & { messages(): M[] },
): ObservedQueue<M> {
  return {
    send: (message, dedupeId) => queue.send(message, dedupeId),
    sendAll: (messages) => queue.sendAll(messages),
    received: async () => queue.messages(),
  };
}

describe('RecordingChangeQueue', () =>
  queuesSuite({
    make: async () => recorded(new RecordingChangeQueue()),
    aMessage: aChangeMessage,
  }));

/** Says nothing of a record: it asks for whatever stands aside. */
const anAsideMessage = ({ operatorId = 'acorn' }: { operatorId?: string }): AsideMessage => {
  return { schemaVersion: 1, operatorId, target: 'xero', asks: 'aside' };
};

/** It is asked one by one. */
function asking(queue: AsideQueue) {
  return {
    send: (message: AsideMessage, id: string) => queue.ask(message, id),
    sendAll: async (messages: ReadonlyArray<Sendable<AsideMessage>>) => {
      for (const { message, dedupeId } of messages) await queue.ask(message, dedupeId);
    },
  };
}

describe('RecordingChangeQueue, asked for what stands aside', () =>
  queuesSuite({
    make: async () => {
      const queue = new RecordingChangeQueue();
      return recorded({
        ...asking(queue),
        messages: () => queue.asked,
      });
    },
    aMessage: anAsideMessage,
  }));

describe('RecordingWriteBackQueue', () =>
  queuesSuite({
    make: async () => recorded(new RecordingWriteBackQueue()),
    aMessage: aWriteBackMessage,
  }));

describe('SQS queues', () => {
  const aws = useLocalAws(new FakeClock());
  const clients: SQSClient[] = [];
  let made = 0;
  afterAll(() => {
    for (const client of clients) client.destroy();
  });

  async function newQueue(): Promise<FifoQueue> {
    const client = sqsClient({ ...localClientConfig, endpoint: aws().endpoints.sqs });
    clients.push(client);
    made += 1;
    const { QueueUrl } = await client.send(
      new CreateQueueCommand({
        QueueName: `queue-${made}.fifo`,
        Attributes: {
          FifoQueue: 'true',
          DeduplicationScope: 'messageGroup',
          FifoThroughputLimit: 'perMessageGroupId',
        },
      }),
    );
    return { client, queueUrl: QueueUrl ?? '' };
  }

  describe('SqsChangeQueue', () => {
    queuesSuite({
      make: async () => {
        const queue = await newQueue();
        return observed(queue, new SqsChangeQueue(queue));
      },
      aMessage: aChangeMessage,
    });

    it('refuses a message that no worker could read', async () => {
      const queue = await newQueue();

      const sent = new SqsChangeQueue(queue).send(
        aChangeMessage({ sourceId: 'x'.repeat(256) }),
        'id',
      );

      await expect(sent).rejects.toThrow('sourceId');
      expect(await receiveAll(queue)).toEqual([]);
    });

    it('refuses it among others as well, before it sends any of them', async () => {
      const queue = await newQueue();

      const sent = new SqsChangeQueue(queue).sendAll([
        { message: aChangeMessage(), dedupeId: 'id-1' },
        { message: aChangeMessage({ sourceId: 'x'.repeat(256) }), dedupeId: 'id-2' },
      ]);

      await expect(sent).rejects.toThrow('sourceId');
      expect(await receiveAll(queue)).toEqual([]);
    });
  });

  describe('SqsChangeQueue, asked for what stands aside', () =>
    queuesSuite({
      make: async () => {
        const queue = await newQueue();
        const changes = new SqsChangeQueue(queue);
        return observed(queue, asking(changes));
      },
      aMessage: anAsideMessage,
    }));

  describe('SqsTokenRefreshQueue', () => {
    it('delivers the messages of one connection in a group of their own', async () => {
      const queue = await newQueue();
      const sender = new SqsTokenRefreshQueue(queue);
      const stora = aTokenRefreshMessage({ provider: 'stora' });
      const xero = aTokenRefreshMessage({ provider: 'xero' });
      const both = [stora, xero].map((message) => ({ message, dedupeId: 'same' }));

      for (const messages of [both, both, []]) await sender.sendAll(messages);

      expect(await receiveAll(queue)).toEqual([stora, xero]);
    });

    it('refuses a message that no worker could read', async () => {
      const queue = await newQueue();

      const message = aTokenRefreshMessage({ operatorId: 'NOT AN ID' });
      const send = async () =>
        new SqsTokenRefreshQueue(queue).sendAll([{ message, dedupeId: 'id' }]);

      await expect(send()).rejects.toThrow('operatorId');
      expect(await receiveAll(queue)).toEqual([]);
    });
  });

  describe('SqsWriteBackQueue', () =>
    queuesSuite({
      make: async () => {
        const queue = await newQueue();
        const sender = new SqsWriteBackQueue(queue);
        return observed<WriteBackMessage>(queue, {
          send: (message, dedupeId) => sender.sendAll([{ message, dedupeId }]),
          sendAll: (messages) => sender.sendAll(messages),
        });
      },
      aMessage: aWriteBackMessage,
    }));
});

function observed<M>(
  queue: FifoQueue,
  sender: Pick<ObservedQueue<M>, 'send' | 'sendAll'>,
): ObservedQueue<M> {
  return {
    send: (message, dedupeId) => sender.send(message, dedupeId),
    sendAll: (messages) => sender.sendAll(messages),
    received: () => receiveAll(queue),
  };
}

async function receiveAll<M>({ client, queueUrl }: FifoQueue): Promise<M[]> {
  const found: M[] = [];
  for (;;) {
    const { Messages } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: 0,
      }),
    );
    if (!Messages?.length) return found;
    for (const { Body, ReceiptHandle } of Messages) {
      found.push(JSON.parse(Body ?? ''));
      await client.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
    }
  }
}

function aTokenRefreshMessage(overrides: Partial<TokenRefreshMessage> = {}): TokenRefreshMessage {
  return {
    schemaVersion: 1,
    operatorId: 'acorn',
    provider: 'stora',
    epoch: 1,
    tokenVersion: 1,
    ...overrides,
  };
}
