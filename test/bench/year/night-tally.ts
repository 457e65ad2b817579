import type { Activity } from '../../../shared/contracts/activity-item.ts';
import type { MonthProof } from '../../../shared/contracts/month-proof.ts';
import type { Night } from '../../../shared/contracts/night-item.ts';
import { laneParts } from '../../../shared/domain/pacing/gates.ts';

export interface NightFigures {
  nights: number;
  /** Ended before they were through, by reason. */
  stopped: Record<string, number>;
  meanSeconds: number;
  worstSeconds: number;
  /** The same if pages came as fast as the lane's part of the caps lets them. */
  meanOptimumSeconds: number;
  worstOfOptimum: number;
  meanOfOptimum: number;
  pages: { source: number; ledger: number };
  calls: { source: number; ledger: number };
  /** By class, as each night listed them. */
  found: Record<string, number>;
  repaired: Record<string, number>;
  /** Nights with a difference that nothing explained. */
  unexplained: number;
}

/** Of Stora's and of Xero's 60 calls a minute what nights may take, in groups of six. */
const callsPerMinute = 60 * laneParts.reconcile;
const atOnce = 6;

/**
 * The fewest seconds for the pages of a night: those of one side as fast as the lane lets them, while the
 * other side's are read beside. No night is that fast, as each list follows upon the one before.
 */
export function optimumSeconds({ source, ledger }: Night['pages']): number {
  const waiting = Math.max(source, ledger) - atOnce;
  return Math.max(1, (waiting / callsPerMinute) * 60);
}

/** What the nights of a year came to. */
export function nightFigures(
  nights: readonly Night[],
  activities: readonly Activity[],
): NightFigures {
  const done = nights.filter(({ status }) => status === 'done');
  const seconds = done.map(secondsOf);
  const optima = done.map(({ pages }) => optimumSeconds(pages));
  const parts = seconds.map((each, index) => each / (optima[index] ?? 1));
  const repaired = activities.filter(({ type }) => type === 'night.repaired');
  return {
    nights: nights.length,
    stopped: counted(
      nights.flatMap(({ status, stoppedBecause = '' }) =>
        status === 'stopped' ? [stoppedBecause] : [],
      ),
    ),
    meanSeconds: mean(seconds),
    worstSeconds: Math.round(Math.max(0, ...seconds)),
    meanOptimumSeconds: mean(optima),
    meanOfOptimum: mean(parts),
    worstOfOptimum: Number(Math.max(0, ...parts).toFixed(1)),
    pages: summed(nights.map(({ pages }) => pages)),
    calls: summed(nights.map(({ calls }) => calls)),
    found: merged(nights.map(({ found }) => found)),
    repaired: counted(repaired.map(({ detail }) => String(detail?.class ?? ''))),
    unexplained: nights.filter(({ unexplainedMinor }) => unexplainedMinor !== 0).length,
  };
}

function secondsOf({ startedAt, endedAt = startedAt }: Night): number {
  return (Date.parse(endedAt) - Date.parse(startedAt)) / 1_000;
}

function summed(sides: ReadonlyArray<Night['pages']>): Night['pages'] {
  const sum = (of: 'source' | 'ledger') => sides.reduce((total, side) => total + side[of], 0);
  return { source: sum('source'), ledger: sum('ledger') };
}

function merged(counts: ReadonlyArray<Record<string, number>>): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const [name, count] of counts.flatMap((each) => Object.entries(each)))
    sums[name] = (sums[name] ?? 0) + count;
  return sums;
}

function counted(names: readonly string[]): Record<string, number> {
  return merged(names.map((name) => ({ [name]: 1 })));
}

function mean(values: readonly number[]): number {
  const sum = values.reduce((total, value) => total + value, 0);
  return Number((sum / Math.max(1, values.length)).toFixed(1));
}

/** What comparing all months costs where nothing has changed. */
export function quietFigures(night: Night) {
  const { pages, calls, months } = night;
  return { months: months.length, pages, calls, seconds: secondsOf(night) };
}

/** Of records of the ledger that somebody accepted although the source does not have them it is asked each time. */
function askedSingly(proofs: readonly MonthProof[]): number {
  const classes = new Set<string>(['link_without_record', 'only_in_ledger']);
  const accepted = proofs.flatMap((proof) => proof.accepted ?? []);
  return accepted.filter((one) => classes.has(one.class)).length;
}

/** A night without changes takes a call for each page, and one more for each side at the most. */
export function tooDear(
  { pages, calls, found, repaired }: Night,
  proofs: readonly MonthProof[],
): string[] {
  const sides = ['source', 'ledger'] as const;
  const asked = { source: askedSingly(proofs), ledger: 0 };
  return [
    ...sides
      .filter((side) => calls[side] > pages[side] + asked[side] + 1)
      .map((side) => `a night without changes took ${calls[side]} calls for ${pages[side]} pages`),
    ...(repaired === 0 ? [] : [`a night without changes repaired ${repaired}`]),
    ...Object.entries(found)
      .filter(([, count]) => count > 0)
      .map(([name, count]) => `a night without changes found ${count} ${name}`),
  ];
}
