import type { Connection } from '../../contracts/connection-item.ts';
import type { Provider } from '../../contracts/ids.ts';
import type { OpenPair } from '../../domain/portal/disconnect-view.ts';
import type { ConnectionKey, Connections } from '../../ports/connections.ts';
import type { RetiredPairs } from '../../ports/retired-pairs.ts';
import type { WaitingGrants } from '../../ports/waiting-grants.ts';

export interface ShowDisconnectDeps {
  connections: Pick<Connections, 'get'>;
  retiredPairs: Pick<RetiredPairs, 'list'>;
  waitingGrants: Pick<WaitingGrants, 'list'>;
}

/** Everything that tells whether the end of a connection is through: its row and what lost its place. */
export async function loadEnding(
  deps: ShowDisconnectDeps,
  { operatorId, provider }: ConnectionKey,
): Promise<{ connection: Connection | undefined; open: OpenPair[] }> {
  const connection = await deps.connections.get({ operatorId, provider });
  const retired = await deps.retiredPairs.list(operatorId);
  const waiting = await deps.waitingGrants.list(operatorId);
  const isHere = (one: { provider: Provider }) => one.provider === provider;
  const unchosen = waiting.filter(isHere).flatMap(({ added }) => added.map((one) => one.name));
  return {
    connection,
    open: [...retired.filter(isHere), ...unchosen.map((name) => ({ account: { id: '', name } }))],
  };
}
