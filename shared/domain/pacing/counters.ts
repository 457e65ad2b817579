/** Ended calls of one window as [time, calls], ascending; a time is the end of its bucket. */
export type Counter = Array<[number, number]>;

const bucketsPerWindow = 60;

/**
 * Counts a call that ended then. The time is rounded up to the end of its bucket, so that the call
 * is seen a sixtieth of the window too long and never too short.
 */
export function countCall(counter: Counter, windowMs: number, endedEpochMs: number): Counter {
  const bucketMs = Math.ceil(windowMs / bucketsPerWindow);
  const at = Math.ceil(endedEpochMs / bucketMs) * bucketMs;
  const calls = counter.find(([time]) => time === at)?.[1] ?? 0;
  const others = counter.filter(([time]) => time !== at);
  const counted: [number, number] = [at, calls + 1];
  return [...others, counted].toSorted(([left], [right]) => left - right);
}

/** Forgets what is not later than the given time. */
export function forgetUntil(counter: Counter, untilEpochMs: number): Counter {
  return counter.filter(([time]) => time > untilEpochMs);
}

/** The time of the call that is the n-th latest of these calls; undefined when there are fewer. */
export function nthLatest(counter: Counter, n: number): number | undefined {
  let seen = 0;
  for (const [time, calls] of counter.toReversed()) {
    seen += calls;
    if (seen >= n) return time;
  }
  return undefined;
}

/** How many calls are later than the given time. */
export function callsAfter(counter: Counter, fromEpochMs: number): number {
  return forgetUntil(counter, fromEpochMs).reduce((total, [, calls]) => total + calls, 0);
}
