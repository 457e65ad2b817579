import type { TriesRow } from '../../contracts/stored-items.ts';

/** Counts by message. The first receive of a message is never counted: most messages need no more. */
export type TryCounts = TriesRow['tries'];

/** So often a message is begun; work that came to no end by then will come to none. */
export const triesAtMost = 5;

/** What was acknowledged without being cleared (a worker died in between) falls out at the back. */
const keptAtMost = 20;

/** Number of the try that was begun last, 1 for a message that was never counted. */
export function tryNumber(counts: TryCounts, key: string): number {
  return countOf(counts, key) + 1;
}

/** An earlier try of one of these messages ended in nothing: each is worth a try of its own now. */
export function wasTried(counts: TryCounts, keys: readonly string[]): boolean {
  return keys.some((key) => countOf(counts, key) > 0);
}

export function isUsedUp(counts: TryCounts, key: string): boolean {
  return tryNumber(counts, key) >= triesAtMost;
}

/** Counts one more try of each, to be stored before the work begins. */
export function countTries(counts: TryCounts, keys: readonly string[], at: string): TryCounts {
  const counted = [...new Set(keys)].map((key) => {
    // Two workers at one message (one had stood still) may both begin its last try.
    const count = Math.min(countOf(counts, key) + 1, triesAtMost - 1);
    return [key, { count, firstAt: counts[key]?.firstAt ?? at }] as const;
  });
  const others = Object.entries(clearTries(counts, keys)).sort(
    ([, left], [, right]) => Date.parse(right.firstAt) - Date.parse(left.firstAt),
  );
  const room = Math.max(0, keptAtMost - counted.length);
  return Object.fromEntries([...counted, ...others.slice(0, room)]);
}

/** The wait had a known reason, so it was no try. */
export function takeTriesBack(counts: TryCounts, keys: readonly string[]): TryCounts {
  const taken = new Set(keys);
  const left = Object.entries(counts).map(([key, { count, firstAt }]) => {
    return [key, { count: taken.has(key) ? count - 1 : count, firstAt }] as const;
  });
  return Object.fromEntries(left.filter(([, { count }]) => count > 0));
}

/** They came to an end, whatever it was. */
export function clearTries(counts: TryCounts, keys: readonly string[]): TryCounts {
  const gone = new Set(keys);
  return Object.fromEntries(Object.entries(counts).filter(([key]) => !gone.has(key)));
}

function countOf(counts: TryCounts, key: string): number {
  return counts[key]?.count ?? 0;
}
