import { sqsClient } from '../../shared/adapters/sqs/client.ts';
import { SqsNightQueue } from '../../shared/adapters/sqs/night-queue.ts';
import { type NightCounts, startNights } from '../../shared/application/reconcile/start-nights.ts';
import { openStores } from '../../shared/composition/open-stores.ts';
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
  const deps = {
    ...openStores({ tableName: settings.TABLE_NAME }),
    nightQueue: new SqsNightQueue(queue),
    log: createLog('start-nights'),
    metrics,
  };
  return { run: (untilEpochMs) => startNights(deps, untilEpochMs), metrics };
}
