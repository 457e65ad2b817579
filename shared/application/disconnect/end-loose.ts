import type { ConnectionKey } from '../../ports/connections.ts';
import { everyStep } from '../sweep/every-step.ts';
import type { Wait } from '../tokens/end-pair.ts';
import { type EndRetiredDeps, endRetiredPairsOf } from '../tokens/end-retired-pair.ts';
import { type GiveBackDeps, giveBackWaiting } from '../tokens/give-back.ts';

export interface EndLooseDeps extends EndRetiredDeps, GiveBackDeps {}

const notGivenBack: Wait = { kind: 'wait', reason: 'grant_not_given_back', retryAfterSeconds: 60 };

/**
 * Ends everything that an operator was given at a provider beside the pair of its connection: pairs
 * that lost their place, and grants of which nobody has said yet for which company they are.
 * @returns undefined when nothing is left that could be alive.
 */
export async function endLoose(
  deps: EndLooseDeps,
  { operatorId, provider }: ConnectionKey,
): Promise<Wait | undefined> {
  let open: Wait | undefined;
  const listed = await deps.waitingGrants.list(operatorId);
  const waiting = listed.filter((grant) => grant.provider === provider);
  await everyStep([
    async () => {
      open ??= await endRetiredPairsOf(deps, operatorId, provider);
    },
    ...waiting.map((grant) => async () => {
      const end = await giveBackWaiting(deps, grant);
      if (end.kind === 'wait') open ??= notGivenBack;
    }),
  ]);
  return open;
}
