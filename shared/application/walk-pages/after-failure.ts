const leastSeconds = 2;
/** Six hundred receives last nine hours then, and a queue hands a message out a thousand times. */
const longestSeconds = 60;

/**
 * After a failure of another side, or one that nobody foresaw: most are gone with the next call, so the wait
 * begins short and grows with how often the page was handed out. How often a record failed will not do: many
 * lie on one page, each after the other, and their waits would grow as if one failed time and again.
 */
export function afterFailureSeconds(receiveCount: number): number {
  return Math.min(longestSeconds, Math.max(leastSeconds, Math.ceil(receiveCount / 2)));
}
