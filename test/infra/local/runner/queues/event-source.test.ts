import { fileURLToPath } from 'node:url';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { describe, expect, it, vi } from 'vitest';
import {
  aQueueWithWorker,
  aTable,
  countsOf,
  printed,
  send,
} from '../support/a-queue-with-worker.ts';
import { aRunner } from '../support/a-runner.ts';

interface Batch {
  readonly pid: number;
  readonly bodies: string[];
}

const printBatch =
  'const bodies = event.Records.map(({ body }) => body); console.log(JSON.stringify({ pid: process.pid, bodies }));';

/**
 * Counts in the table how many batches run at once, in all and per group. The first batches wait until a second one
 * has started, so that a runner that works one by one hangs instead of passing.
 */
const countingWorker = `
const { DynamoDBClient, UpdateItemCommand } = require(${JSON.stringify(
  fileURLToPath(import.meta.resolve('@aws-sdk/client-dynamodb')),
)});
const client = new DynamoDBClient({});
const add = async (pk, by) => {
  const { Attributes } = await client.send(new UpdateItemCommand({
    TableName: 'records', Key: { pk: { S: pk } }, ReturnValues: 'ALL_NEW',
    UpdateExpression: 'ADD amount :by', ExpressionAttributeValues: { ':by': { N: String(by) } },
  }));
  return Number(Attributes.amount.N);
};
exports.handler = async (event) => {
  const groups = [...new Set(event.Records.map((record) => record.attributes.MessageGroupId))];
  const running = await add('running', 1);
  const inGroup = await Promise.all(groups.map((group) => add(group, 1)));
  await add('started', 1);
  while ((await add('started', 0)) < 2);
  const bodies = event.Records.map(({ body }) => body);
  console.log(JSON.stringify({ running, inGroup: Math.max(...inGroup), bodies }));
  await Promise.all([add('running', -1), ...groups.map((group) => add(group, -1))]);
};`;

