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

let world: CoreUnderTest;

beforeEach(() => {
  world = openCore();
});

describe('SqsCore and time', () => {
  it('drops a duplicate 299.999 s after the send and takes it after 300 s', () => {
    const url = createFifo(world);
    const first = send(world, url, 'm1');
    world.passTime(299_999);
    expect(send(world, url, 'm1').MessageId).toBe(first.MessageId);
    world.passTime(1);

    expect(send(world, url, 'm1').MessageId).not.toBe(first.MessageId);
    expect(receiveBodies(world, url)).toEqual(['m1', 'm1']);
  });

  it('does not prolong deduplication by a duplicate', () => {
    const url = createFifo(world);
    send(world, url, 'm1');
    world.passTime(200_000);
    send(world, url, 'm1');
    world.passTime(100_000);
    send(world, url, 'm1');

    expect(receiveBodies(world, url)).toEqual(['m1', 'm1']);
  });

  it('keeps a message until its retention ends, also while it is in flight', () => {
    const url = createFifo(world, 'short', { MessageRetentionPeriod: '60' });
    send(world, url, 'm1');
    world.passTime(30_000);
    send(world, url, 'm2');
    const [message] = receive(world, url, 1);
    world.passTime(29_999);
    expect(countOf(world, url, 'NotVisible')).toBe(1);
    world.passTime(1);

    expect(countOf(world, url, 'NotVisible')).toBe(0);
    expect(receiveBodies(world, url)).toEqual(['m2']);
    const ReceiptHandle = message?.ReceiptHandle ?? '';
    expect(() => world.core.deleteMessage({ QueueUrl: url, ReceiptHandle })).not.toThrow();
  });

  it('shows a message again exactly when its visibility timeout ends', () => {
    const url = createFifo(world);
    send(world, url, 'm1');
    receive(world, url);
    world.passTime(29_999);
    expect(receiveBodies(world, url)).toEqual([]);
    world.passTime(1);

    expect(receiveBodies(world, url)).toEqual(['m1']);
  });

  it('takes a visibility timeout that ends 12 hours after the receive and no later one', () => {
    const url = createFifo(world);
    send(world, url, 'm1');
    const ReceiptHandle = receive(world, url)[0]?.ReceiptHandle ?? '';
    const change = (VisibilityTimeout: number) => () =>
      world.core.changeMessageVisibility({ QueueUrl: url, ReceiptHandle, VisibilityTimeout });
    world.passTime(10_000);

    expect(change(43_191)).toThrow(/beyond the limit \[43200 seconds\]/);
    expect(change(43_190)).not.toThrow();
    expect(change(43_201)).toThrow(/between 0 and 43200/);
  });

  it('counts the 12 hours from the latest receive', () => {
    const url = createFifo(world);
    send(world, url, 'm1');
    receive(world, url);
    world.passTime(30_000);
    const ReceiptHandle = receive(world, url)[0]?.ReceiptHandle ?? '';

    const change = { QueueUrl: url, ReceiptHandle, VisibilityTimeout: 43_200 };
    expect(() => world.core.changeMessageVisibility(change)).not.toThrow();
  });

  it('holds every message back by the delay of a FIFO queue, older ones too', () => {
    const url = createFifo(world);
    send(world, url, 'm1');
    const delay = (DelaySeconds: string) =>
      world.core.setQueueAttributes({ QueueUrl: url, Attributes: { DelaySeconds } });
    delay('5');
    send(world, url, 'm2');
    expect(receiveBodies(world, url)).toEqual([]);
    expect(countOf(world, url, 'Delayed')).toBe(2);
    world.passTime(5_000);

    expect(receiveBodies(world, url)).toEqual(['m1', 'm2']);
  });

  it('replays a receive for 5 minutes and prolongs the visibility each time', () => {
    const url = createFifo(world, 'replay', { VisibilityTimeout: '200' });
    send(world, url, 'm1');
    const attempt = { QueueUrl: url, ReceiveRequestAttemptId: 'one' };
    const handles = () =>
      (world.core.receiveMessage(attempt).Messages ?? []).map((message) => message.ReceiptHandle);
    const first = handles();
    world.passTime(150_000);
    expect(handles()).toEqual(first);
    world.passTime(149_999);
    expect(handles()).toEqual(first);
    world.passTime(1);

    expect(handles()).toEqual([]);
    world.passTime(199_999);
    expect(handles()).toHaveLength(1);
  });

  it('does not replay a receive whose messages became visible in between', () => {
    const url = createFifo(world);
    send(world, url, 'm1');
    const attempt = { QueueUrl: url, ReceiveRequestAttemptId: 'one' };
    const first = world.core.receiveMessage(attempt).Messages?.[0]?.ReceiptHandle;
    world.passTime(30_000);

    const again = world.core.receiveMessage(attempt).Messages?.[0]?.ReceiptHandle;

    expect(again).toBeDefined();
    expect(again).not.toBe(first);
  });

  it('tells when a queue may have something next', () => {
    const url = createFifo(world);
    send(world, url, 'm1');
    expect(world.core.nextWakeAtEpochMs(url)).toBeUndefined();
    const ReceiptHandle = receive(world, url)[0]?.ReceiptHandle ?? '';
    expect(world.core.nextWakeAtEpochMs(url)).toBe(world.now() + 30_000);
    world.core.changeMessageVisibility({ QueueUrl: url, ReceiptHandle, VisibilityTimeout: 90 });

    expect(world.core.nextWakeAtEpochMs(url)).toBe(world.now() + 90_000);
  });

  it('refuses a second purge within 60 seconds', () => {
    const url = createFifo(world);
    send(world, url, 'm1');
    world.core.purgeQueue({ QueueUrl: url });
    expect(receiveBodies(world, url)).toEqual([]);
    world.passTime(59_999);
    expect(() => world.core.purgeQueue({ QueueUrl: url })).toThrow(/every 60 seconds/);
    world.passTime(1);

    expect(() => world.core.purgeQueue({ QueueUrl: url })).not.toThrow();
  });
});
