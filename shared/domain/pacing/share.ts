/**
 * What is left to us of a window beside users we do not see (additive increase, multiplicative
 * decrease). It starts with a refusal although our own pace was kept, and ends after a long clean time.
 */
import type { Rate } from '../../contracts/rate-item.ts';

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
/**
 * In windows that stand still a refusal costs the others little (see turn.ts), and strangers in bursts
 * fill one now and then whatever we do: of 60 calls a refusal takes three, and each clean window gives
 * three quarters of one back. so one window in five is refused, and the share levels off at what others
 * leave in four of five. Measured beside bursts of eight at 20 a minute: 27.3 calls of ours and 3.9 % of
 * theirs refused; with four and one 27.9 and 4.0 %, with five and one 26.2 and 3.8 %.
 */
const fixedCutPart = 1 / 20;
const fixedRaisePart = 1 / 80;
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
  refusal: Cap & {
    ownCalls: number;
    nowEpochMs: number;
    sameUntilEpochMs: number;
    isFixed?: boolean | undefined;
  },
): Share {
  const { limit, nowEpochMs, sameUntilEpochMs, isFixed } = refusal;
  if (share !== undefined && nowEpochMs < share.sameUntilEpochMs) {
    return { ...share, sinceEpochMs: Math.max(share.sinceEpochMs, nowEpochMs) };
  }
  const before = allowedOf(share, refusal, nowEpochMs);
  const base = before ?? Math.min(limit, refusal.ownCalls);
  const least = Math.max(1, Math.floor(limit * leastPart));
  const refusedAt = Math.floor(base);
  if (isFixed) {
    const fixedCut = Math.max(1, Math.round(limit * fixedCutPart));
    const lower = before === undefined ? Math.floor(base * cutFirstTo) : before - fixedCut;
    const allowed = Math.max(least, lower);
    // The rest of a refused window tells nothing: the first clean one begins at its turn.
    return { allowed, refusedAt, sinceEpochMs: sameUntilEpochMs, sameUntilEpochMs, isFixed };
  }
  const part = before === undefined ? cutFirstTo : cutTo;
  const allowed = Math.max(least, Math.floor(base * part));
  const sliding = { allowed, refusedAt, sinceEpochMs: nowEpochMs, sameUntilEpochMs };
  return isFixed === undefined ? sliding : { ...sliding, isFixed };
}

/** Calls that all lanes together may make in the window; undefined while nobody else was noticed. */
export function allowedOf(
  share: Share | undefined,
  { limit, windowMs }: Cap,
  nowEpochMs: number,
): number | undefined {
  if (share === undefined) return undefined;
  const cleanWindows = Math.max(0, Math.floor((nowEpochMs - share.sinceEpochMs) / windowMs));
  if (share.isFixed) return allowedOfFixed(share, limit, cleanWindows);
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

function allowedOfFixed(share: Share, limit: number, cleanWindows: number): number | undefined {
  const raise = limit * fixedRaisePart;
  const most = Math.max(1, share.allowed, Math.floor(limit * mostPart));
  const windowsToMost = Math.ceil((most - share.allowed) / raise);
  if (cleanWindows >= windowsToMost + goneAfterWindows) return undefined;
  return Math.min(most, Math.floor(share.allowed + raise * cleanWindows));
}
