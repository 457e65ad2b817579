import type { TokenFence } from '../../ports/connections.ts';
import { factsOf, noteTokenEvent, type TokenDeps } from './token-deps.ts';

/** `grant_refused`: no refresh any more. `taken_out`: the operator removed us at the provider. */
export type GivenUpFor = 'grant_refused' | 'taken_out';

export type GiveUpDeps = Pick<
  TokenDeps,
  'connections' | 'activities' | 'clock' | 'crypto' | 'log' | 'metrics'
>;

/**
 * Under the lease of the fence: marks that only the operator can mend the connection, and says so
 * where people look. False when somebody stored another pair meanwhile.
 */
export async function giveUpConnection(
  deps: GiveUpDeps,
  fence: TokenFence,
  reason: GivenUpFor,
): Promise<boolean> {
  if (!(await deps.connections.markNeedsReconnect(fence))) return false;
  deps.metrics.count('ConnectionNeedsReconnect');
  deps.log.warn('connection.needs_reconnect', { ...factsOf(fence), reason });
  await noteTokenEvent(deps, fence, { type: 'connection.needs_reconnect', detail: { reason } });
  return true;
}
