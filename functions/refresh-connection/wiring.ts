import { sqsClient } from '../../shared/adapters/sqs/client.ts';
import { SqsDeferrer } from '../../shared/adapters/sqs/defer-visibility.ts';
import { refreshConnections } from '../../shared/application/tokens/refresh-connection.ts';
import { openProviders } from '../../shared/composition/open-providers.ts';
import { type TokenRefreshMessage, tokenRefreshMessage } from '../../shared/contracts/messages.ts';
import { createLog } from '../../shared/runtime/logger.ts';
import { createMetrics } from '../../shared/runtime/metrics.ts';
import { parseEnv } from '../../shared/runtime/parse-env.ts';
import type { QueueWorkerParts } from '../../shared/runtime/queue-worker.ts';
import { env } from './config.ts';

/** Composes the worker from its environment. @throws when a variable is missing. */
export function wire(
  variables: Record<string, string | undefined>,
): QueueWorkerParts<TokenRefreshMessage> {
  const settings = parseEnv(env, variables);
  const log = createLog('refresh-connection');
  const metrics = createMetrics('refresh-connection');
  const providers = openProviders({ env: settings, lane: 'live', log, metrics });
  return {
    schema: tokenRefreshMessage,
    handle: (received) => refreshConnections(received, providers),
    deferrer: new SqsDeferrer({
      client: sqsClient(),
      queueUrl: settings.TOKEN_REFRESHES_QUEUE_URL,
    }),
    log,
    metrics,
  };
}
