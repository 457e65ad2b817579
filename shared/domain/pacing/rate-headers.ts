import type { RateHeaders } from '../../contracts/provider-manifest.ts';

/** What an answer tells about the caps; every field may be missing or absurd. */
export interface RateSignals {
  /** The provider refused the call for its rate (429). */
  isRefused: boolean;
  /** `RateLimit-Reset`: epoch seconds, or a number of seconds from now. */
  reset: string | undefined;
  /** `Retry-After` in seconds. */
  retryAfter: string | undefined;
  /** `RateLimit-Limit`: the limit of the window that tripped first. */
  limit: string | undefined;
  /** Which cap refused the call: `minute`, `day`, or a word for one that is no window of time. */
  problem: string | undefined;
  /** Calls that are left of the minute and of the day. */
  minuteRemaining: string | undefined;
  dayRemaining: string | undefined;
  /** The request carried an idempotency key. */
  isKeyed: boolean;
}

/** Picks the signals out of an answer; `own`: headers of the provider's own. */
export function readSignals(
  answer: {
    status: number;
    header: (name: string) => string | undefined;
    isKeyed: boolean;
  },
  own: RateHeaders = {},
): RateSignals {
  const { status, header, isKeyed } = answer;
  const ownHeader = (name: string | undefined) => (name === undefined ? undefined : header(name));
  return {
    isRefused: status === 429,
    reset: header('ratelimit-reset'),
    retryAfter: header('retry-after'),
    limit: header('ratelimit-limit'),
    problem: ownHeader(own.problem),
    minuteRemaining: ownHeader(own.minuteRemaining),
    dayRemaining: ownHeader(own.dayRemaining),
    isKeyed,
  };
}

const waitAtLeastMs = 1_000;
/** A minute's window plus slack; the end of a day's cap is told by Retry-After and may be longer. */
const resetAtMostMs = 120_000;
const retryAfterAtMostMs = 24 * 3_600_000;
/** A twin of the request is under way; it is over soon. */
const twinWaitMs = 2_000;
const saneLimitAtMost = 1_000_000;

/**
 * Instant (whole ms) before which nobody should call again; at least a second away, bounded against
 * nonsense.
 */
export function blockedUntil(
  signals: Pick<RateSignals, 'reset' | 'retryAfter'> & Partial<RateSignals>,
  nowEpochMs: number,
): number {
  const floorMs = isTwinConflict(signals) ? twinWaitMs : waitAtLeastMs;
  const waits = [waitOfReset(signals.reset, nowEpochMs), waitOfRetryAfter(signals.retryAfter)];
  return nowEpochMs + Math.ceil(Math.max(floorMs, ...waits));
}

/**
 * A refusal that says nothing of rates, of a request with a key: a common idempotency middleware of
 * Rails answers so to a second request while the first is under way. It is no sign of others.
 */
function isTwinConflict(signals: Partial<RateSignals>): boolean {
  const { isKeyed, reset, retryAfter, limit, problem } = signals;
  const said = [reset, retryAfter, limit, problem];
  return isKeyed === true && said.every((text) => text === undefined);
}

/**
 * End of the refusing window when the windows stand still: Rack::Attack's begin at whole multiples of
 * their length since the epoch, and its reset is the next of them.
 */
export function fixedWindowEnd(
  reset: string | undefined,
  windowMs: number,
  nowEpochMs: number,
): number | undefined {
  const isFixed = tellsFixed(reset, windowMs, nowEpochMs);
  return isFixed ? Number(reset) * 1_000 : undefined;
}

/** Whether the window stands still or slides, by its reset; undefined where that says nothing of it. */
export function tellsFixed(
  reset: string | undefined,
  windowMs: number,
  nowEpochMs: number,
): boolean | undefined {
  const endEpochMs = Number(reset) * 1_000;
  const isPlausible = Math.abs(endEpochMs - nowEpochMs) <= resetAtMostMs + windowMs;
  return isPlausible ? endEpochMs % windowMs === 0 : undefined;
}

/** A whole number of calls at least 1, or nothing. */
export function readLimit(text: string | undefined): number | undefined {
  const limit = readCount(text);
  return limit === undefined || limit < 1 ? undefined : limit;
}

/** A whole number of calls, or nothing. */
export function readCount(text: string | undefined): number | undefined {
  if (text === undefined || !/^\s*\d{1,7}\s*$/.test(text)) return undefined;
  const count = Number(text);
  return count <= saneLimitAtMost ? count : undefined;
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
