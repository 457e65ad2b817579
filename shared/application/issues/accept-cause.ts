import type { Issue } from '../../contracts/issue-items.ts';
import { acceptanceOf } from '../../domain/issues/acceptance.ts';
import type { AcceptAnswer } from '../../domain/issues/press-answers.ts';
import { type AcceptIssueDeps, type Actor, reasonOf } from './accept-issue.ts';
import { type CauseOf, isOfCause, openOfCause } from './of-cause.ts';

export interface CauseAcceptance {
  answer: AcceptAnswer;
  /** How many records that holds for now. */
  records: number;
}

/** As of retries: what a page can wait for; the others are pressed for once more. */
const recordsAtMost = 300;

/**
 * Leaves the records of one cause as they are, for one reason and with one activity. Each waits again when it
 * changes, or when a person puts it back.
 * @param wish `seenAt`: when the person looked; what was judged since is not among what they meant.
 */
export async function acceptCause(
  deps: AcceptIssueDeps,
  wish: CauseOf & { reason: string; seenAt?: string | undefined },
  by: Actor,
): Promise<CauseAcceptance> {
  const reason = reasonOf(wish.reason);
  if (reason === '') return { answer: 'no_reason', records: 0 };
  const { seenAt } = wish;
  const isWanted = (issue: Issue) =>
    isOfCause(issue, wish) && (seenAt === undefined || issue.lastSeenAt <= seenAt);
  const chosen = await openOfCause(deps.issues, wish, { atMost: recordsAtMost, isWanted });
  const kept = (issue: Issue, at: string) => acceptanceOf(issue, { at, by, reason });
  return noteAll(deps, { ...wish, chosen, kept, by, said: { type: 'issues.accepted', reason } });
}

/** Takes that back for all records of the cause that are left as they are. */
export async function reopenCause(
  deps: AcceptIssueDeps,
  wish: CauseOf,
  by: Actor,
): Promise<CauseAcceptance> {
  const isWanted = ({ target, accepted }: Issue) =>
    target === wish.target && accepted?.cause === wish.cause;
  const chosen = await openOfCause(deps.issues, wish, { atMost: recordsAtMost, isWanted });
  const kept = () => undefined;
  return noteAll(deps, { ...wish, chosen, kept, by, said: { type: 'issues.reopened' } });
}

interface Noting extends CauseOf {
  chosen: readonly Issue[];
  /** Undefined: no longer. */
  kept(issue: Issue, at: string): Parameters<AcceptIssueDeps['issues']['accept']>[1];
  by: Actor;
  said: { type: 'issues.accepted' | 'issues.reopened'; reason?: string };
}

async function noteAll(deps: AcceptIssueDeps, noting: Noting): Promise<CauseAcceptance> {
  const { operatorId, target, cause, chosen, kept, by, said } = noting;
  if (chosen.length === 0) return { answer: 'no_such_issue', records: 0 };
  const at = new Date(deps.clock.nowEpochMs()).toISOString();
  const { type, ...why } = said;
  // Said before it is done, as of one record.
  await deps.activities.append({
    operatorId,
    activityId: deps.crypto.uuid(),
    at,
    type,
    actor: by,
    detail: { target, cause, records: chosen.length, ...why },
  });
  let records = 0;
  for (const issue of chosen) if (await deps.issues.accept(issue, kept(issue, at))) records += 1;
  await deps.issues.watchNow(operatorId, at);
  if (records === 0) return { answer: 'changed', records };
  return { answer: type === 'issues.accepted' ? 'accepted' : 'reopened', records };
}
