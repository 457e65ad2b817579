import type { SQSClient } from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { SqsCore } from '../../../infra/local/aws/sqs/sqs-core.ts';
import { SqsDeferrer } from '../../../shared/adapters/sqs/defer-visibility.ts';
import {
  callBackMessages,
  sweepResting,
} from '../../../shared/application/resting/call-back-messages.ts';
import { MessageRest } from '../../../shared/application/resting/rest-messages.ts';
import type { Connection } from '../../../shared/contracts/connection-item.ts';
import { type Disposition, queueWorker } from '../../../shared/runtime/queue-worker.ts';
import { aConnection } from '../../builders/a-connection.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { InMemoryConnections } from '../../fakes/in-memory-connections.ts';
import { InMemoryResting } from '../../fakes/in-memory-resting.ts';
import { RecordingLog } from '../../fakes/recording-log.ts';

const queue = 'changes-xero';
const operatorId = 'acorn';
const needsReconnect: Disposition = {
  kind: 'deferred',
  retryAfterSeconds: 900,
  reason: 'needs_reconnect',
};

const queueName = `${queue}.fifo`;

/** The emulator's queue behind the SDK's client, as far as our adapter uses it. */
function openEmulator(clock: FakeClock) {
  const ids = Array.from({ length: 100 }, (_, index) => `id-${index}`).values();
  const core = new SqsCore({
    clock: { now: () => clock.nowEpochMs() },
    nextId: () => ids.next().value ?? 'id',
  });
  const attributes = { FifoQueue: 'true', VisibilityTimeout: '270' };
  const { QueueUrl } = core.createQueue({ QueueName: queueName, Attributes: attributes });
  const client = {
    send: async ({ input }: { input: never }) => core.changeMessageVisibilityBatch(input),
  } as unknown as SQSClient;
  const received = () =>
    core.receiveMessage({
      QueueUrl,
      MaxNumberOfMessages: 10,
      MessageSystemAttributeNames: ['All'],
    }).Messages ?? [];
  return {
    deferrer: new SqsDeferrer({ client, queueUrl: QueueUrl }),
    records: () =>
      received().map(({ MessageId = '', ReceiptHandle = '', Body, Attributes }) => ({
        messageId: MessageId,
        receiptHandle: ReceiptHandle,
        body: Body,
        attributes: Attributes,
      })),
    delete: (handle: string) => core.deleteMessage({ QueueUrl, ReceiptHandle: handle }),
    send: (id: string) =>
      core.sendMessage({
        QueueUrl,
        MessageBody: JSON.stringify(id),
        MessageGroupId: operatorId,
        MessageDeduplicationId: id,
      }),
  };
}

/** The real worker and adapter over the emulator's queue; time only moves when a test says so. */
function openQueue() {
  const clock = new FakeClock();
  const emulator = openEmulator(clock);
  const log = new RecordingLog();
  const resting = new InMemoryResting();
  const connections = new InMemoryConnections();
  const { deferrer } = emulator;
  const deps = { resting, connections, hidden: { [queue]: deferrer }, clock, log };
  const handled: string[] = [];
  let answer: () => Promise<Disposition> = async () => needsReconnect;
  const worker = queueWorker(() => ({
    schema: z.string(),
    handle: async (batch) => {
      handled.push(...batch.map(({ message }) => message));
      const disposition = await answer();
      return batch.map(() => disposition);
    },
    deferrer,
    rest: new MessageRest(deps, queue),
    log,
    metrics: Object.assign(log, { flush: () => undefined }),
  }));
  /** One invocation over what is visible; answers how many messages that was. */
  async function work(): Promise<number> {
    const records = emulator.records();
    if (records.length === 0) return 0;
    const event = { Records: records } as unknown as SQSEvent;
    const { batchItemFailures } = (await worker(event, {} as never)) as SQSBatchResponse;
    const kept = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    for (const { messageId, receiptHandle } of records)
      if (!kept.has(messageId)) emulator.delete(receiptHandle);
    return records.length;
  }
  return {
    clock,
    resting,
    deps,
    handled,
    work,
    send: emulator.send,
    answerWith: (next: () => Promise<Disposition>) => {
      answer = next;
    },
    callBack: () => callBackMessages(deps, operatorId),
    connect: (overrides: Partial<Connection> = {}) => {
      connections.seed(aConnection({ operatorId, provider: 'stora', ...overrides }));
      connections.seed(aConnection({ operatorId, provider: 'xero', ...overrides }));
    },
  };
}

