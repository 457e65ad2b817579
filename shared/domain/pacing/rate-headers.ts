/** What a 429 tells about when to come back; every field may be missing or absurd. */
export interface RateAnswer {
  /** `RateLimit-Reset`: epoch seconds (Stora), or a number of seconds from now. */
  reset: string | undefined;
  /** `Retry-After` in seconds (Xero). */
  retryAfter: string | undefined;
}

const waitAtLeastMs = 1_000;
/** A minute's window plus slack; a day's cap of Xero is told by Retry-After and may be longer. */
const resetAtMostMs = 120_000;
const retryAfterAtMostMs = 24 * 3_600_000;

/**
 * Instant (whole ms) before which nobody should call again; at least a second away, bounded against
 * nonsense.
 */
export function blockedUntil(answer: RateAnswer, nowEpochMs: number): number {
  const waits = [waitOfReset(answer.reset, nowEpochMs), waitOfRetryAfter(answer.retryAfter)];
  return nowEpochMs + Math.ceil(Math.max(waitAtLeastMs, ...waits));
}

function waitOfReset(text: string | undefined, nowEpochMs: number): number {
  const value = Number(text);
  if (text === undefined || !Number.isFinite(value) || value <= 0) return 0;
  // Larger than any plausible delta: an absolute time. It is whole seconds, hence one on top.
  const waitMs = value > 1e9 ? value * 1_000 - nowEpochMs + 1_000 : value * 1_000;
  return Math.min(resetAtMostMs, waitMs);
}

function waitOfRetryAfter(text: string | undefined): number {
  const seconds = Number(text);
  if (text === undefined || !Number.isFinite(seconds) || seconds <= 0) return 0;
  return Math.min(retryAfterAtMostMs, seconds * 1_000);
}
