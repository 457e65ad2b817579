import { DynamoActivities } from '../../shared/adapters/dynamodb/activities.ts';
import { DynamoConnections } from '../../shared/adapters/dynamodb/connections.ts';
import { DynamoMonthProofs } from '../../shared/adapters/dynamodb/month-proofs.ts';
import { DynamoNightWatches } from '../../shared/adapters/dynamodb/night-watches.ts';
import { DynamoNights } from '../../shared/adapters/dynamodb/nights.ts';
import { DynamoSettingsStore } from '../../shared/adapters/dynamodb/settings-store.ts';
import { sqsClient } from '../../shared/adapters/sqs/client.ts';
import { SqsNightQueue } from '../../shared/adapters/sqs/night-queue.ts';
import { type NightCounts, startNights } from '../../shared/application/reconcile/start-nights.ts';
import { openTable } from '../../shared/composition/open-table.ts';
import { createLog } from '../../shared/runtime/logger.ts';
import { createMetrics } from '../../shared/runtime/metrics.ts';
import { parseEnv } from '../../shared/runtime/parse-env.ts';
import type { ScheduledParts } from '../../shared/runtime/scheduled-handler.ts';
import { env } from './config.ts';

/** Composes the sweep from its environment. @throws when a variable is missing. */
export function wire(variables: Record<string, string | undefined>): ScheduledParts<NightCounts> {
  const settings = parseEnv(env, variables);
  const metrics = createMetrics('start-nights');
  const queue = { client: sqsClient(), queueUrl: settings.NIGHTS_QUEUE_URL };
  const opened = openTable({ tableName: settings.TABLE_NAME });
  const deps = {
    ...opened,
    activities: new DynamoActivities(opened),
    connections: new DynamoConnections(opened),
    monthProofs: new DynamoMonthProofs(opened),
    nights: new DynamoNights(opened),
    nightWatches: new DynamoNightWatches(opened),
    settings: new DynamoSettingsStore(opened),
    nightQueue: new SqsNightQueue(queue),
    log: createLog('start-nights'),
    metrics,
  };
  return { run: (untilEpochMs) => startNights(deps, untilEpochMs), metrics };
}
