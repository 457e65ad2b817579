import type { WaitingFacts } from '../../domain/portal/waiting-words.ts';
import { waitingQueueNames } from '../../domain/resting/queue-names.ts';
import type { Links } from '../../ports/links.ts';
import type { Resting } from '../../ports/resting.ts';
import type { Tries } from '../../ports/tries.ts';

export interface WaitingDeps {
  tries: Tries;
  resting: Resting;
  links: Links;
}

/** More than a person wants to know exactly. */
const debtsAtMost = 1_000;

/** What of an operator is under way and did not get through at once, but for what stands aside. */
export async function loadWaiting(
  deps: WaitingDeps,
  operatorId: string,
): Promise<Omit<WaitingFacts, 'aside'>> {
  const [tries, resting, debts] = await Promise.all([
    Promise.all(waitingQueueNames.map((queue) => deps.tries.get(operatorId, queue))),
    deps.resting.hiddenOf(operatorId),
    deps.links.debts(operatorId, debtsAtMost),
  ]);
  return { tries: tries.filter((row) => row !== undefined), resting, debts };
}