const done: Disposition = { kind: 'done' };

describe('messages that wait for a reconnect', () => {
  it('are visible again at once when it comes, in their order and with all that came meanwhile', async () => {
    const world = openQueue();
    for (const id of ['a', 'b', 'c']) world.send(id);
    expect(await world.work()).toBe(3);
    world.clock.advance(120_000);
    world.send('d');
    expect(await world.work()).toBe(0);

    await world.callBack();
    world.answerWith(async () => done);

    expect(await world.work()).toBe(4);
    expect(world.handled).toEqual(['a', 'b', 'c', 'a', 'b', 'c', 'd']);
  });

  it('are shown once: being called back twice, or late, does no harm', async () => {
    const world = openQueue();
    world.send('a');
    await world.work();
    await world.callBack();
    await world.callBack();
    world.answerWith(async () => done);
    expect(await world.work()).toBe(1);

    await world.callBack();
    expect(await world.work()).toBe(0);
  });

  it('are not hidden when the connection came while they were worked', async () => {
    const world = openQueue();
    world.send('a');
    world.answerWith(async () => {
      await world.callBack();
      return needsReconnect;
    });
    await world.work();

    world.clock.advance(3_000);
    world.answerWith(async () => done);
    expect(await world.work()).toBe(1);
  });

  it('rest again, for as long as before, when the connection died once more', async () => {
    const world = openQueue();
    world.send('a');
    await world.work();
    await world.callBack();
    world.clock.advance(10_000);
    await world.work();

    world.clock.advance(800_000);
    expect(await world.work()).toBe(0);
    await world.callBack();
    expect(await world.work()).toBe(1);
  });

  it('come back by themselves within a minute when nobody could note where they are', async () => {
    const world = openQueue();
    world.send('a');
    world.resting.faults.failNext('note', new Error('The table is away.'));
    await world.work();

    world.clock.advance(61_000);
    expect(await world.work()).toBe(1);
  });

  it('are found by the sweep where whoever connected died before calling them back', async () => {
    const world = openQueue();
    world.connect({ status: 'needs_reconnect' });
    world.send('a');
    await world.work();
    const sweep = () => sweepResting(world.deps, world.clock.nowEpochMs() + 60_000);
    expect(await sweep()).toEqual({ calledBack: 0 });

    world.connect();
    expect(await sweep()).toEqual({ calledBack: 1 });
    world.answerWith(async () => done);

    expect(await world.work()).toBe(1);
    expect(await sweep()).toEqual({ calledBack: 0 });
  });

  it('are shown once more where whoever showed them died before saying so', async () => {
    const world = openQueue();
    world.connect();
    world.send('a');
    await world.work();
    world.resting.faults.failNext('forget', new Error('The table is away.'));
    await world.callBack();
    await sweepResting(world.deps, world.clock.nowEpochMs() + 60_000);

    expect(await world.work()).toBe(1);
  });
});

describe('messages that wait for pace', () => {
  const paced: Disposition = { kind: 'deferred', retryAfterSeconds: 7_200, reason: 'pace' };

  it('are left alone by the sweep, until somebody wants them back', async () => {
    const world = openQueue();
    world.connect();
    world.answerWith(async () => paced);
    world.send('a');
    await world.work();
    const sweep = () => sweepResting(world.deps, world.clock.nowEpochMs() + 60_000);
    expect(await sweep()).toEqual({ calledBack: 0 });

    await world.resting.want(operatorId, queue, world.clock.nowEpochMs() + 60_000);
    expect(await sweep()).toEqual({ calledBack: 0 });
    world.clock.advance(60_000);

    expect(await sweep()).toEqual({ calledBack: 1 });
    expect(await world.work()).toBe(1);
  });
});
