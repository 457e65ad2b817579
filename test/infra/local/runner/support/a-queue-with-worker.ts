import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetQueueAttributesCommand, SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { expect } from 'vitest';
import type { StartedRunner } from './a-runner.ts';

/** `Fn::GetAtt`. */
export const getAtt = (logicalId: string, attribute: string) => ({
  'Fn::GetAtt': [logicalId, attribute],
});

/** A FIFO queue with dead letters, and a mapping to `Worker` in the manner of CDK. */
export function aQueueWithWorker({
  maxReceiveCount = 1_000,
  visibilityTimeout = 60,
  mapping = {},
} = {}) {
  return {
    DeadLetters: {
      Type: 'AWS::SQS::Queue',
      Properties: { QueueName: 'work-dlq.fifo', FifoQueue: true },
    },
    Queue: {
      Type: 'AWS::SQS::Queue',
      Properties: {
        QueueName: 'work.fifo',
        FifoQueue: true,
        VisibilityTimeout: visibilityTimeout,
        DeduplicationScope: 'messageGroup',
        FifoThroughputLimit: 'perMessageGroupId',
        RedrivePolicy: { deadLetterTargetArn: getAtt('DeadLetters', 'Arn'), maxReceiveCount },
      },
    },
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        EventSourceArn: getAtt('Queue', 'Arn'),
        FunctionName: { Ref: 'Worker' },
        BatchSize: 10,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ...mapping,
      },
    },
  };
}

/** A table as the template would define it. */
export const aTable = {
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    TableName: 'records',
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'directoryKey', AttributeType: 'S' },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'directory',
        KeySchema: [{ AttributeName: 'directoryKey', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ],
  },
};

/** Sends messages to the queue, ten at a time. */
export async function send(
  runner: StartedRunner,
  messages: readonly (readonly [group: string, body: string])[],
) {
  const QueueUrl = runner.resources.queues.find(({ name }) => name === 'work.fifo')?.url;
  for (let from = 0; from < messages.length; from += 10) {
    const Entries = messages.slice(from, from + 10).map(([MessageGroupId, MessageBody], index) => ({
      Id: String(index),
      MessageGroupId,
      MessageBody,
      MessageDeduplicationId: `${from + index}`,
    }));
    const { Failed = [] } = await runner.clients.sqs.send(
      new SendMessageBatchCommand({ QueueUrl, Entries }),
    );
    expect(Failed).toEqual([]);
  }
}

/** How many messages a queue holds. */
export async function countsOf(runner: StartedRunner, queueName: string) {
  const QueueUrl = runner.resources.queues.find(({ name }) => name === queueName)?.url;
  const { Attributes } = await runner.clients.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
  );
  return {
    waiting: Number(Attributes?.ApproximateNumberOfMessages),
    inFlight: Number(Attributes?.ApproximateNumberOfMessagesNotVisible),
  };
}

/** The JSON lines that a export function printed. */
export function printed<Line>(
  runner: { readonly logDirectory: string },
  functionName: string,
): Line[] {
  const text = readFileSync(join(runner.logDirectory, `${functionName}.log`), 'utf8');
  return text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
}
