import type { Target } from '../../contracts/ids.ts';
import type { Mismatch } from '../../contracts/mismatch.ts';
import { mismatchKey } from '../../domain/reconcile/accepted-mismatches.ts';
import type { ReportDeps } from './report-ports.ts';

export interface MonthOf {
  operatorId: string;
  target: Target;
  /** `YYYY-MM` */
  month: string;
}

export interface Acceptance {
  key: string;
  /** As it was seen. */
  standing: string;
  reason: string;
  actor: string;
  /** How that person is called. */
  by: string;
}

/**
 * Takes down that a person wants one mismatch so, and why. It holds for what stood on both sides and
 * nothing else. Neither side is touched.
 */
export async function acceptMismatch(
  deps: ReportDeps,
  of: MonthOf,
  { key, standing, reason, actor, by }: Acceptance,
): Promise<'accepted' | 'changed' | 'nothing'> {
  const { operatorId, target, month } = of;
  const proof = await deps.monthProofs.get(operatorId, target, month);
  const mismatch = proof?.mismatches.find((one) => mismatchKey(one) === key);
  if (mismatch === undefined) return 'nothing';
  if (mismatch.standing !== standing) return 'changed';
  const at = new Date(deps.clock.nowEpochMs()).toISOString();
  // Said before it is done: whoever dies in between leaves an activity too many, and never something
  // accepted without anybody knowing by whom.
  await deps.activities.append({
    ...{ operatorId, at, actor },
    activityId: deps.crypto.uuid(),
    type: 'mismatch.accepted',
    detail: { ...detailOf(target, mismatch), reason },
  });
  await deps.acceptedMismatches.put({ operatorId, target, key, standing, reason, at, by });
  return 'accepted';
}

/** Lets one count again that was accepted. */
export async function reopenMismatch(
  deps: ReportDeps,
  { operatorId, target }: Omit<MonthOf, 'month'>,
  { key, actor }: Pick<Acceptance, 'key' | 'actor'>,
): Promise<'reopened' | 'nothing'> {
  const accepted = await deps.acceptedMismatches.list(operatorId, target);
  if (!accepted.some((one) => one.key === key)) return 'nothing';
  await deps.acceptedMismatches.remove(operatorId, target, key);
  await deps.activities.append({
    ...{ operatorId, actor },
    activityId: deps.crypto.uuid(),
    at: new Date(deps.clock.nowEpochMs()).toISOString(),
    type: 'mismatch.reopened',
    detail: { target },
  });
  return 'reopened';
}

function detailOf(target: Target, mismatch: Mismatch) {
  const { class: name, kind, sourceId, number } = mismatch;
  return {
    ...{ target, kind, class: name },
    ...(sourceId === undefined ? {} : { sourceId }),
    ...(number === undefined ? {} : { number }),
  };
}
