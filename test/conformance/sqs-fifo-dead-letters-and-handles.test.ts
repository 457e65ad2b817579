import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasksCommand,
  type Message,
  SendMessageBatchCommand,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { bodies, hasVirtualClock, numbered, openSqs, verbsFor } from './sqs-under-test.ts';

let sqs: Awaited<ReturnType<typeof openSqs>>;
const { send, sendAll, receive, receiveUntil, deleteAll, attribute } = verbsFor(() => sqs);

beforeAll(async () => {
  sqs = await openSqs();
});
afterAll(async () => {
  await sqs.stop();
});

async function createWithDeadLetters(maxReceiveCount: number) {
  const deadLetters = await sqs.createQueue();
  const deadLetterTargetArn = await attribute(deadLetters, 'QueueArn');
  const source = await sqs.createQueue({
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount }),
  });
  return { source, deadLetters, deadLetterTargetArn };
}

async function makeVisible(QueueUrl: string, messages: readonly Message[]): Promise<void> {
  const Entries = messages.map(({ ReceiptHandle }, index) => ({
    Id: String(index),
    ReceiptHandle,
    VisibilityTimeout: 0,
  }));
  await sqs.client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
}

// m1 is received as often as allowed, then the next receive sends it to the dead-letter queue.
async function exhaustFirst(source: string, receives: number): Promise<void> {
  for (let count = 0; count < receives; count += 1) {
    await makeVisible(source, await receiveUntil(source, 1, { MaxNumberOfMessages: 1 }));
  }
}

function deleteOne(QueueUrl: string, ReceiptHandle: string | undefined) {
  return sqs.client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
}

const everything = { MessageSystemAttributeNames: ['All' as const] };

describe('SQS FIFO dead letters', () => {
  it('F28: a message received too often leaves its group, which goes on with the next', async () => {
    const { source, deadLetters } = await createWithDeadLetters(2);
    await sendAll(source, ['m1', 'm2']);
    await exhaustFirst(source, 2);

    expect(bodies(await receiveUntil(source, 1))).toEqual(['m2']);
    expect(bodies(await receiveUntil(deadLetters, 1))).toEqual(['m1']);
  });

  it('F29: a dead letter keeps id and group, tells its source and is deduplicated by its id', async () => {
    const { source, deadLetters } = await createWithDeadLetters(1);
    const { MessageId } = await send(source, 'm1', { MessageGroupId: 'operator-1' });
    await exhaustFirst(source, 1);
    await receive(source);

    const [dead] = await receiveUntil(deadLetters, 1, everything);

    expect(dead?.MessageId).toBe(MessageId);
    expect(dead?.Attributes).toMatchObject({
      MessageGroupId: 'operator-1',
      MessageDeduplicationId: MessageId,
      DeadLetterQueueSourceArn: await attribute(source, 'QueueArn'),
    });
  });

  it('F30: a dead-letter queue lists the queues that use it', async () => {
    const { source, deadLetters } = await createWithDeadLetters(1);

    const { queueUrls } = await sqs.client.send(
      new ListDeadLetterSourceQueuesCommand({ QueueUrl: deadLetters }),
    );

    expect(queueUrls).toEqual([source]);
  });

  it('F31: a move task brings dead letters back to their source in order, as new messages', async () => {
    const { source, deadLetters, deadLetterTargetArn } = await createWithDeadLetters(1);
    await sendAll(source, ['m1', 'm2']);
    await exhaustFirst(source, 1);
    await exhaustFirst(source, 1);
    await receive(source);

    await sqs.client.send(new StartMessageMoveTaskCommand({ SourceArn: deadLetterTargetArn }));

    const back = await receiveUntil(source, 2, everything);
    expect(bodies(back)).toEqual(['m1', 'm2']);
    expect(back[0]?.Attributes?.ApproximateReceiveCount).toBe('1');
    expect(await receive(deadLetters)).toEqual([]);
    await vi.waitFor(async () => {
      const { Results } = await sqs.client.send(
        new ListMessageMoveTasksCommand({ SourceArn: deadLetterTargetArn }),
      );
      expect(Results?.[0]).toMatchObject({ Status: 'COMPLETED' });
    });
  });
});

