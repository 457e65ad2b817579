import type { Issue } from '../../contracts/issue-items.ts';
import type { LinkKey } from '../../contracts/link-item.ts';
import { acceptanceOf, isAccepted, standOf } from '../../domain/issues/acceptance.ts';
import type { AcceptAnswer } from '../../domain/issues/press-answers.ts';
import { linkKeyOf } from '../../domain/links/link-key.ts';
import type { Activities } from '../../ports/activities.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Crypto } from '../../ports/crypto.ts';
import type { Issues } from '../../ports/issues.ts';

export interface AcceptIssueDeps {
  issues: Issues;
  activities: Activities;
  clock: Clock;
  crypto: Crypto;
}

export interface AcceptWish {
  key: LinkKey;
  reason: string;
  /** Cause and state that the person saw; absent: as it is now. */
  seen?: string | undefined;
}

export type Actor = 'operator' | 'partner';

/** More than anybody types into one line. */
const reasonLengthAtMost = 200;

/**
 * Leaves a record as it is, for a reason: it goes from the list and is tried no more, until it changes
 * at the source or a person takes that back. Doing it twice is as doing it once.
 */
export async function acceptIssue(
  deps: AcceptIssueDeps,
  wish: AcceptWish,
  by: Actor,
): Promise<AcceptAnswer> {
  const reason = reasonOf(wish.reason);
  if (reason === '') return 'no_reason';
  const issue = await deps.issues.get(wish.key);
  if (issue === undefined) return 'no_such_issue';
  if (wish.seen !== undefined && wish.seen !== standOf(issue)) return 'changed';
  if (isAccepted(issue)) return 'accepted';
  // Said before it is done: a worker that dies in between leaves an activity too many, and never a record
  // that is left aside without anybody knowing by whom.
  await tell(deps, issue, { type: 'issue.accepted', by, reason });
  const accepted = acceptanceOf(issue, { at: nowOf(deps), by, reason });
  if (!(await deps.issues.accept(issue, accepted))) return 'changed';
  // Long lists are counted by the sweep.
  await deps.issues.watchNow(issue.operatorId, nowOf(deps));
  return 'accepted';
}

/** Takes that back: the record waits for somebody again, and is looked after at once. */
export async function reopenIssue(
  deps: AcceptIssueDeps,
  key: LinkKey,
  by: Actor,
): Promise<AcceptAnswer> {
  const issue = await deps.issues.get(key);
  if (issue === undefined) return 'no_such_issue';
  if (issue.accepted === undefined) return 'reopened';
  await tell(deps, issue, { type: 'issue.reopened', by });
  if (!(await deps.issues.accept(issue, undefined))) return 'changed';
  await deps.issues.watchNow(issue.operatorId, nowOf(deps));
  return 'reopened';
}

/** As it is kept; empty: there is none. */
export function reasonOf(typed: string): string {
  return typed.trim().slice(0, reasonLengthAtMost);
}

async function tell(
  deps: AcceptIssueDeps,
  issue: Issue,
  said: { type: string; by: Actor; reason?: string },
): Promise<void> {
  const { type, by: actor, reason } = said;
  const { operatorId, target, kind, sourceId } = linkKeyOf(issue);
  const { cause, label } = issue;
  await deps.activities.append({
    operatorId,
    activityId: deps.crypto.uuid(),
    at: nowOf(deps),
    type,
    actor,
    detail: {
      target,
      kind,
      sourceId,
      cause,
      ...(label === undefined ? {} : { number: label }),
      ...(reason === undefined ? {} : { reason }),
    },
  });
}

function nowOf({ clock }: AcceptIssueDeps): string {
  return new Date(clock.nowEpochMs()).toISOString();
}
