import type { Connection } from '../../contracts/connection-item.ts';

/**
 * Tells whether a message of this epoch still counts. After a disconnect or a switch to another
 * company leftovers die; a reconnect of the same company drops nothing.
 */
export function isLiveEpoch(
  connection: Pick<Connection, 'status' | 'epoch' | 'sinceEpoch'> | undefined,
  epoch: number,
): boolean {
  if (connection === undefined || !isInUse(connection)) return false;
  return epoch <= connection.epoch && epoch >= (connection.sinceEpoch ?? connection.epoch);
}

/** Connected, or waiting for its operator to connect again: nothing is dropped meanwhile. */
export function isInUse(connection: Pick<Connection, 'status'>): boolean {
  return connection.status === 'connected' || connection.status === 'needs_reconnect';
}

/** Works now: its grant is alive, and the provider takes our own credentials. */
export function isWorking({
  status,
  clientRefusedSince,
}: Pick<Connection, 'status' | 'clientRefusedSince'>): boolean {
  return status === 'connected' && clientRefusedSince === undefined;
}
