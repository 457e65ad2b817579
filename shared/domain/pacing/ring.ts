/**
 * Exact pacing under several windows at once, fixed or sliding, by the completion times of the latest
 * calls. An answer comes after its request was counted, so a window measured from completions never
 * holds more arrivals than its limit, whatever the latency and whatever the provider's clock.
 */

export interface Window {
  limit: number;
  windowMs: number;
}

export interface RingState {
  /** When the latest calls ended, or will have ended at the latest; ascending. */
  stampsEpochMs: number[];
  blockedUntilEpochMs: number;
}

export interface Pace {
  windows: Window[];
  /** Part of each limit that this lane may use: live 1, backfill 0.8, reconcile 0.6. */
  share: number;
  /** Longest time a call may take; a reservation is stamped with it until its true end is known. */
  callTimeoutMs: number;
}

/** For clocks of different machines that differ by some milliseconds. */
const clockSkewMs = 50;
/** Slots are taken at most this far ahead of their start. */
const aheadAtMostMs = 5_000;

/** When the next call may start, not earlier than now. */
export function nextStart(state: RingState, pace: Pace, nowEpochMs: number): number {
  const starts = pace.windows.map((window) => {
    const allowed = Math.max(1, Math.floor(window.limit * pace.share));
    const blocking = state.stampsEpochMs[state.stampsEpochMs.length - allowed];
    return blocking === undefined ? nowEpochMs : blocking + window.windowMs + clockSkewMs;
  });
  return Math.max(nowEpochMs, state.blockedUntilEpochMs, ...starts);
}

/**
 * Adds a call that starts at the given time (at most 5 s from now), stamped as if it took as long as
 * it may. Forgets only what no window can see any more: by age and not by number, because a slot
 * that is given back before its start must uncover the older call whose place it took.
 */
export function reserve(state: RingState, pace: Pace, startEpochMs: number): RingState {
  const widestMs = Math.max(...pace.windows.map((window) => window.windowMs));
  const oldest = startEpochMs - aheadAtMostMs - widestMs - clockSkewMs;
  const seen = state.stampsEpochMs.filter((stamp) => stamp > oldest);
  return { ...state, stampsEpochMs: ascending([...seen, startEpochMs + pace.callTimeoutMs]) };
}

/** Replaces a cautious stamp by the true end of the call; without an end the call never left. */
export function settle(
  state: RingState,
  call: { stampEpochMs: number; endedEpochMs: number | undefined },
): RingState {
  const index = state.stampsEpochMs.indexOf(call.stampEpochMs);
  if (index < 0) return state;
  const others = state.stampsEpochMs.toSpliced(index, 1);
  const ended = call.endedEpochMs === undefined ? [] : [call.endedEpochMs];
  return { ...state, stampsEpochMs: ascending([...others, ...ended]) };
}

/** Keeps the latest reset heard: a later answer that names the small window must not lower it. */
export function block(state: RingState, untilEpochMs: number): RingState {
  return { ...state, blockedUntilEpochMs: Math.max(state.blockedUntilEpochMs, untilEpochMs) };
}

function ascending(stampsEpochMs: number[]): number[] {
  return stampsEpochMs.toSorted((left, right) => left - right);
}
