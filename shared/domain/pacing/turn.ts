/**
 * How our share lies in a window that stands still (its calls are forgotten at its turn). Strangers
 * who come before us find room, and a window that is full is full for its rest only: hence most of
 * our calls come last, where they turn nobody away but those who come in its last seconds.
 */
import type { Window } from './windows.ts';

/** What a lane may start within a window that stands still. */
export interface Turn {
  /** Calls of a window that may start at any time of it. */
  early: number;
  /** From one call of all lanes together to the next, both from the turn on and towards the end. */
  everyMs: number;
  /** What all lanes together may start. */
  share: number;
  /** The lane's part of it. */
  part: number;
}

interface TurningGate {
  allowed: number;
  windowMs: number;
  turn: Turn;
}

/**
 * Live calls must not wait for the end of a minute: a group of theirs may start at any time, or a third
 * of the share, which was measured to cost the strangers nothing. A load has its calls at the end, where
 * it gets as far in one go as a group would.
 */
const earlyPart = 1 / 3;
/**
 * Twice the pace of the cap: two calls a second of sixty a minute. A burst of eight then passes in
 * the same second, of which ten are allowed; twice as quick, and both lose calls.
 */
const paceOverCap = 2;
/** Before the end: the provider's clock is not ours, and a call takes its time to arrive. */
const endPart = 1 / 120;

/** How the calls of a lane lie; the group is of live calls, which have all of the share. */
export function turnOf(window: Window, lane: { share: number; part: number; group: number }): Turn {
  const { share, part, group } = lane;
  const early = Math.min(share, Math.max(group, Math.floor(share * earlyPart)));
  const everyMs = window.windowMs / (window.cap * paceOverCap);
  return { early: part < 1 ? 0 : early, everyMs, share, part };
}

/** The first instant, not before the given one, at which the next call may start. */
export function startInTurn(
  gate: TurningGate,
  callsSince: (fromEpochMs: number) => number,
  fromEpochMs: number,
): number {
  const { windowMs } = gate;
  const begunEpochMs = Math.floor(fromEpochMs / windowMs) * windowMs;
  for (const turnEpochMs of [begunEpochMs, begunEpochMs + windowMs]) {
    const placeMs = placeOf(gate, callsSince(turnEpochMs));
    if (placeMs !== undefined) return Math.max(fromEpochMs, turnEpochMs + placeMs);
  }
  return begunEpochMs + 2 * windowMs;
}

/** Where in a window the call after so many may start; undefined when it may not. */
function placeOf({ allowed, windowMs, turn }: TurningGate, calls: number): number | undefined {
  if (calls >= allowed) return undefined;
  const latestMs = windowMs - Math.ceil(windowMs * endPart);
  const { early, everyMs, share, part } = turn;
  const lateMs = Math.max(0, latestMs - (share - (calls + 1) / part) * everyMs);
  return Math.ceil(calls < early ? Math.min(lateMs, calls * everyMs) : lateMs);
}
