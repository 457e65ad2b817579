import type { Connection } from '../../contracts/connection-item.ts';
import type { Provider } from '../../contracts/ids.ts';
import { providerManifests } from '../../targets/provider-manifests.ts';

const minuteMs = 60_000;

/** Half an idle limit leaves a month to mend whatever keeps the refreshes from working. */
const idleShare = 0.5;

/** A token is refreshed before it ends; this long after its end something keeps that from working. */
const overdueAfterMs = 60 * minuteMs;

export type RefreshNeed = 'none' | 'ending' | 'overdue' | 'near_idle_limit';

/**
 * How urgently a connection wants a refresh. Every token is refreshed before it ends, also that of an
 * operator who does nothing: it keeps the grant alive and tells us soon when it was withdrawn.
 */
export function decideRefreshNeed(
  connection: Pick<Connection, 'provider' | 'status' | 'expiresAtEpochMs'>,
  nowEpochMs: number,
): RefreshNeed {
  const { accessTokenMs, idleLimitMs } = providerManifests[connection.provider].rhythm;
  if (connection.status !== 'connected') return 'none';
  const leftMs = connection.expiresAtEpochMs - nowEpochMs;
  if (leftMs > refreshAheadMs(connection.provider)) return 'none';
  const unusedMs = accessTokenMs - leftMs;
  if (idleLimitMs !== undefined && unusedMs > idleLimitMs * idleShare) return 'near_idle_limit';
  return -leftMs > overdueAfterMs ? 'overdue' : 'ending';
}

/** A token with less left than this is to be refreshed now. */
export function refreshAheadMs(provider: Provider): number {
  return providerManifests[provider].rhythm.aheadMs;
}
