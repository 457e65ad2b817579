import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { FifoQueue } from './fifo-queue.ts';

/** About how many messages a queue holds, of all operators. */
export interface QueueDepth {
  waiting: number;
  /** Handed out to a worker, or hidden until it makes sense to go on. */
  underWay: number;
}

/** @throws when the queue cannot be asked, for instance for want of `sqs:GetQueueAttributes`. */
export async function queueDepth({ client, queueUrl }: FifoQueue): Promise<QueueDepth> {
  const { Attributes = {} } = await client.send(
    new GetQueueAttributesCommand({
      QueueUrl: queueUrl,
      AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
    }),
  );
  return {
    waiting: Number(Attributes.ApproximateNumberOfMessages ?? 0),
    underWay: Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
  };
}
