import { Duration, Stack } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { env } from '../../functions/write-back/config.ts';
import { QueueWorker } from '../../infra/constructs/queue-worker.ts';
import {
  emptyApp,
  type Resource,
  referredId,
  resourcesOf,
  synthesize,
  withBundles,
} from './synthesized.ts';

const fourteenDaysInSeconds = 1_209_600;

describe.each([
  ['production', 'rollerdoor-production-'],
  ['local', ''],
])('queues of the %s stage', (stage, prefix) => {
  const { pipeline } = synthesize(stage, {}, { reserveConcurrency: true });
  const queues = resourcesOf(pipeline, 'AWS::SQS::Queue');
  const mappings = resourcesOf(pipeline, 'AWS::Lambda::EventSourceMapping');
  const deadLetterIds = queues
    .filter(({ properties }) => properties.RedrivePolicy)
    .map(({ properties }) => referredId(properties.RedrivePolicy.deadLetterTargetArn));
  const sources = queues.filter(({ id }) => !deadLetterIds.includes(id));
  const deadLetters = queues.filter(({ id }) => deadLetterIds.includes(id));

  function workerOf({ properties }: Resource): Resource {
    const id = referredId(properties.FunctionName);
    const worker = resourcesOf(pipeline, 'AWS::Lambda::Function').find((item) => item.id === id);
    if (!worker) throw new Error(`${id} is not a function of the stack.`);
    return worker;
  }

  function queueOf({ properties }: Resource): Resource {
    const id = referredId(properties.EventSourceArn);
    const queue = queues.find((item) => item.id === id);
    if (!queue) throw new Error(`${id} is not a queue of the stack.`);
    return queue;
  }

  it('are one for the changes of each target, one for nights, one for pages, one for write-backs and one for refreshes, each with its dead letters', () => {
    expect(queues.map(({ properties }) => properties.QueueName).sort()).toEqual([
      `${prefix}changes-xero-dlq.fifo`,
      `${prefix}changes-xero.fifo`,
      `${prefix}nights-dlq.fifo`,
      `${prefix}nights.fifo`,
      `${prefix}pages-dlq.fifo`,
      `${prefix}pages.fifo`,
      `${prefix}token-refreshes-dlq.fifo`,
      `${prefix}token-refreshes.fifo`,
      `${prefix}write-backs-dlq.fifo`,
      `${prefix}write-backs.fifo`,
    ]);
  });

  it('are all FIFO, ordered and deduplicated per group, at high throughput', () => {
    for (const { properties } of queues) {
      expect(properties).toMatchObject({
        FifoQueue: true,
        DeduplicationScope: 'messageGroup',
        FifoThroughputLimit: 'perMessageGroupId',
      });
    }
  });

  it('are all encrypted and refuse connections without TLS', () => {
    const policies = resourcesOf(pipeline, 'AWS::SQS::QueuePolicy');
    for (const { id, properties } of queues) {
      expect(properties.SqsManagedSseEnabled).toBe(true);
      const policy = policies.find((item) => referredId(item.properties.Queues[0]) === id);
      expect(policy?.properties.PolicyDocument.Statement).toContainEqual(
        expect.objectContaining({
          Effect: 'Deny',
          Action: 'sqs:*',
          Principal: { AWS: '*' },
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        }),
      );
    }
  });

  it('give up on a message only after 1,000 receives, because waiting for a cap counts as one', () => {
    expect(sources).toHaveLength(5);
    for (const { properties } of sources) {
      expect(properties.RedrivePolicy.maxReceiveCount).toBe(1_000);
    }
  });

  it('have a dead-letter queue of their own that keeps messages for 14 days', () => {
    expect(new Set(deadLetterIds).size).toBe(sources.length);
    for (const { properties } of deadLetters) {
      expect(properties.MessageRetentionPeriod).toBe(fourteenDaysInSeconds);
    }
  });

  it('hand out batches of at most 10, at once and unfiltered, and take partial answers', () => {
    expect(mappings).toHaveLength(sources.length);
    for (const { properties } of mappings) {
      expect(properties.BatchSize).toBeLessThanOrEqual(10);
      expect(properties.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
      expect(properties).not.toHaveProperty('MaximumBatchingWindowInSeconds');
      expect(properties).not.toHaveProperty('FilterCriteria');
      expect(properties).not.toHaveProperty('ProvisionedPollerConfig');
    }
  });

  it('hide a message for at least six times as long as its worker may run', () => {
    for (const mapping of mappings) {
      const { Timeout } = workerOf(mapping).properties;
      expect(queueOf(mapping).properties.VisibilityTimeout).toBeGreaterThanOrEqual(6 * Timeout);
    }
  });

  it('have workers that end within 30 to 60 s, so that a crash blocks an operator for minutes only', () => {
    for (const mapping of mappings) {
      const { Timeout } = workerOf(mapping).properties;
      expect(Timeout).toBeGreaterThanOrEqual(30);
      expect(Timeout).toBeLessThanOrEqual(60);
    }
  });

  it('have a bounded number of workers, and as much concurrency is reserved', () => {
    for (const mapping of mappings) {
      const { MaximumConcurrency } = mapping.properties.ScalingConfig;
      expect(MaximumConcurrency).toBeGreaterThanOrEqual(2);
      expect(workerOf(mapping).properties.ReservedConcurrentExecutions).toBeGreaterThanOrEqual(
        MaximumConcurrency,
      );
    }
  });
});

describe('a queue worker', () => {
  it.each([29, 61])('is refused with a timeout of %i s', (seconds) => {
    expect(() => addWorker(Duration.seconds(seconds))).toThrow(
      `A queue worker's timeout is 30 to 60 s, not ${seconds} s.`,
    );
  });

  it.each([30, 60])('is accepted with a timeout of %i s', (seconds) => {
    expect(() => addWorker(Duration.seconds(seconds))).not.toThrow();
  });
});

function addWorker(timeout: Duration): void {
  withBundles((bundleRoot) => {
    new QueueWorker(new Stack(emptyApp(bundleRoot), 'Planted'), 'Worker', {
      queueName: 'write-backs',
      impact: 'Nothing stops.',
      folder: 'write-back',
      bundleRoot,
      schema: env,
      environment: (queueUrl) => ({
        TABLE_NAME: 'table',
        KEY_ID: 'key',
        STORED_FORMS: 'former',
        WRITE_BACKS_QUEUE_URL: queueUrl,
        ...settings,
      }),
      timeout,
      maximumConcurrency: 2,
    });
  });
}

const { config } = synthesize('local');
const settings = {
  SOURCE_SETTINGS: JSON.stringify(config.source),
  TARGET_SETTINGS: JSON.stringify(config.targets),
};
