import type { Target } from '../../contracts/ids.ts';
import type { Issue } from '../../contracts/issue-items.ts';
import { dependantsOf, type Standing, siblingsOf } from '../../domain/issues/choose-woken.ts';
import { orderIssues } from '../../domain/issues/order-issues.ts';
import type { ChangeQueue } from '../../ports/queues.ts';
import { type SendAgainDeps, sendAgain } from './send-again.ts';

/**
 * Open issues of an operator that a batch looks at; what is beyond the sweep wakes. Of a batch's own
 * records they are read in any case.
 */
export const issuesAtMost = 1_000;

/** What a batch did that others may have waited for. */
export interface Done {
  operatorId: string;
  target: Target;
  /** Records that stand in the ledger now; told again when the batch is worked again. */
  standing: readonly Standing[];
  /** Issues that are gone, because their records went through. */
  solved: readonly Issue[];
  /** The operator's issues as they were read after that; absent: they are listed where that is of use. */
  open?: readonly Issue[];
  /** The batch's own records: they were judged just now. */
  judged: ReadonlySet<string>;
}

/**
 * Sends again what waited for a customer or an invoice that stands now, and what waited for the same
 * as a record that went through. Called before the batch is acknowledged; should it fail, the sweep
 * over issues finds the same.
 */
export async function wakeOthers(
  deps: SendAgainDeps & { changes: ChangeQueue },
  done: Done,
): Promise<void> {
  const { operatorId, target, standing, solved } = done;
  if (standing.length + solved.length === 0) return;
  try {
    const atMost = issuesAtMost;
    const listed = done.open ?? (await deps.issues.listWith([], { operatorId, atMost }));
    const issues = listed.filter(
      (issue) => issue.target === target && !done.judged.has(`${issue.kind} ${issue.sourceId}`),
    );
    const nowEpochMs = deps.clock.nowEpochMs();
    const dependants = dependantsOf(standing, issues, nowEpochMs);
    const known = new Set(dependants.map(({ issue }) => issue));
    const siblings = siblingsOf(solved, issues, nowEpochMs);
    const all = [...dependants, ...siblings.filter(({ issue }) => !known.has(issue))];
    const forOf = new Map(all.map((one) => [one.issue, one]));
    const woken = orderIssues([...forOf.keys()]).flatMap((issue) => forOf.get(issue) ?? []);
    const because = dependants.length > 0 ? 'record_stands' : 'cause_gone';
    await sendAgain(deps, { operatorId, target, queue: deps.changes, woken, because });
  } catch (error) {
    // Recovery: what this batch did stands; the sweep over issues wakes the others.
    deps.log.error('issues.not_woken', { operatorId }, error);
  }
}
