import { sqsClient } from '../adapters/sqs/client.ts';
import { SqsDeferrer } from '../adapters/sqs/defer-visibility.ts';
import { target } from '../contracts/ids.ts';
import type { ChangesQueueUrls } from '../contracts/queue-urls.ts';
import { openChangeQueues } from './open-change-queues.ts';

/** What lets go on what waited: issues go on the queue again, hidden messages are shown. */
export function openResumingQueues(urls: {
  CHANGES_QUEUE_URLS: ChangesQueueUrls;
  WRITE_BACKS_QUEUE_URL: string;
}) {
  const client = sqsClient();
  const deferrerOf = (queueUrl: string) => new SqsDeferrer({ client, queueUrl });
  const ofChanges = target.options.map(
    (name) => [`changes-${name}`, deferrerOf(urls.CHANGES_QUEUE_URLS[name])] as const,
  );
  return {
    queues: openChangeQueues(client, urls.CHANGES_QUEUE_URLS),
    hidden: {
      ...Object.fromEntries(ofChanges),
      'write-backs': deferrerOf(urls.WRITE_BACKS_QUEUE_URL),
    },
  };
}
