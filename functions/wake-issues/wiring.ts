import { DynamoBackfillRuns } from '../../shared/adapters/dynamodb/backfill-runs.ts';
import { DynamoIssues } from '../../shared/adapters/dynamodb/issues.ts';
import { DynamoLinks } from '../../shared/adapters/dynamodb/links.ts';
import { DynamoResting } from '../../shared/adapters/dynamodb/resting.ts';
import { DynamoSettingsStore } from '../../shared/adapters/dynamodb/settings-store.ts';
import { type WakeCounts, wakeAll } from '../../shared/application/issues/wake-all.ts';
import { openProviders } from '../../shared/composition/open-providers.ts';
import { openResumingQueues } from '../../shared/composition/open-resuming-queues.ts';
import { createLog } from '../../shared/runtime/logger.ts';
import { createMetrics } from '../../shared/runtime/metrics.ts';
import { parseEnv } from '../../shared/runtime/parse-env.ts';
import type { ScheduledParts } from '../../shared/runtime/scheduled-handler.ts';
import { env } from './config.ts';

/** Composes the sweep from its environment. @throws when a variable is missing. */
export function wire(variables: Record<string, string | undefined>): ScheduledParts<WakeCounts> {
  const settings = parseEnv(env, variables);
  const metrics = createMetrics('wake-issues');
  const providers = openProviders({
    env: settings,
    // The ledger's lists are read beside live calls, which come first.
    lane: 'backfill',
    log: createLog('wake-issues'),
    metrics,
  });
  const stores = {
    ...providers,
    backfills: new DynamoBackfillRuns(providers),
    issues: new DynamoIssues(providers),
    links: new DynamoLinks(providers),
    resting: new DynamoResting(providers),
    settings: new DynamoSettingsStore(providers),
  };
  const deps = {
    ...stores,
    ...openResumingQueues(settings),
  };
  return {
    metrics,
    async run(untilEpochMs) {
      try {
        return await wakeAll(deps, untilEpochMs);
      } finally {
        await deps.pacer.flushAll();
      }
    },
  };
}