describe('SQS FIFO receipt handles', () => {
  it('F32: a receive with the same attempt id returns the same messages and handles', async () => {
    const url = await sqs.createQueue();
    const attempt = { ReceiveRequestAttemptId: 'attempt-1' };
    await sendAll(url, numbered(3));
    const first = await receive(url, { MaxNumberOfMessages: 2, ...attempt });

    const again = await receive(url, { MaxNumberOfMessages: 2, ...attempt });

    expect(first).toHaveLength(2);
    expect(again.map((message) => message.ReceiptHandle)).toEqual(
      first.map((message) => message.ReceiptHandle),
    );
    await deleteAll(url, again.slice(0, 1));
    expect(await receive(url, attempt)).toEqual([]);
  });

  it('F33: a batch delete reports the handle that fails and deletes the others', async () => {
    const url = await sqs.createQueue();
    await sendAll(url, numbered(3));
    const [first, , third] = await receive(url);

    const result = await deleteAll(url, [
      first ?? {},
      { ReceiptHandle: 'not-a-handle' },
      third ?? {},
    ]);

    expect(result.Successful?.map((entry) => entry.Id)).toEqual(['0', '2']);
    expect(result.Failed).toMatchObject([
      { Id: '1', Code: 'ReceiptHandleIsInvalid', SenderFault: true },
    ]);
  });

  it('F34: a handle whose visibility timeout has ended deletes nothing', async () => {
    const url = await sqs.createQueue();
    await send(url, 'm1');
    const [expired] = await receive(url);
    await makeVisible(url, [expired ?? {}]);

    await expect(deleteOne(url, expired?.ReceiptHandle)).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message: expect.stringContaining('The receipt handle has expired'),
    });
    expect(bodies(await receiveUntil(url, 1))).toEqual(['m1']);
    await expect(deleteOne(url, expired?.ReceiptHandle)).rejects.toThrow(/has expired/);
  });

  it('F35: deleting a message twice succeeds', async () => {
    const url = await sqs.createQueue();
    await send(url, 'm1');
    const [message] = await receive(url);

    await deleteOne(url, message?.ReceiptHandle);

    await expect(deleteOne(url, message?.ReceiptHandle)).resolves.toBeDefined();
  });

  it('F36: a handle that SQS never issued is invalid', async () => {
    const url = await sqs.createQueue();

    await expect(deleteOne(url, 'not-a-handle')).rejects.toMatchObject({
      name: 'ReceiptHandleIsInvalid',
    });
  });
});

describe('SQS FIFO contents', () => {
  it.each(['AttributeNames', 'MessageSystemAttributeNames'])(
    'F37: a receive shows system attributes asked for as %s',
    async (field) => {
      const url = await sqs.createQueue();
      const sent = await send(url, 'm1', {
        MessageSystemAttributes: {
          AWSTraceHeader: {
            DataType: 'String',
            StringValue: 'Root=1-5759e988-bd862e3fe1be46a994272793',
          },
        },
      });

      const [message] = await receiveUntil(url, 1, { [field]: ['All'] });

      expect(message?.Attributes).toMatchObject({
        MessageGroupId: 'a',
        MessageDeduplicationId: 'm1',
        SequenceNumber: sent.SequenceNumber,
        ApproximateReceiveCount: '1',
        SentTimestamp: expect.stringMatching(/^\d{13}$/),
        ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
        AWSTraceHeader: 'Root=1-5759e988-bd862e3fe1be46a994272793',
      });
    },
  );

  it('F38: message attributes come back with the digest that the send gave', async () => {
    const url = await sqs.createQueue();
    const sent = await send(url, 'm1', {
      MessageAttributes: {
        kind: { DataType: 'String', StringValue: 'invoice' },
        bytes: { DataType: 'Binary', BinaryValue: new Uint8Array([0, 255]) },
      },
    });

    const [message] = await receiveUntil(url, 1, { MessageAttributeNames: ['All'] });

    expect(sent.MD5OfMessageAttributes).toMatch(/^[0-9a-f]{32}$/);
    expect(message?.MD5OfMessageAttributes).toBe(sent.MD5OfMessageAttributes);
    expect(message?.MessageAttributes?.kind?.StringValue).toBe('invoice');
    expect(Array.from(message?.MessageAttributes?.bytes?.BinaryValue ?? [])).toEqual([0, 255]);
  });

  it('F39: a message may have 1 MiB, alone and as the sum of a batch', async () => {
    const url = await sqs.createQueue({ MaximumMessageSize: '1048576' });
    const largest = 'x'.repeat(1_048_576);
    const entry = (Id: string, MessageBody: string) => ({
      Id,
      MessageBody,
      MessageGroupId: 'a',
      MessageDeduplicationId: Id,
    });
    const batch = (second: string) =>
      new SendMessageBatchCommand({
        QueueUrl: url,
        Entries: [entry('one', largest.slice(1)), entry('two', second)],
      });

    await expect(send(url, largest, { MessageDeduplicationId: '1' })).resolves.toBeDefined();
    await expect(send(url, `${largest}x`, { MessageDeduplicationId: '2' })).rejects.toThrow();
    expect((await sqs.client.send(batch('x'))).Successful).toHaveLength(2);
    await expect(sqs.client.send(batch('xx'))).rejects.toMatchObject({
      name: 'BatchRequestTooLong',
    });
  });

  it('F40: a waiting receive wakes when a message is sent', async () => {
    const url = await sqs.createQueue();
    const waiting = receive(url, { WaitTimeSeconds: 20 });
    await send(url, 'm1');

    expect(bodies(await waiting)).toEqual(['m1']);
  });

  it.runIf(hasVirtualClock)(
    'F41: a message leaves the queue when its retention ends (needs the virtual clock)',
    async () => {
      const url = await sqs.createQueue({ MessageRetentionPeriod: '60' });
      await send(url, 'm1');
      sqs.passTime(59_999);
      expect(await attribute(url, 'ApproximateNumberOfMessages')).toBe('1');
      sqs.passTime(1);

      expect(await attribute(url, 'ApproximateNumberOfMessages')).toBe('0');
      expect(await receive(url)).toEqual([]);
    },
  );
});
