/** So many at once, and so many a second from then on. */
export interface AllowedRate {
  burst: number;
  perSecond: number;
}

/** What is left of a rate at an instant; it refills by itself. */
export interface TokenBucket {
  tokens: number;
  atEpochMs: number;
}

/** Takes one token where there is one. Without a bucket nothing was taken for so long that it is full. */
export function takeToken(
  bucket: TokenBucket | undefined,
  rate: AllowedRate,
  nowEpochMs: number,
): { bucket: TokenBucket; retryAfterSeconds: number } {
  const tokens = tokensAt(bucket, rate, nowEpochMs);
  if (tokens >= 1)
    return { bucket: { tokens: tokens - 1, atEpochMs: nowEpochMs }, retryAfterSeconds: 0 };
  const retryAfterSeconds = Math.ceil((1 - tokens) / rate.perSecond);
  return { bucket: { tokens, atEpochMs: nowEpochMs }, retryAfterSeconds };
}

/** A bucket that has its next token after so many seconds. */
export function pausedBucket(
  rate: AllowedRate,
  nowEpochMs: number,
  pauseSeconds: number,
): TokenBucket {
  return { tokens: 1 - pauseSeconds * rate.perSecond, atEpochMs: nowEpochMs };
}

/** A clock that was set back gives nothing and takes nothing. */
function tokensAt(bucket: TokenBucket | undefined, rate: AllowedRate, nowEpochMs: number): number {
  if (bucket === undefined) return rate.burst;
  const passedSeconds = Math.max(0, nowEpochMs - bucket.atEpochMs) / 1_000;
  return Math.min(rate.burst, bucket.tokens + passedSeconds * rate.perSecond);
}