describe('a queue with a worker', () => {
  it('delivers records as Lambda does and deletes what was handled', async () => {
    const runner = await aRunner({
      functions: {
        Worker: { source: 'exports.handler = async (e) => console.log(JSON.stringify(e));' },
      },
      resources: aQueueWithWorker(),
    });
    await runner.clients.sqs.send(
      new SendMessageCommand({
        QueueUrl: runner.resources.queues.find(({ name }) => name === 'work.fifo')?.url,
        MessageGroupId: 'acorn',
        MessageDeduplicationId: 'evt_1',
        MessageBody: '{"a":1}',
        MessageAttributes: { kind: { DataType: 'String', StringValue: 'change' } },
      }),
    );

    const [event] = await vi.waitFor(() => {
      const events = printed<{ Records: unknown[] }>(runner, 'Worker');
      expect(events).toHaveLength(1);
      return events;
    });

    expect(event?.Records).toEqual([
      {
        messageId: expect.any(String),
        receiptHandle: expect.any(String),
        body: '{"a":1}',
        attributes: expect.objectContaining({
          ApproximateReceiveCount: '1',
          SentTimestamp: expect.stringMatching(/^\d{13}$/),
          ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
          SequenceNumber: expect.stringMatching(/^\d+$/),
          SenderId: expect.any(String),
          MessageGroupId: 'acorn',
          MessageDeduplicationId: 'evt_1',
        }),
        messageAttributes: {
          kind: {
            stringValue: 'change',
            stringListValues: [],
            binaryListValues: [],
            dataType: 'String',
          },
        },
        md5OfBody: expect.stringMatching(/^[0-9a-f]{32}$/),
        md5OfMessageAttributes: expect.stringMatching(/^[0-9a-f]{32}$/),
        eventSource: 'aws:sqs',
        eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:work.fifo',
        awsRegion: 'us-east-1',
      },
    ]);
    await vi.waitFor(async () =>
      expect(await countsOf(runner, 'work.fifo')).toEqual({ waiting: 0, inFlight: 0 }),
    );
  });

  it('keeps failed messages hidden, deletes the others, and goes on with other groups', async () => {
    const runner = await aRunner({
      functions: {
        Worker: {
          source: `exports.handler = async (event) => {
            ${printBatch}
            const failed = event.Records.filter(({ attributes }) => attributes.MessageGroupId === 'bad');
            return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
          };`,
        },
      },
      resources: aQueueWithWorker(),
    });

    await send(runner, [
      ['bad', 'bad 1'],
      ['bad', 'bad 2'],
      ['good', 'good 1'],
      ['good', 'good 2'],
    ]);

    await vi.waitFor(async () =>
      expect(await countsOf(runner, 'work.fifo')).toEqual({ waiting: 0, inFlight: 2 }),
    );
    const bodies = printed<Batch>(runner, 'Worker').flatMap((batch) => batch.bodies);
    expect(bodies.toSorted()).toEqual(['bad 1', 'bad 2', 'good 1', 'good 2']);
  });

  it('keeps the whole batch hidden when the function throws', async () => {
    const runner = await aRunner({
      functions: {
        Worker: { source: 'exports.handler = async () => { throw new Error("no"); };' },
      },
      resources: aQueueWithWorker(),
    });

    await send(runner, [
      ['a', '1'],
      ['a', '2'],
    ]);

    await vi.waitFor(() => expect(runner.problems).toEqual(['Worker: Error']));
    expect(await countsOf(runner, 'work.fifo')).toEqual({ waiting: 0, inFlight: 2 });
  });

  it('redelivers a group in order after a worker was killed, and moves on', async () => {
    const runner = await aRunner({
      functions: {
        Worker: {
          source: `exports.handler = async (event) => {
            ${printBatch}
            if (event.Records[0].attributes.ApproximateReceiveCount === '1') await new Promise(() => {});
          };`,
        },
      },
      resources: aQueueWithWorker({ visibilityTimeout: 1 }),
    });
    await send(runner, [
      ['a', '1'],
      ['a', '2'],
      ['a', '3'],
    ]);
    const [first] = await vi.waitFor(() => {
      const batches = printed<Batch>(runner, 'Worker');
      expect(batches).toHaveLength(1);
      return batches;
    });

    process.kill(first?.pid ?? 0, 'SIGKILL');

    await vi.waitFor(
      async () => {
        expect(await countsOf(runner, 'work.fifo')).toEqual({ waiting: 0, inFlight: 0 });
      },
      { timeout: 10_000 },
    );
    const redelivered = printed<Batch>(runner, 'Worker').slice(1);
    expect(redelivered.flatMap(({ bodies }) => bodies)).toEqual(['1', '2', '3']);
  });

  it('moves a message that is received too often to the dead letters', async () => {
    const runner = await aRunner({
      functions: {
        Worker: { source: 'exports.handler = async () => { throw new Error("no"); };' },
      },
      resources: aQueueWithWorker({ maxReceiveCount: 2, visibilityTimeout: 1 }),
    });

    await send(runner, [['a', 'poison']]);

    await vi.waitFor(
      async () =>
        expect(await countsOf(runner, 'work-dlq.fifo')).toEqual({ waiting: 1, inFlight: 0 }),
      { timeout: 10_000 },
    );
    expect(runner.problems).toEqual(['Worker: Error', 'Worker: Error']);
  });

  it('runs no more batches at once than MaximumConcurrency, and never two of a group', async () => {
    const runner = await aRunner({
      functions: {
        Worker: {
          source: countingWorker,
        },
      },
      resources: {
        Table: aTable,
        ...aQueueWithWorker({ mapping: { ScalingConfig: { MaximumConcurrency: 2 } } }),
      },
    });
    const messages = Array.from({ length: 60 }, (_, index) => {
      return [`group-${index % 20}`, String(index)] as const;
    });

    await send(runner, messages);

    await vi.waitFor(
      async () => expect(await countsOf(runner, 'work.fifo')).toEqual({ waiting: 0, inFlight: 0 }),
      { timeout: 20_000 },
    );
    const batches = printed<{ running: number; inGroup: number; bodies: string[] }>(
      runner,
      'Worker',
    );
    expect(Math.max(...batches.map(({ running }) => running))).toBe(2);
    expect(Math.max(...batches.map(({ inGroup }) => inGroup))).toBe(1);
    expect(batches.flatMap(({ bodies }) => bodies).toSorted()).toEqual(
      messages.map(([, body]) => body).toSorted(),
    );
    expect(runner.functions.get('Worker')?.workers().length).toBeLessThanOrEqual(2);
  });

  it('is left alone while its mapping is disabled', async () => {
    const runner = await aRunner({
      functions: { Worker: { source: 'exports.handler = async () => {};' } },
      resources: aQueueWithWorker({ mapping: { Enabled: false } }),
    });

    await send(runner, [['a', '1']]);

    expect(await countsOf(runner, 'work.fifo')).toEqual({ waiting: 1, inFlight: 0 });
    expect(runner.aws.calls.snapshot()).not.toHaveProperty('sqs.ReceiveMessage');
  });
});
