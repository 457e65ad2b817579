import type { ProviderLimits } from '../../contracts/provider-settings.ts';
import type { Rate } from '../../contracts/rate-item.ts';

/** A cap on calls within a span of time, fixed or sliding. */
export interface Window {
  /** In force at the moment. */
  limit: number;
  /** As configured or agreed. */
  cap: number;
  windowMs: number;
  /** Too large for one stamp per call: counted in sixtieths of the window instead. */
  isBucketed: boolean;
}

/** A stamp per call up to here keeps the item below 2 KB; beyond, sixtieths are exact enough. */
const exactAtMost = 120;
/** Below this a refusal tells of a collision and not of how much others use. */
const shortAtMostMs = 5_000;
/** Above this a window is a quota and nothing to be shared minute by minute. */
const minuteAtMostMs = 120_000;
/** Even a busy account leaves us this many calls, else nothing would be heard of it any more. */
const leastAllowed = 6;
/** A day's count by the provider is taken for true this long; a call renews it. */
const countedForAtMostMs = 600_000;

/** The windows in force: agreed caps replace configured ones, lower ones that were heard hold. */
export function windowsInForce(limits: ProviderLimits, rate: Rate, nowEpochMs: number): Window[] {
  const configured = limits.windows.flatMap(({ limit, windowMs }) =>
    limit === null ? [] : [{ limit, windowMs }],
  );
  // Lifted caps stay lifted: a load test asks for that.
  if (configured.length === 0) return [];
  const byLength = new Map(
    [...configured, ...(rate.agreed ?? [])].map((cap) => [cap.windowMs, cap]),
  );
  return [...byLength.values()].map(({ limit, windowMs }) => ({
    windowMs,
    cap: limit,
    limit: lowered({ limit, windowMs }, rate, nowEpochMs),
    isBucketed: limit > exactAtMost,
  }));
}

/** The window that is shared with other users minute by minute: a minute, or ten seconds. */
export function minuteOf(windows: readonly Window[]): Window | undefined {
  return windows
    .filter(({ windowMs }) => windowMs >= shortAtMostMs && windowMs <= minuteAtMostMs)
    .toSorted((left, right) => right.windowMs - left.windowMs)[0];
}

/** Whether a wait is longer than any window but a quota's. */
export function isQuotaWait(waitMs: number): boolean {
  return waitMs > minuteAtMostMs;
}

function lowered(
  { limit, windowMs }: { limit: number; windowMs: number },
  rate: Rate,
  nowEpochMs: number,
): number {
  const heard = rate.heard?.[windowMs];
  const named = heard !== undefined && heard.untilEpochMs > nowEpochMs ? heard.limit : limit;
  const counted = rate.counted?.[windowMs];
  const validMs = Math.min(windowMs, countedForAtMostMs);
  const others =
    counted !== undefined && counted.atEpochMs + validMs > nowEpochMs ? counted.calls : 0;
  return Math.min(limit, named, Math.max(leastAllowed, limit - others));
}
