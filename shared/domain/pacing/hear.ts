import type { Rate } from '../../contracts/rate-item.ts';
import {
  blockedUntil,
  fixedWindowEnd,
  type RateSignals,
  readCount,
  readLimit,
  tellsFixed,
} from './rate-headers.ts';
import { block, callsSince } from './ring.ts';
import { allowedOf, cut } from './share.ts';
import { isQuotaWait, minuteOf, type Window } from './windows.ts';

export interface Hearing {
  windows: readonly Window[];
  /** Part of the caps that the lane may use whose call was answered. */
  lanePart: number;
  /** Slots of the answered process whose calls were not sent yet: they are no use of the window. */
  unsentCalls: number;
  nowEpochMs: number;
}

/** A named lower cap is believed this long, then asked for again by using more. */
const heardForMs = 24 * 3_600_000;
const shortWaitMs = 2_000;
const dayMs = 24 * 3_600_000;
/** Of a minute five seconds. */
const nearTurnPart = 1 / 12;

/** What the rate becomes with an answer: blocked, lower caps, a smaller share, an idea of others. */
export function hear(rate: Rate, signals: RateSignals, at: Hearing): Rate {
  const counted = hearRemaining(rate, signals, at);
  if (!signals.isRefused) return counted;
  const blocked = block(counted, blockedUntil(signals, at.nowEpochMs));
  const tripped = trippedWindow(signals, at);
  if (tripped === undefined) return blocked;
  const limit = readLimit(signals.limit);
  if (limit !== undefined && limit < tripped.cap && !isKnown(limit, at.windows)) {
    const heard = { limit, untilEpochMs: at.nowEpochMs + heardForMs };
    return { ...blocked, heard: { ...rate.heard, [tripped.windowMs]: heard } };
  }
  const minute = minuteOf(at.windows);
  if (minute === undefined || tripped.windowMs > minute.windowMs) return blocked;
  return tripped === minute
    ? makeRoom(blocked, { signals, window: minute }, at)
    : makeFirstRoom(blocked, { signals, window: tripped, minute }, at);
}

/** Others use the window too: we were refused although we kept it. */
function makeRoom(
  rate: Rate,
  { signals, window }: { signals: RateSignals; window: Window },
  at: Hearing,
): Rate {
  const { nowEpochMs, lanePart } = at;
  const { limit, windowMs } = window;
  const endEpochMs = fixedWindowEnd(signals.reset, windowMs, nowEpochMs);
  const ownCalls = ownCallsBefore(rate, { signals, window }, at);
  const isSame = rate.share !== undefined && nowEpochMs < rate.share.sameUntilEpochMs;
  if (ownCalls >= limit) return rate;
  const share = cut(rate.share, {
    limit,
    windowMs,
    nowEpochMs,
    // A lane that uses only its part would have used more with all of it.
    ownCalls: Math.ceil(ownCalls / lanePart),
    sameUntilEpochMs: endEpochMs ?? nowEpochMs + windowMs,
    isFixed: isFixed(rate.share?.isFixed, signals, { windowMs, nowEpochMs }),
  });
  const others = { calls: Math.max(0, limit - ownCalls), windowMs, atEpochMs: nowEpochMs };
  // A share without an estimate comes of a full second.
  const isTold = isSame && rate.others !== undefined;
  return { ...rate, share, ...(isTold ? {} : { others }) };
}

/**
 * Whether the window stands still, by all refusals so far. One reset in sixty of a window that slides
 * looks like a turn, mostly one that is near, for some call of the minute is always about to drop out
 * of it; a turn never looks like anything else. So a near turn proves nothing, and what slid once slides.
 */
function isFixed(
  known: boolean | undefined,
  { reset }: RateSignals,
  { windowMs, nowEpochMs }: { windowMs: number; nowEpochMs: number },
): boolean | undefined {
  const told = tellsFixed(reset, windowMs, nowEpochMs);
  if (known !== undefined) return known && told !== false;
  const isNear = Number(reset) * 1_000 - nowEpochMs < windowMs * nearTurnPart;
  return told && isNear ? undefined : told;
}

