import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  type Message,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { bodies, hasVirtualClock, numbered, openSqs, verbsFor } from './sqs-under-test.ts';

let sqs: Awaited<ReturnType<typeof openSqs>>;
const { send, sendAll, receive, receiveUntil, deleteAll } = verbsFor(() => sqs);

beforeAll(async () => {
  sqs = await openSqs();
});
afterAll(async () => {
  await sqs.stop();
});

function changeVisibility(QueueUrl: string, message: Message | undefined, seconds: number) {
  return sqs.client.send(
    new ChangeMessageVisibilityCommand({
      QueueUrl,
      ReceiptHandle: message?.ReceiptHandle,
      VisibilityTimeout: seconds,
    }),
  );
}

function changeAllVisibility(QueueUrl: string, messages: readonly Message[], seconds: number) {
  return sqs.client.send(
    new ChangeMessageVisibilityBatchCommand({
      QueueUrl,
      Entries: messages.map(({ ReceiptHandle }, index) => ({
        Id: String(index),
        ReceiptHandle,
        VisibilityTimeout: seconds,
      })),
    }),
  );
}

describe('SQS FIFO order and groups', () => {
  it('F01: a send answers with ids, a growing sequence number and the digest of the body', async () => {
    const url = await sqs.createQueue();

    const first = await send(url, 'one');
    const second = await send(url, 'two');

    expect(first.MessageId).not.toBe(second.MessageId);
    expect(BigInt(second.SequenceNumber ?? 0)).toBeGreaterThan(BigInt(first.SequenceNumber ?? 0));
    expect(first.MD5OfMessageBody).toBe('f97c5d29941bfb1b2fdab0874906ab82');
  });

  it('F02: one receive returns up to 10 messages of the same group in order', async () => {
    const url = await sqs.createQueue();
    await sendAll(url, numbered(12));

    const messages = await receive(url);

    expect(bodies(messages)).toEqual(numbered(10));
  });

  it('F03: a receive takes as many messages of one group as it can before another group', async () => {
    const url = await sqs.createQueue();
    for (const name of ['1', '2', '3']) {
      await send(url, `a${name}`, { MessageGroupId: 'a' });
      await send(url, `b${name}`, { MessageGroupId: 'b' });
    }

    const messages = await receive(url, { MaxNumberOfMessages: 4 });

    const groups = bodies(messages).map((body) => body?.charAt(0));
    expect(messages).toHaveLength(4);
    expect(groups.filter((group) => group === groups[0])).toHaveLength(3);
    expect(new Set(groups.slice(0, 3)).size).toBe(1);
  });

  it('F04: a receive without a number returns one message', async () => {
    const url = await sqs.createQueue();
    await sendAll(url, numbered(3));

    const messages = await receive(url, { MaxNumberOfMessages: undefined });

    expect(bodies(messages)).toEqual(['m1']);
  });

  it('F05: a group gives nothing while one of its messages is in flight', async () => {
    const url = await sqs.createQueue();
    await sendAll(url, numbered(3));
    await receive(url, { MaxNumberOfMessages: 1 });

    expect(await receive(url)).toEqual([]);
  });

  it('F06: other groups go on while one group is in flight', async () => {
    const url = await sqs.createQueue();
    await sendAll(url, ['a1', 'a2'], 'a');
    await receive(url, { MaxNumberOfMessages: 1 });
    await sendAll(url, ['b1', 'b2'], 'b');

    expect(bodies(await receive(url))).toEqual(['b1', 'b2']);
  });

  it('F07: deleting some of the messages in flight leaves the group blocked', async () => {
    const url = await sqs.createQueue();
    await sendAll(url, numbered(4));
    const messages = await receive(url, { MaxNumberOfMessages: 3 });
    await deleteAll(url, messages.slice(0, 2));

    expect(await receive(url)).toEqual([]);
  });

  it('F08: deleting all messages in flight gives the next ones in order', async () => {
    const url = await sqs.createQueue();
    await sendAll(url, numbered(5));
    await deleteAll(url, await receive(url, { MaxNumberOfMessages: 3 }));

    expect(bodies(await receiveUntil(url, 2))).toEqual(['m4', 'm5']);
  });
});

