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
  const deps = {
    // The ledger's lists are read beside live calls, which come first.
    ...openProviders({ env: settings, lane: 'backfill', log: createLog('wake-issues'), metrics }),
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
