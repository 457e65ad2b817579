import type { Rate } from '../../contracts/stored-items.ts';
import {
  blockedUntil,
  fixedWindowEnd,
  type RateSignals,
  readCount,
  readLimit,
} from './rate-headers.ts';
import { block, callsSince } from './ring.ts';
import { cut } from './share.ts';
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
  return tripped === minuteOf(at.windows)
    ? makeRoom(blocked, { signals, window: tripped }, at)
    : blocked;
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
  const span = { window, endEpochMs: endEpochMs ?? nowEpochMs };
  // The refused call is still among those under way.
  const ownCalls = Math.max(0, ownCallsIn(rate, span, at) - 1);
  const isSame = rate.share !== undefined && nowEpochMs < rate.share.sameUntilEpochMs;
  if (ownCalls >= limit) return rate;
  const share = cut(rate.share, {
    limit,
    windowMs,
    nowEpochMs,
    // A lane that uses only its part would have used more with all of it.
    ownCalls: Math.ceil(ownCalls / lanePart),
    sameUntilEpochMs: endEpochMs ?? nowEpochMs + windowMs,
  });
  const others = { calls: Math.max(0, limit - ownCalls), windowMs, atEpochMs: nowEpochMs };
  return { ...rate, share, ...(isSame ? {} : { others }) };
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
