/**
 * How old something is that was read then. What was read in the future says that the clock was set back,
 * and nothing of its age: it is too old for whatever has an age limit.
 */
export function ageMsOf(readAtEpochMs: number, nowEpochMs: number): number {
  const ageMs = nowEpochMs - readAtEpochMs;
  return ageMs < 0 ? Number.POSITIVE_INFINITY : ageMs;
}
