import {
  type LookCounts,
  lookAtLedgers,
} from '../../shared/application/differences/look-at-ledgers.ts';
import { openProviders } from '../../shared/composition/open-providers.ts';
import { createLog } from '../../shared/runtime/logger.ts';
import { createMetrics } from '../../shared/runtime/metrics.ts';
import { parseEnv } from '../../shared/runtime/parse-env.ts';
import type { ScheduledParts } from '../../shared/runtime/scheduled-handler.ts';
import { env } from './config.ts';

/** Composes the look from its environment. @throws when a variable is missing. */
export function wire(variables: Record<string, string | undefined>): ScheduledParts<LookCounts> {
  const settings = parseEnv(env, variables);
  const metrics = createMetrics('look-at-ledgers');
  const deps = openProviders({
    env: settings,
    // Nobody waits for it: live calls, and what a person asked for, come first.
    lane: 'reconcile',
    log: createLog('look-at-ledgers'),
    metrics,
  });
  return {
    metrics,
    async run(untilEpochMs) {
      try {
        return await lookAtLedgers(deps, untilEpochMs);
      } finally {
        await deps.pacer.flushAll();
      }
    },
  };
}
