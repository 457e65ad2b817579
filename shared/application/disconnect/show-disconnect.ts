import type { Connection } from '../../contracts/stored-items.ts';
import type { OpenPair } from '../../domain/portal/disconnect-view.ts';
import type { ConnectionKey, Connections } from '../../ports/connections.ts';
import type { RetiredPairs } from '../../ports/retired-pairs.ts';

export interface ShowDisconnectDeps {
  connections: Pick<Connections, 'get'>;
  retiredPairs: Pick<RetiredPairs, 'list'>;
}

/** Everything that tells whether the end of a connection is through: its row and what lost its place. */
export async function loadEnding(
  deps: ShowDisconnectDeps,
  { operatorId, provider }: ConnectionKey,
): Promise<{ connection: Connection | undefined; open: OpenPair[] }> {
  const connection = await deps.connections.get({ operatorId, provider });
  const retired = await deps.retiredPairs.list(operatorId);
  return { connection, open: retired.filter((pair) => pair.provider === provider) };
}
