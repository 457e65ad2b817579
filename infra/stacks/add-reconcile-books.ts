import { Duration, type Stack } from 'aws-cdk-lib';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { env } from '../../functions/reconcile-books/config.ts';
import { provider } from '../../shared/contracts/ids.ts';
import { sourceManifest } from '../../shared/source/registry.ts';
import { allowData, allowSend } from '../constructs/grants.ts';
import { QueueWorker } from '../constructs/queue-worker.ts';
import type { SweepParts } from './add-sweeps.ts';

/**
 * An operator's night has some 25 steps of about two seconds, and the nights of a zone begin within two hours:
 * so many workers have time for 570 of them. More nights take longer, and nobody waits for one.
 */
const nightWorkers = 4;

/** What compares both sides at night, a page per message. Returns its queue. */
export function addReconcileBooks(
  stack: Stack,
  parts: Pick<SweepParts, 'bundleRoot' | 'data' | 'changes' | 'environment'>,
): IQueue {
  const { queue, worker } = new QueueWorker(stack, 'Nights', {
    queueName: 'nights',
    impact: `The books are not compared with ${sourceManifest.name} at night, and what was lost is not brought over.`,
    folder: 'reconcile-books',
    bundleRoot: parts.bundleRoot,
    schema: env,
    environment: (queueUrl) => ({
      ...parts.environment,
      NIGHTS_QUEUE_URL: queueUrl,
      CHANGES_QUEUE_URLS: parts.changes.urls,
    }),
    // A page takes a call or two; comparing a month of thousands of documents some seconds.
    timeout: Duration.seconds(45),
    maximumConcurrency: nightWorkers,
  });
  allowData(worker.role, parts.data, {
    table: [
      ...(['GetItem', 'BatchGetItem', 'Query'] as const),
      ...(['PutItem', 'BatchWriteItem', 'UpdateItem', 'DeleteItem'] as const),
    ],
    clients: provider.options,
    seal: ['tokens'],
    open: ['tokens'],
  });
  for (const one of [...parts.changes.all, queue]) allowSend(worker.role, one);
  return queue;
}
