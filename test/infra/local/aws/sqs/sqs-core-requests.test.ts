import { beforeEach, describe, expect, it } from 'vitest';
import {
  type CoreUnderTest,
  countOf,
  createFifo,
  openCore,
  receive,
  receiveBodies,
  send,
} from './core-under-test.ts';

const parameter = 'InvalidParameterValue';
const value = 'InvalidAttributeValue';
const name = 'InvalidAttributeName';

let world: CoreUnderTest;

beforeEach(() => {
  world = openCore();
});

describe('SqsCore requests', () => {
  it('gives an existing queue for equal attributes and refuses other ones', () => {
    const url = createFifo(world, 'same', { VisibilityTimeout: '60' });

    expect(createFifo(world, 'same', { VisibilityTimeout: '60' })).toBe(url);
    expect(() => createFifo(world, 'same', { VisibilityTimeout: '61' })).toThrow(
      expect.objectContaining({ code: 'QueueNameExists' }),
    );
  });

  it.each([
    { mistake: 'a FIFO name without .fifo', Attributes: { FifoQueue: 'true' }, code: parameter },
    { mistake: 'a standard name with .fifo', QueueName: 'orders.fifo', code: parameter },
    { mistake: 'a timeout out of range', Attributes: { VisibilityTimeout: '43201' }, code: value },
    { mistake: 'an unknown attribute', Attributes: { Colour: 'red' }, code: name },
    { mistake: 'a FIFO attribute alone', Attributes: { DeduplicationScope: 'queue' }, code: name },
  ])('refuses to create a queue with $mistake', ({ QueueName = 'orders', Attributes, code }) => {
    const attributes = Object.fromEntries(Object.entries(Attributes ?? {}));

    expect(() => world.core.createQueue({ QueueName, Attributes: attributes })).toThrow(
      expect.objectContaining({ code }),
    );
  });

  it('refuses throughput per group while ids are compared queue-wide', () => {
    expect(() => createFifo(world, 'fast', { FifoThroughputLimit: 'perMessageGroupId' })).toThrow(
      /DeduplicationScope messageGroup/,
    );
  });

  it('finds, lists by prefix in pages and deletes queues', () => {
    const urls = ['live', 'live-2', 'other'].map((name) => createFifo(world, name));

    expect(world.core.getQueueUrl({ QueueName: 'other.fifo' }).QueueUrl).toBe(urls[2]);
    const page = world.core.listQueues({ QueueNamePrefix: 'live', MaxResults: 1 });
    expect(page).toEqual({ QueueUrls: [urls[0]], NextToken: '1' });
    const next = { QueueNamePrefix: 'live', MaxResults: 1, NextToken: '1' };
    expect(world.core.listQueues(next)).toEqual({ QueueUrls: [urls[1]] });
    world.core.deleteQueue({ QueueUrl: urls[0] ?? '' });
    expect(() => world.core.getQueueUrl({ QueueName: 'live.fifo' })).toThrow(
      expect.objectContaining({ code: 'QueueDoesNotExist' }),
    );
  });

  it('reports each entry of a send batch on its own', () => {
    const url = createFifo(world);
    const entry = { MessageBody: 'x', MessageGroupId: 'a' };

    const result = world.core.sendMessageBatch({
      QueueUrl: url,
      Entries: [
        { Id: 'good', ...entry, MessageDeduplicationId: '1' },
        { Id: 'no-id', ...entry },
        { Id: 'no-group', MessageBody: 'x', MessageDeduplicationId: '2' },
        { Id: 'control', ...entry, MessageBody: '\u0001', MessageDeduplicationId: '3' },
      ],
    });

    expect(result.Successful.map(({ Id }) => Id)).toEqual(['good']);
    expect(result.Failed.map(({ Id, Code }) => [Id, Code])).toEqual([
      ['no-id', 'InvalidParameterValue'],
      ['no-group', 'MissingParameter'],
      ['control', 'AWS.SimpleQueueService.InvalidMessageContents'],
    ]);
  });

  it.each([
    [[], 'EmptyBatchRequest'],
    [Array.from({ length: 11 }, (_, index) => String(index)), 'TooManyEntriesInBatchRequest'],
    [['a', 'a'], 'BatchEntryIdsNotDistinct'],
    [['a b'], 'InvalidBatchEntryId'],
  ])('refuses a batch with the ids %j as a whole', (ids, code) => {
    const QueueUrl = createFifo(world);
    const Entries = ids.map((Id) => ({ Id, ReceiptHandle: 'x' }));

    expect(() => world.core.deleteMessageBatch({ QueueUrl, Entries })).toThrow(
      expect.objectContaining({ code }),
    );
  });

  it('refuses a handle of another queue', () => {
    const url = createFifo(world);
    const other = createFifo(world, 'other');
    send(world, url, 'm1');
    const ReceiptHandle = receive(world, url)[0]?.ReceiptHandle ?? '';

    expect(() => world.core.deleteMessage({ QueueUrl: other, ReceiptHandle })).toThrow(
      expect.objectContaining({ code: 'ReceiptHandleIsInvalid' }),
    );
  });

  it('tells a late visibility change apart from one on a message received again', () => {
    const url = createFifo(world);
    send(world, url, 'm1');
    const ReceiptHandle = receive(world, url)[0]?.ReceiptHandle ?? '';
    const change = () =>
      world.core.changeMessageVisibility({ QueueUrl: url, ReceiptHandle, VisibilityTimeout: 9 });
    world.passTime(30_000);
    expect(change).toThrow(expect.objectContaining({ code: 'MessageNotInflight' }));
    receive(world, url);

    expect(change).toThrow(/not available for visibility timeout change/);
  });

  it('reports an expired handle in a delete batch under its batch code', () => {
    const url = createFifo(world);
    send(world, url, 'm1');
    const ReceiptHandle = receive(world, url)[0]?.ReceiptHandle ?? '';
    world.passTime(30_000);

    const Entries = [{ Id: '0', ReceiptHandle }];
    expect(world.core.deleteMessageBatch({ QueueUrl: url, Entries }).Failed).toEqual([
      {
        Id: '0',
        SenderFault: true,
        Code: 'ReceiptHandleIsInvalid',
        Message: 'The receipt handle has expired',
      },
    ]);
  });

  it('counts visible, hidden and delayed messages', () => {
    const url = createFifo(world);
    for (const body of ['m1', 'm2', 'm3']) send(world, url, body);
    receive(world, url, 1);

    expect(countOf(world, url)).toBe(2);
    expect(countOf(world, url, 'NotVisible')).toBe(1);
    expect(countOf(world, url, 'Delayed')).toBe(0);
  });

  it('gives the digest of attributes that other SQS clients compute', () => {
    const QueueUrl = createFifo(world);
    const sent = world.core.sendMessage({
      QueueUrl,
      MessageBody: 'x',
      MessageGroupId: 'a',
      MessageDeduplicationId: '1',
      MessageAttributes: {
        timestamp: { DataType: 'Number.java.lang.Long', StringValue: '1493147359900' },
      },
    });

    expect(sent.MD5OfMessageAttributes).toBe('2e2e4876d8e0bd6b8c2c8f556831c349');
  });

  it('looks for available groups among the oldest 120,000 messages only', () => {
    const url = createFifo(world);
    const other = createFifo(world, 'small');
    const late = { MessageBody: 'late', MessageGroupId: 'late', MessageDeduplicationId: 'late' };
    for (let index = 0; index < 120_000; index += 1) send(world, url, `big-${index}`);
    receive(world, url);
    for (const QueueUrl of [url, other]) world.core.sendMessage({ QueueUrl, ...late });

    expect(receiveBodies(world, url)).toEqual([]);
    expect(receiveBodies(world, other)).toEqual(['late']);
  });

  it('treats every message of a standard queue as a group of its own, with delays per message', () => {
    const { QueueUrl } = world.core.createQueue({ QueueName: 'plain' });
    world.core.sendMessage({ QueueUrl, MessageBody: 'late', DelaySeconds: 5 });
    world.core.sendMessage({ QueueUrl, MessageBody: 'now' });
    world.core.sendMessage({ QueueUrl, MessageBody: 'now' });
    expect(receiveBodies(world, QueueUrl, 1)).toEqual(['now']);
    expect(receiveBodies(world, QueueUrl)).toEqual(['now']);
    world.passTime(5_000);

    expect(receiveBodies(world, QueueUrl)).toEqual(['late']);
  });

  it('deletes on a standard queue with the latest handle even when it has expired', () => {
    const { QueueUrl } = world.core.createQueue({ QueueName: 'plain' });
    world.core.sendMessage({ QueueUrl, MessageBody: 'm1' });
    const [first] = receive(world, QueueUrl);
    world.passTime(30_000);
    const [second] = receive(world, QueueUrl);
    world.passTime(30_000);

    world.core.deleteMessage({ QueueUrl, ReceiptHandle: first?.ReceiptHandle ?? '' });
    expect(countOf(world, QueueUrl)).toBe(1);
    world.core.deleteMessage({ QueueUrl, ReceiptHandle: second?.ReceiptHandle ?? '' });
    expect(countOf(world, QueueUrl)).toBe(0);
  });
});
