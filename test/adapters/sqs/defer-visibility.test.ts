import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sqsClient } from '../../../shared/adapters/sqs/client.ts';
import { SqsDeferrer } from '../../../shared/adapters/sqs/defer-visibility.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { localClientConfig, useLocalAws } from '../../support/use-local-aws.ts';

describe('SqsDeferrer', () => {
  const clock = new FakeClock();
  const aws = useLocalAws(clock);
  let client: SQSClient;
  let queueUrl: string;
  let deferrer: SqsDeferrer;
  let made = 0;
  beforeAll(() => {
    client = sqsClient({ ...localClientConfig, endpoint: aws().endpoints.sqs });
  });
  afterAll(() => client.destroy());
  beforeEach(async () => {
    made += 1;
    const { QueueUrl = '' } = await client.send(
      new CreateQueueCommand({
        QueueName: `deferred-${made}.fifo`,
        Attributes: { FifoQueue: 'true', VisibilityTimeout: '300' },
      }),
    );
    queueUrl = QueueUrl;
    deferrer = new SqsDeferrer({ client, queueUrl });
  });

  async function send(count: number): Promise<void> {
    for (let n = 0; n < count; n += 1) {
      await client.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: String(n),
          MessageGroupId: `operator-${n}`,
          MessageDeduplicationId: String(n),
        }),
      );
    }
  }

  async function receive(): Promise<string[]> {
    const command = new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10 });
    const { Messages = [] } = await client.send(command);
    return Messages.map(({ ReceiptHandle = '' }) => ReceiptHandle);
  }

  it('brings messages back after the wait, rounded up to a second', async () => {
    await send(2);
    expect(await deferrer.defer(await receive(), 39.2)).toEqual([]);

    clock.advance(39_999);
    expect(await receive()).toEqual([]);
    clock.advance(1);
    expect(await receive()).toHaveLength(2);
  });

  it('defers more than one batch of ten', async () => {
    await send(12);
    const handles = [...(await receive()), ...(await receive())];
    expect(handles).toHaveLength(12);

    expect(await deferrer.defer(handles, 60)).toEqual([]);

    clock.advance(60_000);
    expect([...(await receive()), ...(await receive())]).toHaveLength(12);
  });

  it('waits 2 s where less is asked, so that no second worker starts meanwhile', async () => {
    await send(1);
    await deferrer.defer(await receive(), 0);

    clock.advance(1_999);
    expect(await receive()).toEqual([]);
    clock.advance(1);
    expect(await receive()).toHaveLength(1);
  });

  it('waits just below 12 h where more is asked', async () => {
    await send(1);
    await deferrer.defer(await receive(), 100_000);

    clock.advance(43_194_999);
    expect(await receive()).toEqual([]);
    clock.advance(1);
    expect(await receive()).toHaveLength(1);
  });

  it('names the messages that could not be deferred and defers the others', async () => {
    await send(1);
    const [handle = ''] = await receive();

    const failed = await deferrer.defer(['no-handle', handle], 60);

    expect(failed).toEqual([{ receiptHandle: 'no-handle', code: 'ReceiptHandleIsInvalid' }]);
    clock.advance(60_000);
    expect(await receive()).toHaveLength(1);
  });

  it('does nothing for no messages', async () => {
    expect(await deferrer.defer([], 60)).toEqual([]);
  });
});
