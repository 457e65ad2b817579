import type { SeededRandom } from '../../../infra/local/vendors/common/seeded-random.ts';

export interface LatencyClass {
  readonly name: string;
  /** Whole milliseconds from the request's start to its answer. */
  draw(random: SeededRandom): number;
  /** Makespan over the theoretical optimum that is allowed with such answers. */
  readonly allowedRatio: number;
}

// p50 0.2 s and p99 2.3 s: sigma = ln(2.3 / 0.2) / z(0.99).
const sigma = Math.log(2.3 / 0.2) / 2.326_35;

export const quick: LatencyClass = {
  name: '60-400 ms',
  draw: (random) => 60 + random.below(341),
  allowedRatio: 1.01,
};

export const uneven: LatencyClass = {
  name: '20 ms-3 s',
  draw: (random) => 20 + random.below(2_981),
  allowedRatio: 1.04,
};

export const longTailed: LatencyClass = {
  name: 'lognormal p50 0.2 s p99 2.3 s',
  // No client waits longer than its own time-out of 25 s.
  draw: (random) =>
    Math.min(25_000, Math.max(5, Math.round(200 * Math.exp(sigma * normal(random))))),
  allowedRatio: 1.02,
};

export const latencyClasses = [quick, uneven, longTailed] as const;

/** Box and Muller. */
function normal(random: SeededRandom): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random.next()));
  return radius * Math.cos(2 * Math.PI * random.next());
}
