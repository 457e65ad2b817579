import { SqsChangeQueue } from '../adapters/sqs/change-queue.ts';
import type { sqsClient } from '../adapters/sqs/client.ts';
import { target } from '../contracts/ids.ts';
import type { ChangesQueueUrls } from '../contracts/queue-urls.ts';
import { tableOf } from '../contracts/table-of.ts';

/** The queue of changes for each target. */
export function openChangeQueues(client: ReturnType<typeof sqsClient>, urls: ChangesQueueUrls) {
  return tableOf(target.options, (name) => new SqsChangeQueue({ client, queueUrl: urls[name] }));
}
