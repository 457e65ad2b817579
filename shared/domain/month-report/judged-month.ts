import type { Mismatch } from '../../contracts/mismatch.ts';
import type { AcceptedMismatch, MonthProof } from '../../contracts/month-proof.ts';
import { mismatchKey } from '../reconcile/accepted-mismatches.ts';

/** One that a person wants so. */
export interface Accepted {
  mismatch: Mismatch;
  /** Undefined: it was accepted as an edit by hand. */
  acceptance: AcceptedMismatch | undefined;
}

/** A month's proof without what was accepted since, and all that was accepted in it. */
export interface JudgedMonth {
  proof: MonthProof;
  accepted: Accepted[];
}

/** An acceptance holds for what stood on both sides: what has changed since counts again. */
export function judgedMonth(
  proof: MonthProof,
  acceptances: readonly AcceptedMismatch[],
): JudgedMonth {
  const byKey = new Map(acceptances.map((one) => [one.key, one]));
  const acceptanceOf = (mismatch: Mismatch) => {
    const found = byKey.get(mismatchKey(mismatch));
    return found?.standing === mismatch.standing ? found : undefined;
  };
  const since = proof.mismatches.filter((one) => acceptanceOf(one) !== undefined);
  const found = { ...proof.found };
  for (const { class: name } of since) found[name] = Math.max(0, (found[name] ?? 0) - 1);
  return {
    proof: { ...proof, found, mismatches: proof.mismatches.filter((one) => !since.includes(one)) },
    accepted: [...(proof.accepted ?? []), ...since].map((mismatch) => ({
      mismatch,
      acceptance: acceptanceOf(mismatch),
    })),
  };
}
