import { DynamoConnections } from '../../shared/adapters/dynamodb/connections.ts';
import { DynamoLinks } from '../../shared/adapters/dynamodb/links.ts';
import { sqsClient } from '../../shared/adapters/sqs/client.ts';
import { SqsWriteBackQueue } from '../../shared/adapters/sqs/write-back-queue.ts';
import {
  sweepWriteBacks,
  type WriteBackSweepCounts,
} from '../../shared/application/write-back/sweep-write-backs.ts';
import { openChangeQueues } from '../../shared/composition/open-change-queues.ts';
import { openTable } from '../../shared/composition/open-table.ts';
import { createLog } from '../../shared/runtime/logger.ts';
import { createMetrics } from '../../shared/runtime/metrics.ts';
import { parseEnv } from '../../shared/runtime/parse-env.ts';
import type { ScheduledParts } from '../../shared/runtime/scheduled-handler.ts';
import { env } from './config.ts';

/** Composes the sweep from its environment. @throws when a variable is missing. */
export function wire(
  variables: Record<string, string | undefined>,
): ScheduledParts<WriteBackSweepCounts> {
  const settings = parseEnv(env, variables);
  const metrics = createMetrics('sweep-write-backs');
  const client = sqsClient();
  const opened = openTable({ tableName: settings.TABLE_NAME });
  const stores = {
    ...opened,
    connections: new DynamoConnections(opened),
    links: new DynamoLinks(opened),
  };
  const deps = {
    ...stores,
    writeBacks: new SqsWriteBackQueue({ client, queueUrl: settings.WRITE_BACKS_QUEUE_URL }),
    queues: openChangeQueues(client, settings.CHANGES_QUEUE_URLS),
    log: createLog('sweep-write-backs'),
    metrics,
  };
  return { run: (untilEpochMs) => sweepWriteBacks(deps, untilEpochMs), metrics };
}
