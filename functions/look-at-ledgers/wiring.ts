import { DynamoDifferences } from '../../shared/adapters/dynamodb/differences.ts';
import { DynamoLedgerWatches } from '../../shared/adapters/dynamodb/ledger-watches.ts';
import { DynamoLinks } from '../../shared/adapters/dynamodb/links.ts';
import { DynamoSettingsStore } from '../../shared/adapters/dynamodb/settings-store.ts';
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
  const providers = openProviders({
    env: settings,
    // Nobody waits for it: live calls, and what a person asked for, come first.
    lane: 'reconcile',
    log: createLog('look-at-ledgers'),
    metrics,
  });
  const stores = {
    ...providers,
    differences: new DynamoDifferences(providers),
    ledgerWatches: new DynamoLedgerWatches(providers),
    links: new DynamoLinks(providers),
    settings: new DynamoSettingsStore(providers),
  };
  return {
    metrics,
    async run(untilEpochMs) {
      try {
        return await lookAtLedgers(stores, untilEpochMs);
      } finally {
        await providers.pacer.flushAll();
      }
    },
  };
}
