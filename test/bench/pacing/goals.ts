import { atLeast, atMost, type Goal } from '../goal.ts';
import { round } from '../statistics.ts';
import type { BackfillFigures } from './backfill.ts';
import { burstsOfEight, type ForeignFigures } from './foreign.ts';
import { formerOf } from './former-share.ts';
import type { SoloFigures } from './solo.ts';

export interface PacingGoal extends Goal {
  /** What the quickest limiter reaches that is safe without being told when a call arrived; above `allowed` nobody can hold it. */
  readonly reachable?: number;
}

/** No rejection of our own making, and the makespan, for each combination. */
export function soloGoals(figures: readonly SoloFigures[]): PacingGoal[] {
  return figures
    .filter(({ limiter }) => limiter === 'paced')
    .flatMap((one) => {
      const what = `${one.calls} calls, ${one.windows} windows, ${one.latency}`;
      const reachable = reachableBy(one, figures);
      const seconds = atMost(`solo seconds: ${what}`, one.seconds.max, one.allowedSeconds);
      return [
        atMost(`solo 429 per 100,000: ${what}`, one.rejectedPer100k, 0),
        reachable === undefined ? seconds : { ...seconds, reachable: reachable.max },
        ...(reachable === undefined ? [] : [againstReachable(what, one, reachable.max)]),
      ];
    });
}

function reachableBy(one: SoloFigures, figures: readonly SoloFigures[]) {
  return figures.find(
    ({ limiter, calls, windows, latency }) =>
      limiter === 'ringInProcess' &&
      calls === one.calls &&
      windows === one.windows &&
      latency === one.latency,
  )?.seconds;
}

/** The same rule with what can be reached in the optimum's place, which knows no latency. */
function againstReachable(what: string, one: SoloFigures, reachableSeconds: number): PacingGoal {
  const ratio = (one.allowedSeconds - 2) / one.optimalSeconds;
  const allowed = round(reachableSeconds * ratio + 2, 1);
  return atMost(`solo seconds against the reachable: ${what}`, one.seconds.max, allowed);
}

/** Only rejections count where no makespan is agreed. */
export function otherCapGoals(figures: readonly SoloFigures[]): Goal[] {
  return figures.map((one) =>
    atMost(
      `429 per 100,000: ${one.caps}, ${one.calls} calls, ${one.windows} windows`,
      one.rejectedPer100k,
      0,
    ),
  );
}

interface ForeignGoal {
  readonly ownRejectedPer1k: number;
  readonly foreignRejectedPercent: number;
  readonly ownPercentOfLeft?: number;
}

const foreignGoals: Record<string, ForeignGoal> = {
  '10/min': { ownRejectedPer1k: 10, foreignRejectedPercent: 2 },
  '20/min': { ownRejectedPer1k: 10, foreignRejectedPercent: 2, ownPercentOfLeft: 75 },
  '40/min': { ownRejectedPer1k: 20, foreignRejectedPercent: 5 },
};

/** Politeness towards the operator's other tools and a fair part of the cap. */
export function foreignGoalsOf(figures: readonly ForeignFigures[]): Goal[] {
  return figures
    .filter(({ limiter }) => limiter === 'paced')
    .flatMap((one) => {
      const goal = foreignGoals[one.foreign];
      if (goal === undefined) return [];
      const what = `beside ${one.foreign}, ${one.lane} lane, ${one.windows} windows`;
      const { ownPercentOfLeft } = goal;
      return [
        atMost(`own 429 per 1,000 ${what}`, one.ownRejectedPer1k, goal.ownRejectedPer1k),
        atMost(
          `% of foreign calls rejected ${what}`,
          one.foreignRejectedPercent,
          goal.foreignRejectedPercent,
        ),
        ...(ownPercentOfLeft === undefined
          ? []
          : [
              atLeast(
                `own calls in % of what is left ${what}`,
                one.ownPercentOfLeft,
                ownPercentOfLeft,
              ),
            ]),
      ];
    });
}

/** Of the 40 calls a minute that such bursts leave, and of their calls, where windows stand still. */
const burstGoal = { ownPerMinute: 27, foreignRejectedPercent: 4, ownRejectedPer1k: 10 };

/** The order of what happens in one instant alone changes a figure by so much. */
const formerSlack = 0.03;

/** No worse than formerly. */
function formerGoal(one: ForeignFigures): typeof burstGoal | undefined {
  const former = formerOf(one);
  if (former === undefined) return undefined;
  return {
    ownPerMinute: round(former.ownPerMinute * (1 - formerSlack), 1),
    foreignRejectedPercent: round(former.foreignRejectedPercent * (1 + formerSlack), 2),
    ownRejectedPer1k: round(former.ownRejectedPer1k * (1 + formerSlack), 1),
  };
}

/**
 * Beside bursts. Where windows slide nobody could reach that, not even who sees every call of theirs
 * (the yardstick's figures stand beside as what is reachable): there it is to be no worse than formerly.
 */
export function burstGoalsOf(figures: readonly ForeignFigures[]): PacingGoal[] {
  return figures
    .filter(({ limiter, foreign }) => limiter === 'paced' && foreign === burstsOfEight)
    .flatMap((one) => {
      const what = `beside ${one.foreign}, ${one.lane} lane, ${one.windows} windows`;
      const goal = one.windows === 'fixed' ? burstGoal : formerGoal(one);
      if (goal === undefined) return [];
      const { foreignRejectedPercent, ownRejectedPer1k } = one;
      const refused = atMost(
        `% of foreign calls rejected ${what}`,
        foreignRejectedPercent,
        goal.foreignRejectedPercent,
      );
      const reachable = leastRefused(one, figures);
      return [
        atLeast(`own calls a minute ${what}`, one.ownPerMinute, goal.ownPerMinute),
        reachable === undefined || one.windows === 'fixed' ? refused : { ...refused, reachable },
        atMost(`own 429 per 1,000 ${what}`, ownRejectedPer1k, goal.ownRejectedPer1k),
      ];
    });
}

/** The least of theirs that is refused beside as many calls as ours by a limiter that sees all calls. */
function leastRefused(one: ForeignFigures, figures: readonly ForeignFigures[]): number | undefined {
  const seeing = figures.filter(
    ({ limiter, foreign, windows, ownPerMinute }) =>
      limiter.startsWith('seesAll') &&
      foreign === one.foreign &&
      windows === one.windows &&
      ownPerMinute >= one.ownPerMinute,
  );
  const refused = seeing.map(({ foreignRejectedPercent }) => foreignRejectedPercent);
  return refused.length === 0 ? undefined : Math.min(...refused);
}

/** A live event is not held up, and the load not by much. */
export function backfillGoals(figures: readonly BackfillFigures[]): Goal[] {
  return figures.flatMap((one) => [
    atMost(
      `ms to a live event's first call, ${one.windows} windows`,
      one.firstCallDelayMs.max,
      2_000,
    ),
    atMost(`backfill over its solo time, ${one.windows} windows`, one.overSolo.max, 1.3),
    atMost(`429 of backfill and live, ${one.windows} windows`, one.rejected, 0),
  ]);
}
