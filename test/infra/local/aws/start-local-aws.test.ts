import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { ListSecretsCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type LocalAws, startLocalAws } from '../../../../infra/local/aws/start-local-aws.ts';

const stops: (() => unknown)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop();
});

async function start(options?: Parameters<typeof startLocalAws>[0]): Promise<LocalAws> {
  const aws = await startLocalAws(options);
  stops.push(() => aws.stop());
  return aws;
}

function settingsFor(endpoint: string) {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return { endpoint, region: 'us-east-1', credentials, maxAttempts: 1 };
}

async function sqsClientWithQueue(aws: LocalAws) {
  const client = new SQSClient(settingsFor(aws.endpoints.sqs));
  stops.push(() => client.destroy());
  const Attributes = { FifoQueue: 'true', ContentBasedDeduplication: 'true' };
  const created = await client.send(new CreateQueueCommand({ QueueName: 'q.fifo', Attributes }));
  return { client, QueueUrl: created.QueueUrl ?? '' };
}

function waitingReceive(client: SQSClient, QueueUrl: string, abortSignal?: AbortSignal) {
  const command = new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 });
  return client.send(command, abortSignal ? { abortSignal } : {});
}

describe('startLocalAws', () => {
  it('serves every service on the loopback interface and counts the calls', async () => {
    const aws = await start();
    const { client, QueueUrl } = await sqsClientWithQueue(aws);
    const message = { QueueUrl, MessageBody: 'x', MessageGroupId: 'a' };
    for (let count = 0; count < 2; count += 1) await client.send(new SendMessageCommand(message));
    const dynamodb = new DynamoDBClient(settingsFor(aws.endpoints.dynamodb));
    const kms = new KMSClient(settingsFor(aws.endpoints.kms));
    const secrets = new SecretsManagerClient(settingsFor(aws.endpoints.secretsManager));
    await dynamodb.send(new ListTablesCommand({}));
    await kms.send(new DescribeKeyCommand({ KeyId: 'alias/x' }));
    await secrets.send(new ListSecretsCommand({}));
    for (const other of [dynamodb, kms, secrets]) other.destroy();

    for (const endpoint of Object.values(aws.endpoints)) {
      expect(endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    }
    expect(QueueUrl).toBe(`${aws.endpoints.sqs}/000000000000/q.fifo`);
    expect(aws.calls.snapshot()).toEqual({
      'dynamodb.ListTables': 1,
      'kms.DescribeKey': 1,
      'secretsManager.ListSecrets': 1,
      'sqs.CreateQueue': 1,
      'sqs.SendMessage': 2,
    });
  });

  it('gives the queues in process as well as over HTTP', async () => {
    const aws = await start();
    const { client, QueueUrl } = await sqsClientWithQueue(aws);
    const waiting = waitingReceive(client, QueueUrl);
    aws.sqs.sendMessage({ QueueUrl, MessageBody: 'in process', MessageGroupId: 'a' });

    expect((await waiting).Messages?.[0]?.Body).toBe('in process');
  });

  it('wakes a waiting receive when a moved clock ends a visibility timeout', async () => {
    let nowEpochMs = 1_800_000_000_000;
    const aws = await start({ clock: { now: () => nowEpochMs } });
    const { client, QueueUrl } = await sqsClientWithQueue(aws);
    aws.sqs.sendMessage({ QueueUrl, MessageBody: 'again', MessageGroupId: 'a' });
    aws.sqs.receiveMessage({ QueueUrl, VisibilityTimeout: 600 });
    const waiting = waitingReceive(client, QueueUrl);
    await vi.waitFor(() => expect(aws.calls.snapshot()['sqs.ReceiveMessage']).toBe(1));
    nowEpochMs += 600_000;
    aws.sqs.tick();

    expect((await waiting).Messages?.[0]?.Body).toBe('again');
  });

  it('wakes a waiting receive when the visibility timeout ends by itself', async () => {
    const aws = await start();
    const { client, QueueUrl } = await sqsClientWithQueue(aws);
    aws.sqs.sendMessage({ QueueUrl, MessageBody: 'again', MessageGroupId: 'a' });
    aws.sqs.receiveMessage({ QueueUrl, VisibilityTimeout: 1 });

    expect((await waitingReceive(client, QueueUrl)).Messages?.[0]?.Body).toBe('again');
  });

  it('wakes a waiting receive when a delete unblocks the group', async () => {
    const aws = await start();
    const { client, QueueUrl } = await sqsClientWithQueue(aws);
    for (const MessageBody of ['one', 'two']) {
      aws.sqs.sendMessage({ QueueUrl, MessageBody, MessageGroupId: 'a' });
    }
    const [first] = aws.sqs.receiveMessage({ QueueUrl }).Messages ?? [];
    const waiting = waitingReceive(client, QueueUrl);
    const ReceiptHandle = first?.ReceiptHandle;
    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));

    expect((await waiting).Messages?.[0]?.Body).toBe('two');
  });

  it('gives no message to a receiver that has gone', async () => {
    const aws = await start();
    const { client, QueueUrl } = await sqsClientWithQueue(aws);
    const leaving = new AbortController();
    const gone = waitingReceive(client, QueueUrl, leaving.signal);
    await vi.waitFor(() => expect(aws.calls.snapshot()['sqs.ReceiveMessage']).toBe(1));
    leaving.abort();
    await expect(gone).rejects.toThrow();
    // The server learns of it a moment later: until then a message would still go to the lost one.
    await vi.waitFor(() => expect(aws.sqs.listenerCount).toBe(0));
    aws.sqs.sendMessage({ QueueUrl, MessageBody: 'kept', MessageGroupId: 'a' });

    expect(aws.sqs.receiveMessage({ QueueUrl }).Messages?.[0]?.Body).toBe('kept');
  });

  it('stops at once while a receive waits', async () => {
    const aws = await startLocalAws();
    const { client, QueueUrl } = await sqsClientWithQueue(aws);
    const waiting = waitingReceive(client, QueueUrl).then(
      () => 'answered',
      () => 'cut off',
    );
    await vi.waitFor(() => expect(aws.sqs.listenerCount).toBe(1));

    await aws.stop();

    expect(['answered', 'cut off']).toContain(await waiting);
  });

  it('leaves nothing running when one port is taken', async () => {
    const first = await startLocalAws();
    const sqs = Number(new URL(first.endpoints.sqs).port);
    await first.stop();
    const blocker = await start();
    const secretsManager = Number(new URL(blocker.endpoints.secretsManager).port);

    await expect(startLocalAws({ ports: { sqs, secretsManager } })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });

    const again = await start({ ports: { sqs } });
    expect(again.endpoints.sqs).toBe(`http://127.0.0.1:${sqs}`);
  });
});
