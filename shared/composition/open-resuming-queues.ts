import { sqsClient } from '../adapters/sqs/client.ts';
import { SqsDeferrer } from '../adapters/sqs/defer-visibility.ts';
import { SqsPageQueue } from '../adapters/sqs/page-queue.ts';
import { SqsWriteBackQueue } from '../adapters/sqs/write-back-queue.ts';
import { target } from '../contracts/ids.ts';
import type { ChangesQueueUrls } from '../contracts/queue-urls.ts';
import { changesQueueName, writeBacksQueueName } from '../domain/resting/queue-names.ts';
import { openChangeQueues } from './open-change-queues.ts';

/** What lets go on what waited: issues go on the queue again, hidden messages are shown,
 * what stands aside is asked for, and so are pages of backfills. */
export function openResumingQueues(urls: {
  CHANGES_QUEUE_URLS: ChangesQueueUrls;
  WRITE_BACKS_QUEUE_URL: string;
  PAGES_QUEUE_URL: string;
}) {
  const client = sqsClient();
  const deferrerOf = (queueUrl: string) => new SqsDeferrer({ client, queueUrl });
  const ofChanges = target.options.map(
    (name) => [changesQueueName(name), deferrerOf(urls.CHANGES_QUEUE_URLS[name])] as const,
  );
  const queues = openChangeQueues(client, urls.CHANGES_QUEUE_URLS);
  const { WRITE_BACKS_QUEUE_URL: queueUrl } = urls;
  return {
    queues,
    asideQueues: queues,
    writeBacks: new SqsWriteBackQueue({ client, queueUrl }),
    pages: new SqsPageQueue({ client, queueUrl: urls.PAGES_QUEUE_URL }),
    hidden: {
      ...Object.fromEntries(ofChanges),
      [writeBacksQueueName]: deferrerOf(queueUrl),
    },
  };
}