describe('SQS FIFO redelivery', () => {
  it('F09: visibility 0 on all messages gives them again in order', async () => {
    const url = await sqs.createQueue();
    await sendAll(url, numbered(3));
    const messages = await receive(url, { MaxNumberOfMessages: 2 });
    await changeAllVisibility(url, messages.toReversed(), 0);

    expect(bodies(await receiveUntil(url, 3))).toEqual(numbered(3));
  });

  it('F10: messages whose visibility timeout ends come again in order', async () => {
    const url = await sqs.createQueue({ VisibilityTimeout: '2' });
    await sendAll(url, numbered(3));
    await receive(url, { MaxNumberOfMessages: 2 });
    sqs.passTime(2_000);

    const again = await receiveUntil(url, 3, { VisibilityTimeout: 30 });

    expect(bodies(again)).toEqual(numbered(3));
  });

  it('F11: a group waits for the longest visibility timeout among its messages', async () => {
    const url = await sqs.createQueue();
    await sendAll(url, numbered(2));
    const [first, second] = await receive(url);
    await changeVisibility(url, second, 60);
    await changeVisibility(url, first, 0);

    expect(await receive(url)).toEqual([]);
  });

  it('F12: a longer visibility counts from the change', async () => {
    const url = await sqs.createQueue({ VisibilityTimeout: '2' });
    await send(url, 'm1');
    const [message] = await receive(url);
    sqs.passTime(1_000);
    await changeVisibility(url, message, 4);
    sqs.passTime(3_999);
    expect(await receive(url, { WaitTimeSeconds: 0 })).toEqual([]);
    sqs.passTime(1);

    expect(bodies(await receiveUntil(url, 1))).toEqual(['m1']);
  });

  it('F13: a visibility batch sets one value on all and reports the entries that fail', async () => {
    const url = await sqs.createQueue();
    await sendAll(url, numbered(3));
    const [first, second, third] = await receive(url);
    await deleteAll(url, [second ?? {}]);

    const result = await changeAllVisibility(url, [first ?? {}, second ?? {}, third ?? {}], 0);

    expect(result.Successful?.map((entry) => entry.Id)).toEqual(['0', '2']);
    expect(result.Failed).toMatchObject([{ Id: '1', SenderFault: true }]);
    expect(bodies(await receiveUntil(url, 2))).toEqual(['m1', 'm3']);
  });

  it('F14: the visibility timeout of a receive outranks that of the queue', async () => {
    const url = await sqs.createQueue({ VisibilityTimeout: '600' });
    await send(url, 'm1');
    await receive(url, { VisibilityTimeout: 1 });
    sqs.passTime(1_000);

    expect(bodies(await receiveUntil(url, 1))).toEqual(['m1']);
  });

  it('F15: every receive counts, and the time of the first receive stays', async () => {
    const url = await sqs.createQueue();
    const options = { MessageSystemAttributeNames: ['All' as const] };
    await send(url, 'm1');
    const [first] = await receive(url, options);
    sqs.passTime(1_000);
    await changeVisibility(url, first, 0);

    const [again] = await receiveUntil(url, 1, options);

    expect(first?.Attributes?.ApproximateReceiveCount).toBe('1');
    expect(again?.Attributes?.ApproximateReceiveCount).toBe('2');
    expect(again?.Attributes?.ApproximateFirstReceiveTimestamp).toBe(
      first?.Attributes?.ApproximateFirstReceiveTimestamp,
    );
  });

  it('F16: a visibility timeout cannot end later than 12 hours after the receive', async () => {
    const url = await sqs.createQueue();
    await send(url, 'm1');
    const [message] = await receive(url);
    sqs.passTime(5_000);

    await vi.waitFor(() =>
      expect(changeVisibility(url, message, 43_200)).rejects.toThrow(/beyond the limit/),
    );
    await expect(changeVisibility(url, message, 43_100)).resolves.toBeDefined();
  });
});

