import { KMSClient } from '@aws-sdk/client-kms';
import {
  ChangeMessageVisibilityBatchCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { wire as wireApplyChanges } from '../../../functions/apply-changes/wiring.ts';
import { wire as wireReceiveWebhook } from '../../../functions/receive-webhook/wiring.ts';
import { wire as wireWriteBack } from '../../../functions/write-back/wiring.ts';
import { httpHandler } from '../../../shared/runtime/http-handler.ts';
import { queueWorker } from '../../../shared/runtime/queue-worker.ts';
import { signatureOf, webhookText } from '../../application/receive-webhook/intake.ts';
import { aChangeMessage, aWriteBackMessage } from '../../builders/a-change-message.ts';
import { webhookEvent } from '../../functions/http-events.ts';
import { lambdaContext, useDeployment } from '../../functions/local-deployment.ts';
import { awsAnswers } from './answers.ts';

/** A client whose every call is answered by the test; those of the others reach the emulators. */
const mocked: Array<{ restore(): void }> = [];
function answering(client: Parameters<typeof mockClient>[0]) {
  const mock = mockClient(client);
  mocked.push(mock);
  return mock;
}

const deployment = useDeployment();
let written = '';

beforeEach(() => {
  written = '';
  const write = (chunk: unknown) => {
    written += String(chunk);
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(write);
  vi.spyOn(process.stderr, 'write').mockImplementation(write);
});

afterEach(() => {
  for (const mock of mocked.splice(0)) mock.restore();
  vi.restoreAllMocks();
});

const lockedKeys = [
  ['a disabled key', KMSClient, awsAnswers.keyDisabled],
  ['a key that is denied', KMSClient, awsAnswers.keyDenied],
] as const;
const busyTables = [
  ['an overloaded table', DynamoDBDocumentClient, awsAnswers.tableOverloaded],
  ['a throttled table', DynamoDBDocumentClient, awsAnswers.tableThrottled],
] as const;

describe('the intake of webhooks', () => {
  async function post() {
    const { env, endpoint } = deployment();
    const body = Buffer.from(webhookText());
    const timestampSeconds = Math.floor(Date.now() / 1_000);
    const signature = signatureOf(body, { secret: endpoint.secret, timestampSeconds });
    const headers = {
      'content-type': 'application/json',
      'x-stora-signature': `t=${timestampSeconds},v1=${signature}`,
    };
    const event = webhookEvent(`/webhooks/stora/${endpoint.endpointId}`, headers, body);
    return httpHandler(() => wireReceiveWebhook(env))(event, lambdaContext);
  }

  it('puts a change on the queue of its target, in the order of its operator', async () => {
    const sqs = answering(SQSClient).on(SendMessageCommand).resolves({ MessageId: '1' });

    expect((await post()).statusCode).toBe(200);
    const inputs = sqs.commandCalls(SendMessageCommand).map(({ args: [{ input }] }) => input);
    expect(inputs).toEqual([
      {
        QueueUrl: deployment().env.CHANGES_QUEUE_URL,
        MessageGroupId: 'acorn',
        MessageDeduplicationId: expect.stringMatching(/^[!-~]{1,128}$/),
        MessageBody: expect.stringContaining('"target":"xero"'),
      },
    ]);
  });

  it.each([
    ...lockedKeys,
    ...busyTables,
    ['a throttled queue', SQSClient, awsAnswers.queueThrottled],
    ['a message that is too large', SQSClient, awsAnswers.messageTooLarge],
  ] as const)('answers 500 to %s, so that Stora sends it again', async (_name, client, answer) => {
    answering(client).rejects(answer());

    const { statusCode, body } = await post();
    expect(statusCode).toBe(500);
    expect(body).not.toContain(answer().message);
    expect(written).not.toContain('Ada');
  });
});

describe('the workers', () => {
  type Variables = Record<string, string | undefined>;
  const workers = [
    [
      'apply-changes',
      (variables: Variables) => queueWorker(() => wireApplyChanges(variables)),
      aChangeMessage,
      [...lockedKeys, ...busyTables],
      'CHANGES_QUEUE_URL',
    ],
    // What no link owes needs no token, and so no key.
    [
      'write-back',
      (variables: Variables) => queueWorker(() => wireWriteBack(variables)),
      aWriteBackMessage,
      busyTables,
      'WRITE_BACKS_QUEUE_URL',
    ],
  ] as const;

  function eventOf(bodies: object[]): SQSEvent {
    const Records = bodies.map((body, at) => ({
      messageId: `message-${at}`,
      receiptHandle: `handle-${at}`,
      body: JSON.stringify(body),
      attributes: { MessageGroupId: 'acorn', ApproximateReceiveCount: '1' },
    }));
    return { Records } as unknown as SQSEvent;
  }

  const kept = ({ batchItemFailures }: SQSBatchResponse) =>
    batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);

  it('owe the source what they posted, on the queue of write-backs', async () => {
    const { contact } = await deployment().press('new-contact', {
      full_name: 'Grace Hopper',
      email: 'grace@example.com',
    });
    const stored = { Id: '0', MessageId: '1', MD5OfMessageBody: '' };
    const sqs = answering(SQSClient)
      .on(SendMessageBatchCommand)
      .resolves({ Successful: [stored] });
    const { resource: _resource, ...change } = aChangeMessage({
      operatorId: 'acorn',
      kind: 'contact',
      sourceId: contact.id,
      eventType: 'contact.created',
    });

    const worker = queueWorker(() => wireApplyChanges(deployment().env));
    expect(kept(await worker(eventOf([change]), lambdaContext))).toEqual([]);
    const inputs = sqs.commandCalls(SendMessageBatchCommand).map(({ args: [{ input }] }) => input);
    const entry = {
      Id: '0',
      MessageGroupId: 'acorn',
      MessageDeduplicationId: expect.stringMatching(/^[!-~]{1,128}$/),
      MessageBody: expect.stringContaining(contact.id),
    };
    expect(inputs).toEqual([
      { QueueUrl: deployment().env.WRITE_BACKS_QUEUE_URL, Entries: [entry] },
    ]);
  });

  describe.each(workers)('%s', (...[, workerOf, message, outages, queue]) => {
    const queueUrl = () => deployment().env[queue];
    const event = () =>
      eventOf(['1', '2'].map((sourceId) => message({ operatorId: 'acorn', sourceId })));

    it.each(outages)('keeps the whole group on %s', async (...[, client, answer]) => {
      answering(client).rejects(answer());
      const sqs = answering(SQSClient).on(ChangeMessageVisibilityBatchCommand).resolves({});

      const worker = workerOf(deployment().env);
      expect(kept(await worker(event(), lambdaContext))).toEqual(['message-0', 'message-1']);
      const hidden = sqs.commandCalls(ChangeMessageVisibilityBatchCommand);
      expect(hidden.map(({ args: [{ input }] }) => input)).toEqual([
        {
          QueueUrl: queueUrl(),
          Entries: ['handle-0', 'handle-1'].map((ReceiptHandle, at) => {
            return { Id: `${at}`, ReceiptHandle, VisibilityTimeout: expect.any(Number) };
          }),
        },
      ]);
    });

    it('keeps the whole group also when the queue hides none of it', async () => {
      answering(DynamoDBDocumentClient).rejects(awsAnswers.tableOverloaded());
      answering(SQSClient).rejects(awsAnswers.queueThrottled());

      const worker = workerOf(deployment().env);
      expect(kept(await worker(event(), lambdaContext))).toEqual(['message-0', 'message-1']);
      expect(written).toContain('group.defer_failed');
    });
  });
});
