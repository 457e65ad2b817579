import { SqsChangeQueue } from '../adapters/sqs/change-queue.ts';
import { sqsClient } from '../adapters/sqs/client.ts';
import { SqsDeferrer } from '../adapters/sqs/defer-visibility.ts';

/** What lets go on what waited: issues go on the queue again, hidden messages are shown. */
export function openResumingQueues(urls: {
  CHANGES_XERO_QUEUE_URL: string;
  WRITE_BACKS_QUEUE_URL: string;
}) {
  const client = sqsClient();
  const changes = { client, queueUrl: urls.CHANGES_XERO_QUEUE_URL };
  return {
    queues: { xero: new SqsChangeQueue(changes) },
    hidden: {
      'changes-xero': new SqsDeferrer(changes),
      'write-backs': new SqsDeferrer({ client, queueUrl: urls.WRITE_BACKS_QUEUE_URL }),
    },
  };
}
