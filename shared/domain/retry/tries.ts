import type { TriesRow } from '../../contracts/tries-item.ts';

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
    return [key, { ...counts[key], count, firstAt: counts[key]?.firstAt ?? at }] as const;
  });
  return withNewest(counts, Object.fromEntries(counted));
}

/** The wait had a known reason, so it was no try. */
export function takeTriesBack(counts: TryCounts, keys: readonly string[]): TryCounts {
  const taken = new Set(keys);
  const left = Object.entries(counts).map(([key, entry]) => {
    return [key, { ...entry, count: taken.has(key) ? entry.count - 1 : entry.count }] as const;
  });
  return Object.fromEntries(
    left.filter(([, { count, failures, rests }]) => count > 0 || failures || rests),
  );
}

/** Puts entries in, and lets the oldest of the others go where there are too many. */
function withNewest(counts: TryCounts, entries: TryCounts): TryCounts {
  const others = Object.entries(clearTries(counts, Object.keys(entries))).sort(
    ([, left], [, right]) => Date.parse(right.firstAt) - Date.parse(left.firstAt),
  );
  const room = Math.max(0, keptAtMost - Object.keys(entries).length);
  return Object.fromEntries([...Object.entries(entries), ...others.slice(0, room)]);
}

/** Why a message is put off. What is none of these costs it nothing: the pace, a lock, its turn. */
export type Wait =
  /** The other side failed; it counts towards the time after which a person should know. */
  | 'failure'
  /** Somebody has to connect again: whatever failed before is out of date by then. */
  | 'reconnect';

/** Takes down for what each message is put off at this instant. */
export function noteWaits(
  counts: TryCounts,
  waits: ReadonlyArray<{ key: string; wait: Wait | undefined; seconds: number }>,
  at: string,
): TryCounts {
  const noted = waits.flatMap(({ key, wait, seconds }) => {
    const before = counts[key] ?? { count: 0, firstAt: at };
    const after = afterWait(before, { wait, seconds, at });
    return after === undefined ? [] : [[key, after] as const];
  });
  // Only the first of them is handed out while nobody connects; those behind it wait for the same.
  const isResting = waits.some(({ wait }) => wait === 'reconnect');
  return withNewest(isResting ? withoutFailures(counts) : counts, Object.fromEntries(noted));
}

function withoutFailures(counts: TryCounts): TryCounts {
  const kept = Object.entries(counts).map(([key, entry]) => {
    const { failures: _failures, failingSince: _since, ...rest } = entry;
    return [key, rest] as const;
  });
  return Object.fromEntries(kept.filter(([, { count, rests }]) => count > 0 || rests));
}

function afterWait(
  entry: TryCounts[string],
  { wait, seconds, at }: { wait: Wait | undefined; seconds: number; at: string },
): TryCounts[string] | undefined {
  const { failures = 0, failingSince, rests = 0, ...counted } = entry;
  if (wait === 'reconnect') return { ...counted, rests: rests + 1 };
  if (wait === 'failure')
    return { ...entry, failures: failures + 1, failingSince: failingSince ?? at };
  if (failingSince === undefined) return undefined;
  const later = new Date(Date.parse(failingSince) + seconds * 1_000).toISOString();
  return { ...entry, failingSince: later };
}

/** What is known of a message beside its tries. */
export function waitsOf(counts: TryCounts, key: string) {
  const { failures = 0, failingSince, rests = 0 } = counts[key] ?? {};
  const since = failingSince === undefined ? undefined : Date.parse(failingSince);
  return { failures, failingSinceEpochMs: since, rests };
}

/** They came to an end, whatever it was. */
export function clearTries(counts: TryCounts, keys: readonly string[]): TryCounts {
  const gone = new Set(keys);
  return Object.fromEntries(Object.entries(counts).filter(([key]) => !gone.has(key)));
}

function countOf(counts: TryCounts, key: string): number {
  return counts[key]?.count ?? 0;
}
