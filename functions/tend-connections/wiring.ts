import {
  type TendCounts,
  tendConnections,
} from '../../shared/application/disconnect/tend-connections.ts';
import { openProviders } from '../../shared/composition/open-providers.ts';
import { createLog } from '../../shared/runtime/logger.ts';
import { createMetrics, type FlushableMetrics } from '../../shared/runtime/metrics.ts';
import { parseEnv } from '../../shared/runtime/parse-env.ts';
import { env } from './config.ts';

export interface TendConnectionsParts {
  /** Starts nothing new after the instant. */
  tend(untilEpochMs: number): Promise<TendCounts>;
  metrics: FlushableMetrics;
}

/** Composes the tending from its environment. @throws when a variable is missing. */
export function wire(variables: Record<string, string | undefined>): TendConnectionsParts {
  const settings = parseEnv(env, variables);
  const metrics = createMetrics('tend-connections');
  const providers = openProviders({
    env: settings,
    lane: 'live',
    log: createLog('tend-connections'),
    metrics,
  });
  const deps = { ...providers, portalBaseUrl: settings.PORTAL_BASE_URL };
  return {
    metrics,
    async tend(untilEpochMs) {
      try {
        return await tendConnections(deps, untilEpochMs);
      } finally {
        await providers.pacer.settleAll();
      }
    },
  };
}
