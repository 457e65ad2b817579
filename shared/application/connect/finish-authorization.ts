import type { AuthorizationResult } from '../../domain/portal/authorization-result.ts';
import { type EndRetiredDeps, endRetiredPairsOf } from '../tokens/end-retired-pair.ts';
import {
  type CallbackVisit,
  type CompleteAuthorizationDeps,
  completeAuthorization,
} from './complete-authorization.ts';

/** Grants that were given and not taken; the provider answers, so that they can be ended at once. */
const givenInVain: ReadonlySet<AuthorizationResult['kind']> = new Set([
  'other_account',
  'account_taken',
  'no_account',
]);

/**
 * Finishes an authorization and, where its company was refused, withdraws what was just given: the
 * page says that nothing was changed.
 */
export async function finishAuthorization(
  deps: CompleteAuthorizationDeps & EndRetiredDeps,
  visit: CallbackVisit,
): Promise<AuthorizationResult> {
  const result = await completeAuthorization(deps, visit);
  const operatorId = visit.session?.operatorId;
  if (operatorId === undefined || !givenInVain.has(result.kind)) return result;
  try {
    await endRetiredPairsOf(deps, operatorId);
  } catch (error) {
    // Recovery: the record stays, and the tending ends it.
    deps.log.error('authorization.not_taken_back', { operatorId }, error);
  }
  return result;
}
