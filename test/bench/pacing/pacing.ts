import { round } from '../statistics.ts';
import { besideFormer } from './former-share.ts';
import {
  backfillGoals,
  burstGoalsOf,
  foreignGoalsOf,
  otherCapGoals,
  type PacingGoal,
  soloGoals,
} from './goals.ts';
import type { Measured } from './plan-jobs.ts';
import { type RunOptions, runJobs } from './run-jobs.ts';
import { summarize } from './summary.ts';

/** The pacer against simulated caps, on virtual time, next to other limiters; every goal says whether it holds. */
export async function benchPacing(options: RunOptions) {
  const startMs = performance.now();
  const { solo, otherCaps, foreign, backfill } = bySection(await runJobs(options));
  const goals: PacingGoal[] = [
    ...soloGoals(solo),
    ...otherCapGoals(otherCaps),
    ...foreignGoalsOf(foreign),
    ...burstGoalsOf(foreign),
    ...backfillGoals(backfill),
  ];
  report(goals, options);
  return {
    conditions:
      'Virtual time, real PacedCalls and callProvider, 3 to 8 ms for each read or write of the rate item. Up to 10' +
      ' calls at once; runs of at most 20 s; deferred work hides for whole seconds, at least 2. ringInProcess and' +
      ' sendStampRing are yardsticks: the quickest that is safe when nobody tells when a call arrived, and the' +
      ' usual mistake. nobody: the others alone; seesAllLeaves8 to 32: a limiter that sees all calls of the minute' +
      ' and leaves so many free, which nobody can. seconds: first start to last start, as the optimum counts.',
    goalsHolding: `${goals.filter(({ holds }) => holds).length} of ${goals.length}`,
    goals,
    summary: summarize(solo),
    solo,
    otherCaps,
    foreign,
    foreignBesideFormer: besideFormer(foreign),
    backfill,
    tookSeconds: round((performance.now() - startMs) / 1_000, 1),
  };
}

function bySection(measured: readonly Measured[]) {
  return {
    solo: measured.flatMap((one) => (one.section === 'solo' ? [one.figures] : [])),
    otherCaps: measured.flatMap((one) => (one.section === 'otherCaps' ? [one.figures] : [])),
    foreign: measured.flatMap((one) => (one.section === 'foreign' ? [one.figures] : [])),
    backfill: measured.flatMap((one) => (one.section === 'backfill' ? [one.figures] : [])),
  };
}

function report(goals: readonly PacingGoal[], { progress }: RunOptions): void {
  for (const { goal, measured, allowed, holds, reachable } of goals) {
    const best = reachable === undefined ? '' : `, reachable ${reachable}`;
    progress(`pacing: holds: ${holds} ${goal}: ${measured} (goal ${allowed}${best})`);
  }
}
