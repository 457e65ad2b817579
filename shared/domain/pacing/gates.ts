import type { Rate } from '../../contracts/rate-item.ts';
import type { Gate } from './ring.ts';
import { allowedOf, leastPart } from './share.ts';
import { turnOf } from './turn.ts';
import { minuteOf, type Window } from './windows.ts';

/** Live calls find a fifth of every window free, whatever the others do. */
export const laneParts = { live: 1, backfill: 0.8, reconcile: 0.6 } as const;
export type LaneName = keyof typeof laneParts;

/** Groups come a little early, because the window itself is kept anyway. */
const groupEarliness = 0.9;

/**
 * What a lane may start: its part of every window, and when it has to be spread that part in groups or,
 * where windows stand still, at their end. Live calls may come at once until others are noticed.
 */
export function gatesOf(
  windows: readonly Window[],
  rate: Pick<Rate, 'share'>,
  at: { lane: LaneName; nowEpochMs: number },
): Gate[] {
  const part = laneParts[at.lane];
  const minute = minuteOf(windows);
  const left = minute && allowedOf(rate.share, minute, at.nowEpochMs);
  const gates = ringGates(
    windows.map((window) =>
      window === minute
        ? { ...window, limit: Math.min(window.limit, left ?? window.limit) }
        : window,
    ),
    part,
  );
  const shared = gates.find(({ windowMs }) => windowMs === minute?.windowMs);
  if (shared === undefined || minute === undefined) return gates;
  if (at.lane === 'live' && left === undefined) return gates;
  if (left !== undefined && rate.share?.isFixed) {
    const turn = turnOf(minute, {
      share: Math.min(minute.limit, left),
      part,
      group: groupOf(minute, part),
    });
    return [...ringGates(windows, part), { ...shared, turn }];
  }
  return [...gates, spreadingGate(shared, minute, part)];
}

/** What a lane may start of each window, counted back from any instant. */
function ringGates(windows: readonly Window[], part: number): Gate[] {
  return windows.map(({ limit, windowMs, isBucketed }) => {
    return { allowed: Math.max(1, Math.floor(limit * part)), windowMs, isBucketed };
  });
}

/**
 * Groups as large as the lane's part of the least share, so that a worker always gets that far in one
 * go, and so that live calls find their fifth of a group free, too.
 */
function spreadingGate({ allowed, windowMs }: Gate, minute: Window, part: number): Gate {
  const group = Math.min(allowed, groupOf(minute, part));
  const everyMs = Math.ceil((group * windowMs * groupEarliness) / allowed);
  return { allowed: group, windowMs: everyMs, isBucketed: false };
}

/** As many as a worker has to get done in one go. */
function groupOf(minute: Window, part: number): number {
  return Math.max(1, Math.floor(Math.round(minute.cap * leastPart) * part));
}
