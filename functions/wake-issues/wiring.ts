import {
  type IssueSweepCounts,
  sweepIssues,
} from '../../shared/application/issues/sweep-issues.ts';
import { sweepResting } from '../../shared/application/resting/call-back-messages.ts';
import { openProviders } from '../../shared/composition/open-providers.ts';
import { openResumingQueues } from '../../shared/composition/open-resuming-queues.ts';
import { createLog } from '../../shared/runtime/logger.ts';
import { createMetrics, type FlushableMetrics } from '../../shared/runtime/metrics.ts';
import { parseEnv } from '../../shared/runtime/parse-env.ts';
import { env } from './config.ts';

export interface WakeIssuesParts {
  /** Starts nothing new after the instant. */
  sweep(untilEpochMs: number): Promise<IssueSweepCounts & { calledBack: number }>;
  metrics: FlushableMetrics;
}

/** Composes the sweep from its environment. @throws when a variable is missing. */
export function wire(variables: Record<string, string | undefined>): WakeIssuesParts {
  const settings = parseEnv(env, variables);
  const metrics = createMetrics('wake-issues');
  const deps = {
    // The ledger's lists are read beside live calls, which come first.
    ...openProviders({ env: settings, lane: 'backfill', log: createLog('wake-issues'), metrics }),
    ...openResumingQueues(settings),
  };
  return {
    metrics,
    async sweep(untilEpochMs) {
      try {
        const resting = await sweepResting(deps, untilEpochMs);
        return { ...resting, ...(await sweepIssues(deps, untilEpochMs)) };
      } finally {
        await deps.pacer.settleAll();
      }
    },
  };
}
