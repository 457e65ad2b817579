import type { ForeignFigures } from './foreign.ts';

type Figures = Pick<ForeignFigures, 'ownPerMinute' | 'ownRejectedPer1k' | 'foreignRejectedPercent'>;

/**
 * What the share reached before it knew of windows that stand still (commit 06999a4; 120 minutes, five
 * seeds): three quarters after every refusal, spread evenly over each minute. By pattern, lane, windows.
 */
const measured: Record<string, readonly [number, number, number]> = {
  '10/min live fixed': [42.4, 1.5, 0.69],
  '10/min live sliding': [41.6, 1.5, 2.32],
  '10/min backfill fixed': [41.4, 0.6, 0.17],
  '10/min backfill sliding': [40.9, 0.5, 1.73],
  '20/min live fixed': [31.8, 2.8, 0.72],
  '20/min live sliding': [31.2, 2.7, 1.96],
  '20/min backfill fixed': [31.8, 2.3, 0.51],
  '20/min backfill sliding': [30.3, 2.1, 1.12],
  '40/min live fixed': [15, 11.4, 1.83],
  '40/min live sliding': [14.5, 12.6, 4.65],
  '40/min backfill fixed': [13.9, 10.8, 1.31],
  '40/min backfill sliding': [13.3, 10.2, 3.7],
  '20/min in bursts of 8 live fixed': [22.7, 7.2, 4.38],
  '20/min in bursts of 8 live sliding': [23.3, 8.2, 13.48],
  '20/min in bursts of 8 backfill fixed': [20.7, 6.2, 3.52],
  '20/min in bursts of 8 backfill sliding': [21.8, 5.9, 10.26],
  '40/min in bursts of 8 live fixed': [12.6, 22.4, 11.18],
  '40/min in bursts of 8 live sliding': [13.2, 20.8, 22.6],
  '40/min in bursts of 8 backfill fixed': [10.6, 21.3, 9.72],
  '40/min in bursts of 8 backfill sliding': [12.2, 18.2, 21.04],
};

/** The former figures of the same combination; undefined where none were kept. */
export function formerOf({
  foreign,
  lane,
  windows,
}: Pick<ForeignFigures, 'foreign' | 'lane' | 'windows'>): Figures | undefined {
  const found = measured[`${foreign} ${lane} ${windows}`];
  if (found === undefined) return undefined;
  const [ownPerMinute, ownRejectedPer1k, foreignRejectedPercent] = found;
  return { ownPerMinute, ownRejectedPer1k, foreignRejectedPercent };
}

/** Today's pacer and the former one, side by side. */
export function besideFormer(figures: readonly ForeignFigures[]) {
  return figures
    .filter(({ limiter }) => limiter === 'paced')
    .flatMap((now) => {
      const { foreign, lane, windows } = now;
      const former = formerOf(now);
      if (former === undefined) return [];
      const { ownPerMinute, ownRejectedPer1k, foreignRejectedPercent } = now;
      const today = { ownPerMinute, ownRejectedPer1k, foreignRejectedPercent };
      return [{ foreign, lane, windows, now: today, former }];
    });
}
