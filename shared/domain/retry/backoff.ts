const firstSeconds = 20;
/** Often enough to be back soon after an outage, and a hundred tries a day at most. */
const longestSeconds = 900;

/** Wait before the next try, doubled with each one: 20 s, 40 s, … 15 min. `tries` counts from 1. */
export function backoffSeconds(tries: number): number {
  const doublings = Math.min(10, Math.max(0, tries - 1));
  return Math.min(longestSeconds, firstSeconds * 2 ** doublings);
}
