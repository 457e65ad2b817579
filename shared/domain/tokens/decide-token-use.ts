import type { Connection } from '../../contracts/connection-item.ts';

/** A token with less left than this is refreshed before use, so that a long call never outlives it. */
export const useMarginMs = 5 * 60_000;

export type TokenUse = 'use' | 'refresh' | 'absent' | 'needs_reconnect' | 'disconnected';

/** Decides what a caller may do with the stored grant: use it, refresh it first, or go without. */
export function decideTokenUse(
  connection: Pick<Connection, 'status' | 'expiresAtEpochMs'> | undefined,
  nowEpochMs: number,
  marginMs: number = useMarginMs,
): TokenUse {
  if (connection === undefined) return 'absent';
  if (connection.status === 'disconnecting') return 'disconnected';
  if (connection.status !== 'connected') return connection.status;
  return connection.expiresAtEpochMs - nowEpochMs > marginMs ? 'use' : 'refresh';
}
