import type { Erasure } from '../../ports/operators.ts';
import { everyStep } from '../sweep/every-step.ts';
import { releaseAccount } from '../tokens/account-holding.ts';
import { endRetiredPairsOf } from '../tokens/end-retired-pair.ts';
import { type GiveBackDeps, giveBackWaiting } from '../tokens/give-back.ts';
import { beginDisconnect, continueDisconnect, type DisconnectDeps } from './disconnect.ts';

export interface RemoveOperatorDeps extends DisconnectDeps, GiveBackDeps {
  erasure: Erasure;
}

export type RemovalResult =
  | { kind: 'unknown_operator' }
  /** Connections are cut off already; ending them at the providers takes until they answer. */
  | { kind: 'removing'; since: string }
  | { kind: 'removed'; at: string };

/**
 * A worker that was at it when the removal began could write a record after the erasure; none runs
 * for longer than this, so that a second erasure then finds the last of them.
 */
const secondErasureAfterMs = 20 * 60_000;

/**
 * Cuts an operator off: nobody can connect any more and every connection is on its way out. Doing it
 * again changes nothing.
 */
export async function beginRemoval(
  deps: RemoveOperatorDeps,
  wish: { operatorId: string; actor: string },
): Promise<RemovalResult> {
  const { operatorId, actor } = wish;
  const removal = { since: nowOf(deps), actor };
  if (!(await deps.operators.beginRemoval(operatorId, removal))) {
    return { kind: 'unknown_operator' };
  }
  const operator = await deps.operators.get(operatorId);
  const since = operator?.removal?.since ?? removal.since;
  const erasedAt = operator?.removal?.erasedAt;
  if (erasedAt !== undefined) return { kind: 'removed', at: erasedAt };
  const connections = await deps.connections.list(operatorId);
  await everyStep(
    connections.map(
      ({ provider }) =>
        () =>
          beginDisconnect(deps, { operatorId, provider, actor }),
    ),
  );
  deps.log.info('operator.removal_begun', { operatorId, actor });
  return { kind: 'removing', since };
}

/**
 * Ends what is left of a removed operator's connections, then erases all that was stored for it and
 * leaves a tombstone: the id, when, and at whose wish. Stopped at any point it may simply run again.
 */
export async function continueRemoval(
  deps: RemoveOperatorDeps,
  operatorId: string,
): Promise<RemovalResult> {
  const operator = await deps.operators.get(operatorId);
  if (operator?.removal === undefined) return { kind: 'unknown_operator' };
  const { since, actor, erasedAt } = operator.removal;
  if (!(await endAllAccess(deps, { operatorId, actor }))) return { kind: 'removing', since };
  const at = erasedAt ?? nowOf(deps);
  await deps.erasure.eraseAllOf(operatorId);
  await deps.operators.noteErased(operatorId, at);
  await noteRemoved(deps, { operatorId, actor, at });
  const ageMs = deps.clock.nowEpochMs() - Date.parse(at);
  if (ageMs >= secondErasureAfterMs) await deps.operators.closeRemoval(operatorId);
  return { kind: 'removed', at };
}

/** True when nothing of the operator's tokens is alive any more. */
async function endAllAccess(
  deps: RemoveOperatorDeps,
  wish: { operatorId: string; actor: string },
): Promise<boolean> {
  const { operatorId } = wish;
  const connections = await deps.connections.list(operatorId);
  const areEnded = await Promise.allSettled(
    connections.map(async ({ provider }) => {
      // Somebody who was at the provider's page when the removal began may have connected since.
      if (!(await beginDisconnect(deps, { ...wish, provider }))) return true;
      return (await continueDisconnect(deps, { operatorId, provider })).kind === 'disconnected';
    }),
  );
  const waiting = await deps.waitingGrants.list(operatorId);
  const areGivenBack = await Promise.allSettled([
    endRetiredPairsOf(deps, operatorId).then((open) => open === undefined),
    ...waiting.map(async (grant) => (await giveBackWaiting(deps, grant)).kind === 'ended'),
  ]);
  const isAllEnded = areAllTrue([...areEnded, ...areGivenBack]);
  // Once the rows are erased nobody knows any more what was held.
  for (const row of await deps.connections.list(operatorId)) await releaseAccount(deps, row);
  return isAllEnded && (await deps.retiredPairs.list(operatorId)).length === 0;
}

/** All had their try, whatever became of the others. @throws what the first of them threw. */
function areAllTrue(outcomes: readonly PromiseSettledResult<boolean>[]): boolean {
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  return outcomes.every((outcome) => outcome.status === 'fulfilled' && outcome.value);
}

/** The one entry that outlives the erasure; it names no person and no company. */
async function noteRemoved(
  deps: RemoveOperatorDeps,
  removed: { operatorId: string; actor: string; at: string },
): Promise<void> {
  const { operatorId, actor, at } = removed;
  await deps.activities.append({
    operatorId,
    activityId: deps.crypto.uuid5(`operator.removed ${operatorId}`),
    at,
    type: 'operator.removed',
    actor,
    detail: {},
  });
}

function nowOf(deps: Pick<RemoveOperatorDeps, 'clock'>): string {
  return new Date(deps.clock.nowEpochMs()).toISOString();
}
