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
  const at = new Date(deps.clock.nowEpochMs()).toISOString();
  const accepted = { at, by: wish.actor };
  if (!(await deps.differences.accept(key, wish.standing, accepted))) return 'changed_since';
  const { operatorId, target, kind, sourceId } = key;
  await deps.activities.append({
    operatorId,
    activityId: deps.crypto.uuid(),
    at,
    type: 'difference.accepted',
    actor: wish.actor,
    detail: {
      target,
      kind,
      sourceId,
      what: difference.what,
      ...(difference.label === undefined ? {} : { number: difference.label }),
    },
  });
  return 'accepted';
}
