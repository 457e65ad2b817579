import type { Connection } from '../../contracts/connection-item.ts';
import { isTarget } from '../../contracts/ids.ts';
import { shardOf } from '../../domain/sweep/shard-of.ts';
import type { Clock } from '../../ports/clock.ts';
import type { LedgerWatches } from '../../ports/ledger-watches.ts';

export interface WatchLedgersDeps {
  ledgerWatches: LedgerWatches;
  clock: Clock;
}

/** The first look finds nothing yet; it chooses the operator's night for the next one. */
const firstMinutes = 120;

/** Begins to look for hand-made changes in the ledgers that are connected; done again it changes nothing. */
export async function watchLedgers(
  deps: WatchLedgersDeps,
  connections: readonly Connection[],
): Promise<void> {
  for (const { operatorId, provider, status } of connections) {
    if (!isTarget(provider) || status !== 'connected') continue;
    const sinceEpochMs = deps.clock.nowEpochMs();
    const firstLookEpochMs = sinceEpochMs + (1 + shardOf(operatorId, firstMinutes)) * 60_000;
    const watch = { operatorId, target: provider, sinceEpochMs };
    await deps.ledgerWatches.ensure(watch, firstLookEpochMs);
  }
}
