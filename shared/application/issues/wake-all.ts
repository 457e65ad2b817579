import { type GoOnDeps, sweepBackfills } from '../backfill/go-on.ts';
import { type BringBackDeps, sweepAside } from '../resting/bring-back.ts';
import { type CallBackDeps, sweepResting } from '../resting/call-back-messages.ts';
import { everyStep } from '../sweep/every-step.ts';
import { type IssueSweepCounts, type SweepIssuesDeps, sweepIssues } from './sweep-issues.ts';

export type WakeCounts = Partial<
  IssueSweepCounts & {
    calledBack: number;
    broughtBack: number;
    stuck: number;
    backfillsAsked: number;
  }
>;

/**
 * Lets go on whatever waits for a cause that is gone: beside the queues, hidden on them, as
 * backfills that stand, or as issues. One of them that fails does not keep the others.
 * @throws the first failure, when all have run.
 */
export async function wakeAll(
  deps: BringBackDeps & CallBackDeps & GoOnDeps & SweepIssuesDeps,
  untilEpochMs: number,
): Promise<WakeCounts> {
  const counts: WakeCounts = {};
  await everyStep([
    async () => Object.assign(counts, await sweepAside(deps, untilEpochMs)),
    async () => Object.assign(counts, await sweepResting(deps, untilEpochMs)),
    async () => Object.assign(counts, await sweepBackfills(deps, untilEpochMs)),
    async () => Object.assign(counts, await sweepIssues(deps, untilEpochMs)),
  ]);
  return counts;
}
