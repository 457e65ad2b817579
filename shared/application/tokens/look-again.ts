import { DeferredError } from '../../domain/errors/errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ConnectionKey, Connections } from '../../ports/connections.ts';

/** Above any answer of the table in good health; a worker that stood still is beyond it. */
const maxAgeMs = 2_000;

/**
 * Looks whether nobody connected or disconnected since that epoch: where tokens belong to a person,
 * ending one pair ends all that this person gave us, so also a connection that was made anew meanwhile.
 * @param epoch undefined: there was no connection.
 * @throws DeferredError when somebody did, and when the look took so long that it says nothing.
 */
export async function lookAgain(
  deps: { connections: Pick<Connections, 'get'>; clock: Clock },
  key: ConnectionKey,
  epoch: number | undefined,
): Promise<void> {
  const lookedAtEpochMs = deps.clock.nowEpochMs();
  const current = await deps.connections.get(key);
  if (current?.epoch !== epoch) throw new DeferredError('taken_over', 60);
  throwIfOld(deps.clock, lookedAtEpochMs);
}

/** @throws DeferredError when a look that began then says nothing any more. */
export function throwIfOld(clock: Clock, lookedAtEpochMs: number): void {
  const ageMs = clock.nowEpochMs() - lookedAtEpochMs;
  if (ageMs > maxAgeMs) throw new DeferredError('overtaken', 2);
}
