/**
 * What is left to us of a window beside users we do not see (additive increase, multiplicative
 * decrease). It starts with a refusal although our own pace was kept, and ends after a long clean time.
 */
import type { Rate } from '../../contracts/stored-items.ts';

export type Share = NonNullable<Rate['share']>;

interface Cap {
  limit: number;
  windowMs: number;
}

const cutTo = 0.75;
/** The first time nothing is known of the others; too deep a cut is mended within minutes. */
const cutFirstTo = 0.5;
/**
 * Of 60 calls 10: a worker that is stopped by the pace reads again what it had not yet written down, so it
 * must get further in one go than such a start costs, or it would never come to an end.
 */
export const leastPart = 1 / 6;
/** Of 60 calls: 2 more with each clean window, until it is near where the refusal came … */
const raisePart = 1 / 30;
const nearPart = 0.88;
/** … and from there slowly: halves the refusals of both sides for a few calls less. */
const windowsPerSlowRaise = 3;
/** While others are about, the last tenth is theirs: we would only notice them by a refusal. */
const mostPart = 0.9;
/** Clean windows at the most before the others count as gone; a quick return would crowd them out. */
const goneAfterWindows = 360;

/**
 * The share after a refusal: three quarters of what was allowed or, the first time, half of our own calls in
 * that window. All refusals of one window are one signal and cut once.
 */
export function cut(
  share: Share | undefined,
  refusal: Cap & { ownCalls: number; nowEpochMs: number; sameUntilEpochMs: number },
): Share {
  const { limit, nowEpochMs, sameUntilEpochMs } = refusal;
  if (share !== undefined && nowEpochMs < share.sameUntilEpochMs) {
    return { ...share, sinceEpochMs: Math.max(share.sinceEpochMs, nowEpochMs) };
  }
  const before = allowedOf(share, refusal, nowEpochMs);
  const base = before ?? Math.min(limit, refusal.ownCalls);
  const least = Math.max(1, Math.floor(limit * leastPart));
  const part = before === undefined ? cutFirstTo : cutTo;
  const allowed = Math.max(least, Math.floor(base * part));
  return {
    allowed,
    refusedAt: Math.floor(base),
    sinceEpochMs: nowEpochMs,
    sameUntilEpochMs,
  };
}

/** Calls that all lanes together may make in the window; undefined while nobody else was noticed. */
export function allowedOf(
  share: Share | undefined,
  { limit, windowMs }: Cap,
  nowEpochMs: number,
): number | undefined {
  if (share === undefined) return undefined;
  const cleanWindows = Math.max(0, Math.floor((nowEpochMs - share.sinceEpochMs) / windowMs));
  const quick = Math.max(1, Math.round(limit * raisePart));
  const slow = Math.max(1, Math.round((limit * raisePart) / 2));
  const most = Math.max(1, Math.floor(limit * mostPart));
  const near = Math.max(share.allowed, Math.min(most, Math.floor(share.refusedAt * nearPart)));
  const quickWindows = Math.ceil((near - share.allowed) / quick);
  const slowWindows = Math.ceil((most - near) / slow) * windowsPerSlowRaise;
  if (cleanWindows >= quickWindows + slowWindows + goneAfterWindows) return undefined;
  if (cleanWindows <= quickWindows) return Math.min(near, share.allowed + quick * cleanWindows);
  const raises = Math.floor((cleanWindows - quickWindows) / windowsPerSlowRaise);
  return Math.min(most, near + slow * raises);
}
