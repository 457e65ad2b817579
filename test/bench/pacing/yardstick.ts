import type { CapWindow } from './simulated-provider.ts';

/**
 * Seconds from the first call's start to the last one's that nobody can go below who keeps every
 * window sliding: each call as early as the windows before it allow. One latency later all is answered.
 */
export function optimalSeconds(calls: number, windows: readonly CapWindow[]): number {
  const startsMs: number[] = [];
  for (let call = 0; call < calls; call += 1) {
    const earliest = windows.map(({ limit, windowMs }) => {
      const before = startsMs[call - limit];
      return before === undefined ? 0 : before + windowMs;
    });
    startsMs.push(Math.max(0, ...earliest));
  }
  return (startsMs.at(-1) ?? 0) / 1_000;
}
