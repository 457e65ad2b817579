import type { Connection } from '../../contracts/connection-item.ts';
import type { Endpoint } from '../../contracts/endpoint-item.ts';
import { isInUse, isLiveEpoch } from '../tokens/is-live-epoch.ts';

/** Events bear whole seconds of the source's clock; the instant of connecting is of ours. */
const clocksApartMs = 10_000;

type Continued = Pick<
  Connection,
  'status' | 'epoch' | 'sinceEpoch' | 'sinceAt' | 'account' | 'connectedAt'
>;

/**
 * Tells whether what came in at an endpoint belongs to the connection as it stands. An endpoint of
 * an ended epoch may still be on, when the operator connected again before it could be switched off,
 * and the new one may not be there yet: what happened since then at the same company counts.
 */
export function isForConnection(
  connection: Continued,
  delivery: { endpoint: Pick<Endpoint, 'epoch' | 'accountId'>; occurredAt: string },
): boolean {
  const { endpoint, occurredAt } = delivery;
  if (isLiveEpoch(connection, endpoint.epoch)) return true;
  if (!isInUse(connection) || endpoint.accountId !== connection.account.id) return false;
  const since = connection.sinceAt ?? connection.connectedAt;
  return Date.parse(occurredAt) >= Date.parse(since) - clocksApartMs;
}
