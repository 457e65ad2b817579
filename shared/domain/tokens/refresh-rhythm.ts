import type { Provider } from '../../contracts/ids.ts';
import type { Connection } from '../../contracts/stored-items.ts';

interface RefreshRhythm {
  /** How long an access token lives. */
  accessTokenMs: number;
  /** Refresh when less than this is left: before workers have to do it in the middle of their work. */
  aheadMs: number;
  /** A refresh token that nobody used for this long is dead; undefined where it never dies of that. */
  idleLimitMs: number | undefined;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/**
 * Lives: Stora 2 h (Doorkeeper's default, and the `expires_in` of Stora's examples), Xero 30 min. So
 * far ahead that sweeps, at 5-minute ticks, get two tries or more before the last 5 minutes, in which
 * workers refresh a token themselves. Idle limit: Xero's refresh tokens die after 60 days without
 * use; Doorkeeper's have no end.
 */
const rhythms: Record<Provider, RefreshRhythm> = {
  stora: { accessTokenMs: 120 * minuteMs, aheadMs: 30 * minuteMs, idleLimitMs: undefined },
  xero: { accessTokenMs: 30 * minuteMs, aheadMs: 15 * minuteMs, idleLimitMs: 60 * dayMs },
};

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
  const { accessTokenMs, idleLimitMs } = rhythms[connection.provider];
  if (connection.status !== 'connected') return 'none';
  const leftMs = connection.expiresAtEpochMs - nowEpochMs;
  if (leftMs > refreshAheadMs(connection.provider)) return 'none';
  const unusedMs = accessTokenMs - leftMs;
  if (idleLimitMs !== undefined && unusedMs > idleLimitMs * idleShare) return 'near_idle_limit';
  return -leftMs > overdueAfterMs ? 'overdue' : 'ending';
}

/** A token with less left than this is to be refreshed now. */
export function refreshAheadMs(provider: Provider): number {
  return rhythms[provider].aheadMs;
}
