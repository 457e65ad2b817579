import type { Difference } from '../../contracts/difference-item.ts';
import type { LinkKey } from '../../contracts/link-item.ts';
import type { Activities } from '../../ports/activities.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Crypto } from '../../ports/crypto.ts';
import type { Differences } from '../../ports/differences.ts';

export interface AcceptDifferenceDeps {
  differences: Differences;
  activities: Activities;
  clock: Clock;
  crypto: Crypto;
}

export type AcceptAnswer = 'accepted' | 'changed_since' | 'no_such_difference';

/**
 * Takes down that a person wants what stands in the ledger. It holds for that and nothing else: edited
 * once more it is a difference again. Neither the ledger nor what we posted is touched.
 */
export async function acceptDifference(
  deps: AcceptDifferenceDeps,
  key: LinkKey,
  wish: { standing: string; actor: string },
): Promise<AcceptAnswer> {
  const difference = await deps.differences.get(key);
  if (difference === undefined) return 'no_such_difference';
  if (difference.standing !== wish.standing) return 'changed_since';
  if (difference.accepted !== undefined) return 'accepted';
  const at = new Date(deps.clock.nowEpochMs()).toISOString();
  // Said before it is done: whoever dies in between leaves an activity too many, and never something
  // accepted without anybody knowing by whom.
  await tell(deps, difference, { at, actor: wish.actor });
  const accepted = { at, by: wish.actor };
  if (!(await deps.differences.accept(key, wish.standing, accepted))) return 'changed_since';
  return 'accepted';
}

function tell(
  deps: AcceptDifferenceDeps,
  difference: Difference,
  { at, actor }: { at: string; actor: string },
): Promise<void> {
  const { operatorId, target, kind, sourceId, what, label } = difference;
  return deps.activities.append({
    operatorId,
    activityId: deps.crypto.uuid(),
    at,
    type: 'difference.accepted',
    actor,
    detail: { target, kind, sourceId, what, ...(label === undefined ? {} : { number: label }) },
  });
}
