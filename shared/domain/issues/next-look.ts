import type { Issue } from '../../contracts/issue-items.ts';

const soonestMs = 5 * 60_000;
/** Within an hour after a lock date moved, what it held is sent: a tick and the look itself take their part. */
const latestMs = 50 * 60_000;
/** Of the age of the latest issue: what has waited for half a day can wait for another hour. */
const partOfAge = 1 / 12;

/**
 * When to look again whether causes are gone. Each look may cost five calls of the ledger: every five
 * minutes for the first hour, in which people are at it, hourly at the least after half a day.
 */
export function nextLookEpochMs(
  issues: ReadonlyArray<Pick<Issue, 'lastSeenAt'>>,
  nowEpochMs: number,
): number {
  const latest = Math.max(...issues.map(({ lastSeenAt }) => Date.parse(lastSeenAt)));
  const ageMs = Math.max(0, nowEpochMs - latest);
  // A little early, so that the tick after the full span does not come a second too soon.
  const early = 1_000;
  return nowEpochMs + Math.min(latestMs, Math.max(soonestMs, ageMs * partOfAge)) - early;
}
