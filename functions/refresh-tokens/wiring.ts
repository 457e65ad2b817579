import { DynamoEndpoints } from '../../shared/adapters/dynamodb/endpoints.ts';
import { DynamoSourceStates } from '../../shared/adapters/dynamodb/source-states.ts';
import { sqsClient } from '../../shared/adapters/sqs/client.ts';
import { SqsTokenRefreshQueue } from '../../shared/adapters/sqs/token-refresh-queue.ts';
import { ensureWebhookEndpoint } from '../../shared/application/connect/ensure-webhook-endpoint.ts';
import {
  refreshDueConnections,
  type SweepCounts,
} from '../../shared/application/connect/refresh-due-connections.ts';
import { openProviders } from '../../shared/composition/open-providers.ts';
import { createLog } from '../../shared/runtime/logger.ts';
import { createMetrics } from '../../shared/runtime/metrics.ts';
import { parseEnv } from '../../shared/runtime/parse-env.ts';
import type { ScheduledParts } from '../../shared/runtime/scheduled-handler.ts';
import { env } from './config.ts';

/** Composes the sweep from its environment. @throws when a variable is missing. */
export function wire(variables: Record<string, string | undefined>): ScheduledParts<SweepCounts> {
  const settings = parseEnv(env, variables);
  const metrics = createMetrics('refresh-tokens');
  const providers = openProviders({
    env: settings,
    lane: 'live',
    log: createLog('refresh-tokens'),
    metrics,
  });
  const stores = {
    ...providers,
    endpoints: new DynamoEndpoints(providers),
    sourceStates: new DynamoSourceStates(providers),
  };
  const refreshes = new SqsTokenRefreshQueue({
    client: sqsClient(),
    queueUrl: settings.TOKEN_REFRESHES_QUEUE_URL,
  });
  const deps = {
    ...providers,
    refreshes,
    ensureWebhookEndpoint: async (operatorId: string) => {
      const portalBaseUrl = settings.PORTAL_BASE_URL;
      if (portalBaseUrl === undefined) return;
      await ensureWebhookEndpoint({ ...stores, portalBaseUrl }, operatorId);
      await providers.pacer.flush(operatorId);
    },
  };
  return { run: (untilEpochMs) => refreshDueConnections(deps, untilEpochMs), metrics };
}
