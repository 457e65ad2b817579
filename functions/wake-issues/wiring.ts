import {
  type IssueSweepCounts,
  sweepIssues,
} from '../../shared/application/issues/sweep-issues.ts';
import { sweepAside } from '../../shared/application/resting/bring-back.ts';
import { sweepResting } from '../../shared/application/resting/call-back-messages.ts';
import { openProviders } from '../../shared/composition/open-providers.ts';
import { openResumingQueues } from '../../shared/composition/open-resuming-queues.ts';
import { createLog } from '../../shared/runtime/logger.ts';
import { createMetrics } from '../../shared/runtime/metrics.ts';
import { parseEnv } from '../../shared/runtime/parse-env.ts';
import type { ScheduledParts } from '../../shared/runtime/scheduled-handler.ts';
import { env } from './config.ts';

/** Composes the sweep from its environment. @throws when a variable is missing. */
export function wire(
  variables: Record<string, string | undefined>,
): ScheduledParts<IssueSweepCounts & { calledBack: number; broughtBack: number; stuck: number }> {
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
        const aside = await sweepAside(deps, untilEpochMs);
        const resting = await sweepResting(deps, untilEpochMs);
        return { ...aside, ...resting, ...(await sweepIssues(deps, untilEpochMs)) };
      } finally {
        await deps.pacer.flushAll();
      }
    },
  };
}
