import { DynamoAccountHolders } from '../../shared/adapters/dynamodb/account-holders.ts';
import { DynamoEndpoints } from '../../shared/adapters/dynamodb/endpoints.ts';
import { DynamoErasure } from '../../shared/adapters/dynamodb/erasure.ts';
import { DynamoOperators } from '../../shared/adapters/dynamodb/operators.ts';
import { DynamoWaitingGrants } from '../../shared/adapters/dynamodb/waiting-grants.ts';
import {
  type TendCounts,
  tendConnections,
} from '../../shared/application/disconnect/tend-connections.ts';
import { openProviders } from '../../shared/composition/open-providers.ts';
import { createLog } from '../../shared/runtime/logger.ts';
import { createMetrics } from '../../shared/runtime/metrics.ts';
import { parseEnv } from '../../shared/runtime/parse-env.ts';
import type { ScheduledParts } from '../../shared/runtime/scheduled-handler.ts';
import { env } from './config.ts';

/** Composes the tending from its environment. @throws when a variable is missing. */
export function wire(variables: Record<string, string | undefined>): ScheduledParts<TendCounts> {
  const settings = parseEnv(env, variables);
  const metrics = createMetrics('tend-connections');
  const providers = openProviders({
    env: settings,
    lane: 'live',
    log: createLog('tend-connections'),
    metrics,
  });
  const stores = {
    ...providers,
    accountHolders: new DynamoAccountHolders(providers),
    endpoints: new DynamoEndpoints(providers),
    erasure: new DynamoErasure(providers),
    operators: new DynamoOperators(providers),
    waitingGrants: new DynamoWaitingGrants(providers),
  };
  const deps = { ...stores, portalBaseUrl: settings.PORTAL_BASE_URL };
  return {
    metrics,
    async run(untilEpochMs) {
      try {
        return await tendConnections(deps, untilEpochMs);
      } finally {
        await providers.pacer.flushAll();
      }
    },
  };
}
