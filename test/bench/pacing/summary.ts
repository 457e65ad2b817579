import type { Limiter, SoloFigures } from './solo.ts';

interface Span {
  readonly least: number;
  readonly most: number;
}

export interface LimiterSummary {
  readonly limiter: Limiter;
  readonly calls: number;
  readonly rejectedPer100k: Span;
  readonly medianOverOptimum: Span;
}

/** One line for each limiter and number of calls, over windows and latencies: for people to compare. */
export function summarize(figures: readonly SoloFigures[]): LimiterSummary[] {
  const groups = Map.groupBy(figures, ({ limiter, calls }) => `${limiter} ${calls}`);
  return [...groups.values()].flatMap((group) =>
    group.slice(0, 1).map(({ limiter, calls }) => ({
      limiter,
      calls,
      rejectedPer100k: spanOf(group.map((one) => one.rejectedPer100k)),
      medianOverOptimum: spanOf(group.map((one) => one.medianOverOptimum)),
    })),
  );
}

function spanOf(values: readonly number[]): Span {
  return { least: Math.min(...values), most: Math.max(...values) };
}
