import type { Connection } from '../../contracts/connection-item.ts';
import { isTarget, type Target } from '../../contracts/ids.ts';
import { takesKind } from '../../domain/intake/takes-kind.ts';
import { nextHourEpochMs } from '../../domain/mail/morning.ts';
import { shardOf } from '../../domain/sweep/shard-of.ts';
import type { Clock } from '../../ports/clock.ts';
import type { NightWatches } from '../../ports/night-watches.ts';
import type { SettingsStore } from '../../ports/settings-store.ts';

export interface WatchNightsDeps {
  nightWatches: Pick<NightWatches, 'ensure'>;
  settings: SettingsStore;
  clock: Clock;
}

/** In the small hours, when nobody there works and no month-end run is under way. */
const nightHour = 2;
/** Spread over two hours, so that not all of a zone are asked for at once. */
const nightMinutes = 120;
/** What was changed by hand is looked for before (`look-at-ledgers.ts`), so that the night knows of it. */
const behindMinutes = 20;
const minuteMs = 60_000;

/** Begins to compare the books that are connected, from the next night on; done again it changes nothing. */
export async function watchNights(
  deps: WatchNightsDeps,
  connections: readonly Connection[],
): Promise<void> {
  for (const { operatorId, provider, status } of connections) {
    if (!isTarget(provider) || status !== 'connected' || !takesKind(provider, 'invoice')) continue;
    const key = { operatorId, target: provider };
    await deps.nightWatches.ensure(key, await nextNightOf(deps, key));
  }
}

/** The next night where the operator is. */
export async function nextNightOf(
  deps: { settings: Pick<SettingsStore, 'get'>; clock: Clock },
  { operatorId, target }: { operatorId: string; target: Target },
): Promise<number> {
  const timeZone = (await deps.settings.get(operatorId, target))?.timeZone ?? 'UTC';
  const minutes = behindMinutes + shardOf(operatorId, nightMinutes);
  return nextHourEpochMs(deps.clock.nowEpochMs(), timeZone, nightHour) + minutes * minuteMs;
}
