import { CreateQueueCommand, GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';
import { cfnBoolean, parseProperties } from '../template/cfn-values.ts';
import type { Deployment, Resource } from '../template/deployment.ts';

export interface CreatedQueue {
  readonly logicalId: string;
  readonly name: string;
  readonly url: string;
  readonly arn: string;
  readonly visibilityTimeoutMs: number;
}

// The template's names of these attributes are those of the API; the rest are names or tags.
const attributeNames = [
  'DelaySeconds',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'ReceiveMessageWaitTimeSeconds',
  'VisibilityTimeout',
  'FifoQueue',
  'ContentBasedDeduplication',
  'DeduplicationScope',
  'FifoThroughputLimit',
] as const;

const queueProperties = z.looseObject({
  QueueName: z.optional(z.string()),
  FifoQueue: z.optional(cfnBoolean),
  RedrivePolicy: z.optional(z.unknown()),
});

/** Creates every queue of the template, dead-letter queues first: the others name them by ARN. */
export async function createQueues(
  deployment: Deployment,
  sqs: SQSClient,
): Promise<CreatedQueue[]> {
  const deadLetters = deployment.resources('AWS::SQS::Queue').filter((queue) => !hasRedrive(queue));
  const first = await Promise.all(deadLetters.map((queue) => create(queue, deployment, sqs)));
  // Read again: now the ARNs of the dead-letter queues resolve.
  const sources = deployment.resources('AWS::SQS::Queue').filter(hasRedrive);
  const second = await Promise.all(sources.map((queue) => create(queue, deployment, sqs)));
  return [...first, ...second];
}

function hasRedrive(queue: Resource): boolean {
  return queue.properties.RedrivePolicy !== undefined;
}

async function create(
  resource: Resource,
  deployment: Deployment,
  sqs: SQSClient,
): Promise<CreatedQueue> {
  const properties = parseProperties(queueProperties, resource);
  const suffix = properties.FifoQueue ? '.fifo' : '';
  const name = properties.QueueName ?? `${resource.stackName}-${resource.logicalId}${suffix}`;
  const { QueueUrl: url = '' } = await sqs.send(
    new CreateQueueCommand({ QueueName: name, Attributes: attributesOf(resource.properties) }),
  );
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: url,
      AttributeNames: ['QueueArn', 'VisibilityTimeout'],
    }),
  );
  const arn = Attributes?.QueueArn ?? '';
  deployment.identify(resource, {
    ref: url,
    attributes: { Arn: arn, QueueName: name, QueueUrl: url },
  });
  const visibilityTimeoutMs = Number(Attributes?.VisibilityTimeout) * 1_000;
  return { logicalId: resource.logicalId, name, url, arn, visibilityTimeoutMs };
}

function attributesOf(properties: Record<string, unknown>): Record<string, string> {
  const plain = attributeNames.flatMap((name) =>
    properties[name] === undefined ? [] : [[name, String(properties[name])]],
  );
  const { RedrivePolicy } = properties;
  const redrive = RedrivePolicy ? { RedrivePolicy: JSON.stringify(RedrivePolicy) } : {};
  return { ...Object.fromEntries(plain), ...redrive };
}
