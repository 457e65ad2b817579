import type { Rate } from '../../contracts/stored-items.ts';
import type { Gate } from './ring.ts';
import { allowedOf, leastPart } from './share.ts';
import { minuteOf, type Window } from './windows.ts';

/** Live calls find a fifth of every window free, whatever the others do. */
export const laneParts = { live: 1, backfill: 0.8, reconcile: 0.6 } as const;
export type LaneName = keyof typeof laneParts;

/** Groups come a little early, because the window itself is kept anyway. */
const groupEarliness = 0.9;

/**
 * What a lane may start: its part of every window, and when it has to be spread that part in groups. Live calls may come at once until others are noticed.
 */
export function gatesOf(
  windows: readonly Window[],
  rate: Pick<Rate, 'share'>,
  at: { lane: LaneName; nowEpochMs: number },
): Gate[] {
  const part = laneParts[at.lane];
  const minute = minuteOf(windows);
  const left = minute && allowedOf(rate.share, minute, at.nowEpochMs);
  const gates = windows.map((window) => {
    const limit = window === minute ? Math.min(window.limit, left ?? window.limit) : window.limit;
    return {
      allowed: Math.max(1, Math.floor(limit * part)),
      windowMs: window.windowMs,
      isBucketed: window.isBucketed,
    };
  });
  const shared = gates.find(({ windowMs }) => windowMs === minute?.windowMs);
  if (shared === undefined || minute === undefined) return gates;
  if (at.lane === 'live' && left === undefined) return gates;
  return [...gates, spreadingGate(shared, minute, part)];
}

/**
 * Groups as large as the lane's part of the least share, so that a worker always gets that far in one
 * go, and so that live calls find their fifth of a group free, too.
 */
function spreadingGate({ allowed, windowMs }: Gate, minute: Window, part: number): Gate {
  const whole = Math.round(minute.cap * leastPart);
  const group = Math.max(1, Math.min(allowed, Math.floor(whole * part)));
  const everyMs = Math.ceil((group * windowMs * groupEarliness) / allowed);
  return { allowed: group, windowMs: everyMs, isBucketed: false };
}