/**
 * A second that was full although we kept it tells of others before the minute is full, which our
 * burst would keep full for them. How many they are it does not tell, so it counts the first time only.
 */
function makeFirstRoom(
  rate: Rate,
  refusal: { signals: RateSignals; window: Window; minute: Window },
  at: Hearing,
): Rate {
  const { limit, windowMs } = refusal.minute;
  const { nowEpochMs } = at;
  if (allowedOf(rate.share, refusal.minute, nowEpochMs) !== undefined) return rate;
  if (ownCallsBefore(rate, refusal, at) >= refusal.window.limit) return rate;
  const sameUntilEpochMs = nowEpochMs + windowMs;
  const share = cut(undefined, { limit, windowMs, nowEpochMs, ownCalls: limit, sameUntilEpochMs });
  return { ...rate, share };
}

/** Own calls in the refusing window; the refused one is still among those under way. */
function ownCallsBefore(
  rate: Rate,
  { signals, window }: { signals: RateSignals; window: Window },
  at: Hearing,
): number {
  const endEpochMs = fixedWindowEnd(signals.reset, window.windowMs, at.nowEpochMs);
  const span = { window, endEpochMs: endEpochMs ?? at.nowEpochMs };
  return Math.max(0, ownCallsIn(rate, span, at) - 1);
}

function trippedWindow(signals: RateSignals, at: Hearing): Window | undefined {
  const byLength = at.windows.toSorted((left, right) => left.windowMs - right.windowMs);
  const minute = minuteOf(at.windows);
  const { problem } = signals;
  if (problem !== undefined) {
    if (problem === 'minute') return minute;
    return problem === 'day' ? byLength.find(({ windowMs }) => windowMs === dayMs) : undefined;
  }
  const limit = readLimit(signals.limit);
  const named = at.windows.filter((window) => window.limit === limit || window.cap === limit);
  if (named.length === 1) return named[0];
  if (signals.reset === undefined && signals.retryAfter === undefined) return undefined;
  const waitMs = blockedUntil(signals, at.nowEpochMs) - at.nowEpochMs;
  if (isQuotaWait(waitMs)) return byLength.findLast(({ windowMs }) => isQuotaWait(windowMs));
  return waitMs <= shortWaitMs ? byLength[0] : minute;
}

function isKnown(limit: number, windows: readonly Window[]): boolean {
  return windows.some((window) => window.limit === limit || window.cap === limit);
}

/** The provider's own count against ours: what is missing was used by others. */
function hearRemaining(rate: Rate, signals: RateSignals, at: Hearing): Rate {
  const told = [
    { window: minuteOf(at.windows), remaining: readCount(signals.minuteRemaining) },
    {
      window: at.windows.find(({ windowMs }) => windowMs === dayMs),
      remaining: readCount(signals.dayRemaining),
    },
  ];
  let counted = rate.counted;
  for (const { window, remaining } of told) {
    if (window === undefined || remaining === undefined) continue;
    // More left than there is: the account has other caps, and nothing can be told of others.
    if (remaining > window.cap) continue;
    const own = ownCallsIn(rate, { window, endEpochMs: at.nowEpochMs }, at);
    const calls = Math.max(0, window.cap - remaining - own);
    counted = { ...counted, [window.windowMs]: { calls, atEpochMs: at.nowEpochMs } };
  }
  return counted === undefined ? rate : { ...rate, counted };
}

function ownCallsIn(
  rate: Rate,
  { window, endEpochMs }: { window: Window; endEpochMs: number },
  { unsentCalls }: Hearing,
): number {
  return Math.max(0, callsSince(rate, window, endEpochMs - window.windowMs) - unsentCalls);
}
