import { sqsClient } from '../../shared/adapters/sqs/client.ts';
import {
  type TendSourcesCounts,
  tendSources,
} from '../../shared/application/intake/tend-sources.ts';
import { openChangeQueues } from '../../shared/composition/open-change-queues.ts';
import { openProviders } from '../../shared/composition/open-providers.ts';
import { createLog } from '../../shared/runtime/logger.ts';
import { createMetrics } from '../../shared/runtime/metrics.ts';
import { parseEnv } from '../../shared/runtime/parse-env.ts';
import type { ScheduledParts } from '../../shared/runtime/scheduled-handler.ts';
import { env } from './config.ts';

/** Composes the tending from its environment. @throws when a variable is missing. */
export function wire(
  variables: Record<string, string | undefined>,
): ScheduledParts<TendSourcesCounts> {
  const settings = parseEnv(env, variables);
  const metrics = createMetrics('tend-sources');
  const providers = openProviders({
    env: settings,
    // Behind what events have told, which a person may be waiting for.
    lane: 'reconcile',
    log: createLog('tend-sources'),
    metrics,
  });
  const deps = {
    ...providers,
    eventTypes: settings.SOURCE_SETTINGS.webhookEventTypes,
    queues: openChangeQueues(sqsClient(), settings.CHANGES_QUEUE_URLS),
  };
  return { metrics, run: (untilEpochMs) => tendSources(deps, untilEpochMs) };
}