describe('SQS FIFO deduplication', () => {
  it('F17: a duplicate send answers with the ids of the first and adds no message', async () => {
    const url = await sqs.createQueue();
    const first = await send(url, 'one', { MessageDeduplicationId: 'same' });

    const second = await send(url, 'two', { MessageDeduplicationId: 'same' });

    expect(second.MessageId).toBe(first.MessageId);
    expect(second.SequenceNumber).toBe(first.SequenceNumber);
    expect(bodies(await receive(url))).toEqual(['one']);
  });

  it('F18: a duplicate of a message in flight is not delivered', async () => {
    const url = await sqs.createQueue();
    await send(url, 'm1');
    const [message] = await receive(url);
    await send(url, 'm1');
    await changeVisibility(url, message, 0);

    expect(bodies(await receiveUntil(url, 1))).toEqual(['m1']);
    expect(await receive(url)).toEqual([]);
  });

  it('F19: a duplicate of a deleted message is not delivered', async () => {
    const url = await sqs.createQueue();
    const first = await send(url, 'm1');
    await deleteAll(url, await receive(url));

    const second = await send(url, 'm1');

    expect(second.MessageId).toBe(first.MessageId);
    expect(await receive(url)).toEqual([]);
  });

  it.runIf(hasVirtualClock)(
    'F20: deduplication ends 5 minutes after the first send (needs the virtual clock)',
    async () => {
      const url = await sqs.createQueue();
      await send(url, 'm1');
      await deleteAll(url, await receive(url));
      sqs.passTime(299_999);
      await send(url, 'm1');
      expect(await receive(url)).toEqual([]);
      sqs.passTime(1);

      await send(url, 'm1');

      expect(bodies(await receive(url))).toEqual(['m1']);
    },
  );

  it('F21: content-based deduplication compares the body alone', async () => {
    const url = await sqs.createQueue({ ContentBasedDeduplication: 'true' });
    const contentOnly = { MessageDeduplicationId: undefined };
    const attribute = { DataType: 'String', StringValue: 'another' };
    await send(url, 'same', contentOnly);
    await send(url, 'same', { ...contentOnly, MessageAttributes: { kind: attribute } });
    await send(url, 'other', contentOnly);

    expect(bodies(await receive(url))).toEqual(['same', 'other']);
  });

  it('F22: a deduplication id outranks content-based deduplication', async () => {
    const url = await sqs.createQueue({ ContentBasedDeduplication: 'true' });
    await send(url, 'same', { MessageDeduplicationId: 'one' });
    await send(url, 'same', { MessageDeduplicationId: 'two' });

    expect(bodies(await receive(url))).toEqual(['same', 'same']);
  });

  it('F23: with scope messageGroup two groups may use the same deduplication id', async () => {
    const url = await sqs.createQueue({
      DeduplicationScope: 'messageGroup',
      FifoThroughputLimit: 'perMessageGroupId',
    });
    for (const group of ['a', 'b', 'a']) {
      await send(url, group, { MessageGroupId: group, MessageDeduplicationId: 'same' });
    }

    expect(bodies(await receiveUntil(url, 2)).toSorted()).toEqual(['a', 'b']);
    expect(await receive(url)).toEqual([]);
  });

  it('F24: with scope queue the second group with the same deduplication id is dropped', async () => {
    const url = await sqs.createQueue({ DeduplicationScope: 'queue' });
    for (const group of ['a', 'b']) {
      await send(url, group, { MessageGroupId: group, MessageDeduplicationId: 'same' });
    }

    expect(bodies(await receive(url))).toEqual(['a']);
    expect(await receive(url)).toEqual([]);
  });

  it('F25: a send without a deduplication id fails unless the queue takes it from the content', async () => {
    const url = await sqs.createQueue();

    await expect(send(url, 'm1', { MessageDeduplicationId: undefined })).rejects.toThrow(
      /ContentBasedDeduplication/,
    );
  });

  it('F26: a send without a group fails', async () => {
    const url = await sqs.createQueue();

    await expect(send(url, 'm1', { MessageGroupId: undefined })).rejects.toMatchObject({
      name: 'MissingParameter',
    });
  });

  it('F27: a delay of a single message is refused', async () => {
    const url = await sqs.createQueue();

    await expect(send(url, 'm1', { DelaySeconds: 5 })).rejects.toThrow(/DelaySeconds/);
  });
});
