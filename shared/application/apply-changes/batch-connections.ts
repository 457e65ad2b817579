import type { Connection } from '../../contracts/connection-item.ts';
import type { Provider } from '../../contracts/ids.ts';
import type { ChangeMessage } from '../../contracts/messages.ts';
import { sourceName } from '../../source/source-name.ts';
import type { BatchPorts } from './unit.ts';

type Ports = Pick<BatchPorts, 'connections' | 'recentConnections'>;

/**
 * The rows of an operator's connections for one batch. What was read a moment ago will do while it says
 * that everything is in order; whatever would end a message here, or let it wait, is read anew first.
 */
export async function connectionsOf(
  messages: ChangeMessage[],
  { ports, isInOrder }: { ports: Ports; isInOrder: (rows: Connection[]) => boolean },
): Promise<Connection[]> {
  const [first] = messages;
  if (first === undefined) return [];
  const { operatorId, target } = first;
  const { recentConnections } = ports;
  if (recentConnections === undefined) return ports.connections.list(operatorId);
  const sides: Provider[] = [sourceName, target];
  const kept = sides.flatMap(
    (provider) => recentConnections.kept({ operatorId, provider })?.connection ?? [],
  );
  return isInOrder(kept) ? kept : recentConnections.list(operatorId);
}
