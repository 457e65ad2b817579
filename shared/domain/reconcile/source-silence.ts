const hourMs = 60 * 60_000;
const habitMs = 31 * 24 * hourMs;

/** Nobody is missed for less than a day. */
const silentAtLeastMs = 24 * hourMs;
/** A habit is known from so many gaps on. */
const gapsAtLeast = 8;

export interface Silence {
  /** When the last thing was heard: it names the silence, whenever it is looked at. */
  heardAtEpochMs: number;
  /** Since then. */
  silentForMs: number;
  /** The usual gap: half of all are shorter. */
  usualGapMs: number;
}

/** When the source was heard, and when a night found what it should have told; each in any order. */
export interface Hearing {
  heardEpochMs: readonly number[];
  missedEpochMs: readonly number[];
}

/**
 * Whether a source that used to tell of changes does not any more; undefined: it does, has no habit yet, or
 * had nothing to tell, as nothing was missed since it was heard last. Judged by the 31 days before that: three
 * times the usual gap is silence, unless it was as silent more than once before, as at each weekend.
 */
export function sourceSilence(
  { heardEpochMs, missedEpochMs }: Hearing,
  nowEpochMs: number,
): Silence | undefined {
  const heard = heardEpochMs.toSorted((left, right) => left - right);
  const last = heard.at(-1);
  if (last === undefined || !missedEpochMs.some((at) => at > last)) return undefined;
  const gaps = gapsOf(heard.filter((at) => at >= last - habitMs));
  if (gaps.length < gapsAtLeast) return undefined;
  const usualGapMs = gaps[Math.floor((gaps.length - 1) / 2)] ?? 0;
  // The longest may have been an outage.
  const knownMs = gaps.at(-2) ?? 0;
  const silentForMs = nowEpochMs - last;
  const isSilent = silentForMs > Math.max(silentAtLeastMs, 3 * usualGapMs, 1.5 * knownMs);
  return isSilent ? { heardAtEpochMs: last, silentForMs, usualGapMs } : undefined;
}

/** The shortest first. */
function gapsOf(heard: readonly number[]): number[] {
  return heard
    .slice(1)
    .map((at, index) => at - (heard[index] ?? at))
    .sort((left, right) => left - right);
}
