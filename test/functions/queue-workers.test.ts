import {
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { wire as wireApplyChanges } from '../../functions/apply-changes/wiring.ts';
import { wire as wireReceiveWebhook } from '../../functions/receive-webhook/wiring.ts';
import { wire as wireWriteBack } from '../../functions/write-back/wiring.ts';
import { sqsRecordOf } from '../../infra/local/runner/queues/sqs-record.ts';
import { httpHandler } from '../../shared/runtime/http-handler.ts';
import { lazy } from '../../shared/runtime/lazy.ts';
import { queueWorker } from '../../shared/runtime/queue-worker.ts';
import { aWriteBackMessage } from '../builders/a-change-message.ts';
import { webhookEvent } from './http-events.ts';
import { lambdaContext, useDeployment } from './local-deployment.ts';

type Worker = (event: SQSEvent, context: never) => Promise<SQSBatchResponse>;

describe('the queue workers', () => {
  const deployment = useDeployment();
  const applyChanges: Worker = queueWorker(lazy(() => wireApplyChanges(deployment().env)));
  const writeBack: Worker = queueWorker(lazy(() => wireWriteBack(deployment().env)));
  const receiveWebhook = httpHandler(lazy(() => wireReceiveWebhook(deployment().env)));

  beforeEach(() => {
    vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
    vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
    deployment().receiver.onDelivery = async (request) => {
      const body = Buffer.from(await request.arrayBuffer());
      const path = new URL(request.url).pathname;
      const event = webhookEvent(path, Object.fromEntries(request.headers), body);
      const { statusCode = 500 } = await receiveWebhook(event, lambdaContext);
      return new Response(null, { status: statusCode });
    };
  });

  afterEach(() => void vi.restoreAllMocks());

  const changes = () => deployment().env.CHANGES_QUEUE_URL;
  const writeBacks = () => deployment().env.WRITE_BACKS_QUEUE_URL;
  const waiting = (queueUrl: string, count: number) =>
    vi.waitFor(async () => expect(await deployment().queued(queueUrl)).toBe(count), 20_000);

  /** One batch as an event-source mapping hands it over; the rest of its work is `acknowledge`. */
  async function receive(queueUrl: string) {
    const { Messages = [] } = await deployment().sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: 10,
        MessageSystemAttributeNames: ['All'],
      }),
    );
    const arn = `arn:aws:sqs:us-east-1:000000000000:${queueUrl.split('/').at(-1)}`;
    const records = Messages.map((message) => sqsRecordOf(message, arn));
    return { Records: records } as unknown as SQSEvent;
  }

  async function acknowledge(
    queueUrl: string,
    event: SQSEvent,
    { batchItemFailures }: SQSBatchResponse,
  ) {
    const kept = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    for (const { messageId, receiptHandle } of event.Records) {
      if (kept.has(messageId)) continue;
      await deployment().sqs.send(
        new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: receiptHandle }),
      );
    }
  }

  async function work(queueUrl: string, worker: Worker): Promise<SQSBatchResponse> {
    const event = await receive(queueUrl);
    expect(event.Records.length).toBeGreaterThan(0);
    const response = await worker(event, lambdaContext as never);
    await acknowledge(queueUrl, event, response);
    return response;
  }

  async function inLedger(contactId: string) {
    const { contacts } = await deployment().xeroState();
    return contacts.filter(
      (contact: { contactNumber: string }) => contact.contactNumber === contactId,
    );
  }

  async function metadataOf(contactId: string) {
    const { contacts } = await deployment().storaState();
    return contacts.find((contact: { id: string }) => contact.id === contactId).metadata;
  }

  it('take a new contact into the ledger and its id back to Stora, each once', async () => {
    const { contact } = await deployment().press('new-contact', {
      full_name: 'Grace Hopper',
      email: 'grace@example.com',
    });
    await waiting(changes(), 1);

    // The worker is killed after its work and before it is acknowledged: the same event comes again.
    const event = await receive(changes());
    await applyChanges(event, lambdaContext as never);
    const response = await applyChanges(event, lambdaContext as never);
    await acknowledge(changes(), event, response);

    expect(response).toEqual({ batchItemFailures: [] });
    const [posted, ...more] = await inLedger(contact.id);
    expect(posted).toMatchObject({ name: 'Grace Hopper' });
    expect(more).toEqual([]);
    expect(await deployment().queued(changes())).toBe(0);

    await waiting(writeBacks(), 1);
    expect(await work(writeBacks(), writeBack)).toEqual({ batchItemFailures: [] });
    expect(await metadataOf(contact.id)).toEqual({ 'rollerdoor:xero': posted.contactId });

    // Our own write comes back as a change: it must end here.
    await waiting(changes(), 1);
    expect(await work(changes(), applyChanges)).toEqual({ batchItemFailures: [] });
    expect(await inLedger(contact.id)).toEqual([posted]);
    expect(await deployment().queued(writeBacks())).toBe(0);
  });

  it.each([
    ['apply-changes', () => applyChanges, changes],
    ['write-back', () => writeBack, writeBacks],
  ] as const)('keep what %s cannot read, hidden and in its place', async (_name, worker, queue) => {
    const message = aWriteBackMessage({ operatorId: 'acorn' });
    const bodies = [JSON.stringify({ ...message, schemaVersion: 99 }), 'no JSON'];
    for (const [at, body] of bodies.entries()) {
      await deployment().sqs.send(
        new SendMessageCommand({
          QueueUrl: queue(),
          MessageBody: body,
          MessageGroupId: 'acorn',
          MessageDeduplicationId: `${at}`,
        }),
      );
    }

    const { batchItemFailures } = await work(queue(), worker());

    expect(batchItemFailures).toHaveLength(2);
    expect(await deployment().queued(queue())).toBe(2);
    expect((await receive(queue())).Records).toEqual([]);
  });
});
