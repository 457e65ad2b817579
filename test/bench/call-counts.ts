import { round } from './statistics.ts';

/** Calls by name, e.g. `dynamodb.UpdateItem`. */
export type CallCounts = Readonly<Record<string, number>>;

export interface CallsPer {
  readonly total: number;
  readonly byName: CallCounts;
}

/** What was called between two counts; names without calls are left out. */
export function countsBetween(before: CallCounts, after: CallCounts): CallCounts {
  const entries = Object.entries(after).map(
    ([name, count]) => [name, count - (before[name] ?? 0)] as const,
  );
  return Object.fromEntries(entries.filter(([, count]) => count > 0));
}

/** Splits the counts in those whose name passes and the others. */
export function splitCounts(
  counts: CallCounts,
  isPassing: (name: string) => boolean,
): { readonly passing: CallCounts; readonly others: CallCounts } {
  const entries = Object.entries(counts);
  return {
    passing: Object.fromEntries(entries.filter(([name]) => isPassing(name))),
    others: Object.fromEntries(entries.filter(([name]) => !isPassing(name))),
  };
}

/** An idle queue is polled as well, so polls say little about the work. */
export function isPoll(name: string): boolean {
  return name === 'sqs.ReceiveMessage';
}

/** Divides the counts by a number of events, most calls first. */
export function callsPer(counts: CallCounts, events: number): CallsPer {
  const sorted = Object.entries(counts).toSorted(([, left], [, right]) => right - left);
  return {
    total: round(totalOf(counts) / events, 2),
    byName: Object.fromEntries(sorted.map(([name, count]) => [name, round(count / events, 3)])),
  };
}

/** All calls together. */
export function totalOf(counts: CallCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
