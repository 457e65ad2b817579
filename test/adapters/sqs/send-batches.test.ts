import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { sqsClient } from '../../../shared/adapters/sqs/client.ts';
import { sendBatches } from '../../../shared/adapters/sqs/send-batches.ts';

const aws = mockClient(SQSClient);
const queue = { client: sqsClient({ region: 'us-east-1' }), queueUrl: 'https://queue.fifo' };
const texts = (count: number, body = '{}') =>
  Array.from({ length: count }, (_, n) => ({ group: 'acorn', body, dedupeId: `id-${n}` }));
const calls = () =>
  aws
    .commandCalls(SendMessageBatchCommand)
    .map(({ args: [{ input }] }) =>
      input.Entries?.map(({ MessageDeduplicationId }) => MessageDeduplicationId),
    );
const failed = (Id: string, SenderFault: boolean) => ({ Id, SenderFault, Code: 'InternalError' });
const stored = (Id: string) => ({ Id, MessageId: 'm', MD5OfMessageBody: 'md5' });

beforeEach(() => {
  aws.reset();
});

describe('messages that are sent together', () => {
  it('go out ten at a time', async () => {
    aws
      .on(SendMessageBatchCommand)
      .callsFake(({ Entries }: { Entries: Array<{ Id: string }> }) => ({
        Successful: Entries.map(({ Id }) => stored(Id)),
      }));

    await sendBatches(queue, texts(12));

    expect(calls().map((ids) => ids?.length)).toEqual([10, 2]);
  });

  it('go out in fewer where their bodies would be too much for one call', async () => {
    aws
      .on(SendMessageBatchCommand)
      .callsFake(({ Entries }: { Entries: Array<{ Id: string }> }) => ({
        Successful: Entries.map(({ Id }) => stored(Id)),
      }));

    await sendBatches(queue, texts(5, 'x'.repeat(100_000)));

    expect(calls().map((ids) => ids?.length)).toEqual([2, 2, 1]);
  });

  it('are sent again where SQS failed, each under its own id, and only those', async () => {
    aws
      .on(SendMessageBatchCommand)
      .resolvesOnce({ Successful: [stored('0'), stored('2')], Failed: [failed('1', false)] })
      .resolves({ Successful: [stored('1')], Failed: [] });

    await sendBatches(queue, texts(3));

    expect(calls()).toEqual([['id-0', 'id-1', 'id-2'], ['id-1']]);
  });

  it('are told apart at the end: which were not taken, for good or time and again', async () => {
    aws
      .on(SendMessageBatchCommand)
      .resolvesOnce({
        Successful: [stored('1')],
        Failed: [failed('0', true), failed('2', false)],
      })
      .resolves({ Successful: [], Failed: [failed('2', false)] });

    const sent = sendBatches(queue, texts(3));

    await expect(sent).rejects.toMatchObject({ name: 'NotSentError', positions: [0, 2] });
    expect(calls()).toEqual([['id-0', 'id-1', 'id-2'], ['id-2'], ['id-2']]);
  });

  it('are not taken for sent where the answer says nothing of them', async () => {
    aws.on(SendMessageBatchCommand).resolves({ Successful: [stored('0')], Failed: [] });

    await expect(sendBatches(queue, texts(2))).rejects.toMatchObject({ positions: [1] });
  });

  it('fail as one where the call fails', async () => {
    aws.on(SendMessageBatchCommand).rejects(new Error('ServiceUnavailable'));

    await expect(sendBatches(queue, texts(2))).rejects.toThrow('ServiceUnavailable');
  });
});
