import type { InMemoryConnections } from '../../fakes/in-memory-connections.ts';
import type { Recorder } from '../engine/recorder.ts';

/** Records at the instant of the effect that an authorization began or ended. */
export function noteConnections(connections: InMemoryConnections, recorder: Recorder): void {
  const { replace, beginDisconnect } = connections;
  connections.replace = async (connection, ...fence) => {
    const isDone = await replace.call(connections, connection, ...fence);
    const { operatorId, provider, epoch } = connection;
    if (isDone) recorder.add({ kind: 'connected', operatorId, provider, epoch });
    return isDone;
  };
  connections.beginDisconnect = async (fence, leaving) => {
    const isDone = await beginDisconnect.call(connections, fence, leaving);
    const { operatorId, provider, epoch } = fence;
    if (isDone) recorder.add({ kind: 'disconnected', operatorId, provider, epoch });
    return isDone;
  };
}
