import { setTimeout as delay } from 'node:timers/promises';
import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';
import { functionNameOf } from '../lambda/function-definition.ts';
import type { FunctionPool } from '../lambda/function-pool.ts';
import type { CreatedQueue } from '../resources/create-queues.ts';
import { cfnBoolean, cfnNumber, parseProperties } from '../template/cfn-values.ts';
import type { Deployment } from '../template/deployment.ts';
import { decideBatchOutcome } from './batch-outcome.ts';
import { sqsRecordOf } from './sqs-record.ts';

/** An event-source mapping of the template. */
export interface EventSource {
  readonly queueArn: string;
  readonly functionName: string;
  readonly batchSize: number;
  readonly isEnabled: boolean;
  readonly reportsItemFailures: boolean;
  /** Undefined when the mapping sets none: then the function's concurrency is the limit. */
  readonly maximumConcurrency: number | undefined;
}

export interface EventSourceOptions {
  readonly source: EventSource;
  readonly queue: CreatedQueue;
  readonly pool: FunctionPool;
  readonly sqs: SQSClient;
  onProblem(problem: string): void;
}

export interface RunningEventSource {
  /** Stops polling; batches in flight go on to their end. */
  stop(): void;
  /** Settles after `stop`, when the last batch has ended. */
  readonly finished: Promise<void>;
}

const mappingProperties = z.looseObject({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  BatchSize: z.optional(cfnNumber),
  Enabled: z.optional(cfnBoolean),
  FunctionResponseTypes: z.optional(z.array(z.string())),
  ScalingConfig: z.optional(z.looseObject({ MaximumConcurrency: z.optional(cfnNumber) })),
});

const defaultBatchSize = 10;
// The longest that SQS holds a poll open.
const pollSeconds = 20;
const throttledRetryMs = 1_000;
const brokenRetryMs = 1_000;

/** Reads the event-source mappings of the template that read from SQS. */
export function readEventSources(deployment: Deployment): EventSource[] {
  return deployment
    .resources('AWS::Lambda::EventSourceMapping')
    .map((resource) => parseProperties(mappingProperties, resource))
    .filter((mapping) => mapping.EventSourceArn.includes(':sqs:'))
    .map((mapping) => ({
      queueArn: mapping.EventSourceArn,
      functionName: functionNameOf(mapping.FunctionName),
      batchSize: mapping.BatchSize ?? defaultBatchSize,
      isEnabled: mapping.Enabled ?? true,
      reportsItemFailures:
        mapping.FunctionResponseTypes?.includes('ReportBatchItemFailures') ?? false,
      maximumConcurrency: mapping.ScalingConfig?.MaximumConcurrency,
    }));
}

/**
 * Polls a queue and invokes the function with what comes: as many batches at once as the mapping and the
 * function's processes allow. Order per group and the exclusion within a group are the queue's doing.
 */
export function startEventSource(options: EventSourceOptions): RunningEventSource {
  const stopping = new AbortController();
  const { source, pool } = options;
  const concurrency = Math.min(
    source.maximumConcurrency ?? Number.POSITIVE_INFINITY,
    pool.concurrency,
  );
  const pollers = Array.from({ length: concurrency }, () => pollForever(options, stopping.signal));
  return { stop: () => stopping.abort(), finished: Promise.all(pollers).then(() => {}) };
}

async function pollForever(options: EventSourceOptions, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      const messages = await receive(options, signal);
      if (messages.length > 0) await handleBatch(options, messages, signal);
    } catch (error) {
      // Stopping aborts the poll; anything else is the emulator's trouble and is tried again.
      if (signal.aborted) return;
      const reason = error instanceof Error ? error.message : String(error);
      options.onProblem(`Polling ${options.queue.name} failed: ${reason}`);
      await delay(brokenRetryMs, undefined, { signal }).catch(() => {});
    }
  }
}

async function receive(options: EventSourceOptions, signal: AbortSignal): Promise<Message[]> {
  const command = new ReceiveMessageCommand({
    QueueUrl: options.queue.url,
    MaxNumberOfMessages: Math.min(options.source.batchSize, 10),
    WaitTimeSeconds: pollSeconds,
    MessageSystemAttributeNames: ['All'],
    MessageAttributeNames: ['All'],
  });
  const { Messages } = await options.sqs.send(command, { abortSignal: signal });
  return Messages ?? [];
}

async function handleBatch(
  options: EventSourceOptions,
  messages: Message[],
  signal: AbortSignal,
): Promise<void> {
  const { source, queue, pool, sqs } = options;
  const event = { Records: messages.map((message) => sqsRecordOf(message, queue.arn)) };
  const giveUpAtMs = performance.now() + queue.visibilityTimeoutMs;
  let result = await pool.invoke(event);
  // As Lambda does with a throttled batch: once its visibility has run out the queue gives it to somebody else.
  while (result.kind === 'throttled' && !signal.aborted && performance.now() < giveUpAtMs) {
    await delay(throttledRetryMs, undefined, { signal }).catch(() => {});
    result = await pool.invoke(event);
  }
  const ids = messages.map(({ MessageId }) => MessageId ?? '');
  const { succeeded } = decideBatchOutcome(ids, result, source.reportsItemFailures);
  const done = messages.filter(({ MessageId }) => succeeded.includes(MessageId ?? ''));
  if (done.length === 0) return;
  const { Failed } = await sqs.send(
    new DeleteMessageBatchCommand({
      QueueUrl: queue.url,
      Entries: done.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
    }),
  );
  // They come again; handlers live with that.
  if (Failed?.length) options.onProblem(`${queue.name}: ${Failed.length} deletes failed.`);
}
