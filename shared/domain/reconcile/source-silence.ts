const hourMs = 60 * 60_000;
const habitMs = 31 * 24 * hourMs;

/** Nobody is missed for less than a day. */
const silentAtLeastMs = 24 * hourMs;
/** A habit is known from so many gaps on. */
const gapsAtLeast = 8;

export interface Silence {
  /** Since the last thing that was heard. */
  silentForMs: number;
  /** The usual gap: half of all are shorter. */
  usualGapMs: number;
}

/**
 * Whether a source that used to tell of changes does not any more; undefined: it does, or has no habit yet. Judged
 * by the 31 days before it was heard last: three times the usual gap is silence, unless it was as silent
 * more than once before, as at each weekend. `heardEpochMs`: when it was heard, in any order.
 */
export function sourceSilence(
  heardEpochMs: readonly number[],
  nowEpochMs: number,
): Silence | undefined {
  const heard = heardEpochMs.toSorted((left, right) => left - right);
  const last = heard.at(-1);
  if (last === undefined) return undefined;
  const gaps = gapsOf(heard.filter((at) => at >= last - habitMs));
  if (gaps.length < gapsAtLeast) return undefined;
  const usualGapMs = gaps[Math.floor((gaps.length - 1) / 2)] ?? 0;
  // The longest may have been an outage.
  const knownMs = gaps.at(-2) ?? 0;
  const silentForMs = nowEpochMs - last;
  const isSilent = silentForMs > Math.max(silentAtLeastMs, 3 * usualGapMs, 1.5 * knownMs);
  return isSilent ? { silentForMs, usualGapMs } : undefined;
}

/** The shortest first. */
function gapsOf(heard: readonly number[]): number[] {
  return heard
    .slice(1)
    .map((at, index) => at - (heard[index] ?? at))
    .sort((left, right) => left - right);
}
