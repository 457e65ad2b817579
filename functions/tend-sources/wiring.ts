import { DynamoEndpoints } from '../../shared/adapters/dynamodb/endpoints.ts';
import { DynamoLedgerWatches } from '../../shared/adapters/dynamodb/ledger-watches.ts';
import { DynamoLinks } from '../../shared/adapters/dynamodb/links.ts';
import { DynamoNightWatches } from '../../shared/adapters/dynamodb/night-watches.ts';
import { DynamoRecordCounts } from '../../shared/adapters/dynamodb/record-counts.ts';
import { DynamoSettingsStore } from '../../shared/adapters/dynamodb/settings-store.ts';
import { DynamoSourceStates } from '../../shared/adapters/dynamodb/source-states.ts';
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
  const stores = {
    ...providers,
    nightWatches: new DynamoNightWatches(providers),
    links: new DynamoLinks(providers),
    counts: new DynamoRecordCounts(providers),
    endpoints: new DynamoEndpoints(providers),
    ledgerWatches: new DynamoLedgerWatches(providers),
    settings: new DynamoSettingsStore(providers),
    sourceStates: new DynamoSourceStates(providers),
  };
  const deps = {
    ...stores,
    eventTypes: settings.SOURCE_SETTINGS.webhookEventTypes,
    queues: openChangeQueues(sqsClient(), settings.CHANGES_QUEUE_URLS),
  };
  return { metrics, run: (untilEpochMs) => tendSources(deps, untilEpochMs) };
}
