/**
 * Exact pacing under several windows at once, fixed or sliding, by the completion times of the latest
 * calls. An answer comes after its request was counted, so a window measured from completions never
 * holds more arrivals than its limit, whatever the latency and whatever the provider's clock.
 */
import type { Rate } from '../../contracts/rate-item.ts';
import { type Counter, callsAfter, countCall, forgetUntil, nthLatest } from './counters.ts';
import { startInTurn, type Turn } from './turn.ts';
import type { Window } from './windows.ts';

export type RingState = Pick<
  Rate,
  'stampsEpochMs' | 'runningEpochMs' | 'counters' | 'blockedUntilEpochMs'
>;

/** What a lane may start within a window. */
export interface Gate {
  allowed: number;
  windowMs: number;
  isBucketed: boolean;
  /** The window stands still: counted from its turn on and not back from now. */
  turn?: Turn;
}

/**
 * How long after its start a call has ended for certain: 25 s until its time-out, and it may start
 * 5 s late.
 */
export const callAtMostMs = 30_000;
/** For clocks of different machines that differ by some milliseconds. */
const clockSkewMs = 50;
/** Slots are taken at most this far ahead of their start. */
const aheadAtMostMs = 5_000;
/** Stamps are kept so long at least: even calls are spread over gates of some seconds. */
const keptAtLeastMs = 12_000;
/** A call of which nothing is known is first expected to be over after this. */
const expectedAtLeastMs = 300;

/** When the next call may start, not earlier than now. */
export function nextStart(state: RingState, gates: readonly Gate[], nowEpochMs: number): number {
  const starts = gates.map((gate) => {
    const blocking = gate.turn === undefined ? blockingCall(state, gate) : undefined;
    return blocking === undefined ? nowEpochMs : blocking + gate.windowMs + clockSkewMs;
  });
  const openEpochMs = Math.max(nowEpochMs, state.blockedUntilEpochMs, ...starts);
  return gates.reduce((startEpochMs, { turn, ...gate }) => {
    if (turn === undefined) return startEpochMs;
    const since = (fromEpochMs: number) => callsSince(state, gate, fromEpochMs);
    return startInTurn({ ...gate, turn }, since, startEpochMs);
  }, openEpochMs);
}

/**
 * Adds a call that starts at the given time (at most 5 s from now), stamped as if it took as long as
 * it may; the stamp is the call's own and names it. Forgets only what no window can see any more: by
 * age and not by number, because a slot that is given back before its start must uncover the older
 * call whose place it took.
 */
export function reserve<S extends RingState>(
  state: S,
  windows: readonly Window[],
  startEpochMs: number,
): { state: S; stampEpochMs: number } {
  const tidied = tidy(state, windows, startEpochMs - aheadAtMostMs);
  const running = tidied.runningEpochMs ?? [];
  let stampEpochMs = startEpochMs + callAtMostMs;
  while (running.includes(stampEpochMs)) stampEpochMs += 1;
  return {
    state: { ...tidied, runningEpochMs: ascending([...running, stampEpochMs]) },
    stampEpochMs,
  };
}

/**
 * Replaces a cautious stamp by the true end of the call; without an end the call never left. A stamp
 * that is not there was told before, hence telling twice changes nothing.
 */
export function tellEnd<S extends RingState>(
  state: S,
  windows: readonly Window[],
  call: { stampEpochMs: number; endedEpochMs: number | undefined },
): S {
  const running = state.runningEpochMs ?? [];
  if (!running.includes(call.stampEpochMs)) return state;
  const others = running.filter((stamp) => stamp !== call.stampEpochMs);
  const without = { ...state, runningEpochMs: others };
  return call.endedEpochMs === undefined ? without : ended(without, windows, call.endedEpochMs);
}

/** Keeps the latest reset heard: a later answer that names the small window must not lower it. */
export function block<S extends RingState>(state: S, untilEpochMs: number): S {
  return { ...state, blockedUntilEpochMs: Math.max(state.blockedUntilEpochMs, untilEpochMs) };
}

/**
 * The state as it may soon be, to tell how long waiting is worth while: a call under way takes as long
 * again as it has taken. Nothing may be started on it.
 */
export function hopeful<S extends RingState>(state: S, nowEpochMs: number): S {
  const running = state.runningEpochMs ?? [];
  const ends = running.map((stamp) => {
    const startEpochMs = stamp - callAtMostMs;
    const again = nowEpochMs + (nowEpochMs - startEpochMs);
    return Math.min(stamp, Math.max(startEpochMs + expectedAtLeastMs, again));
  });
  return { ...state, runningEpochMs: ascending(ends) };
}

/** How many of our calls ended after the given time, still run, or have a slot. */
export function callsSince(
  state: RingState,
  window: Pick<Window, 'windowMs' | 'isBucketed'>,
  fromEpochMs: number,
): number {
  const running = (state.runningEpochMs ?? []).filter((stamp) => stamp > fromEpochMs).length;
  return running + callsAfter(endedCalls(state, window), fromEpochMs);
}

/** The latest call but so many that the gate is open once it is out of sight. */
function blockingCall(state: RingState, gate: Gate): number | undefined {
  const running = (state.runningEpochMs ?? []).map((stamp): [number, number] => [stamp, 1]);
  const calls = [...endedCalls(state, gate), ...running];
  return nthLatest(
    calls.toSorted(([left], [right]) => left - right),
    gate.allowed,
  );
}

function endedCalls(state: RingState, span: { windowMs: number; isBucketed: boolean }): Counter {
  if (span.isBucketed) return state.counters?.[span.windowMs] ?? [];
  return state.stampsEpochMs.map((stamp) => [stamp, 1]);
}

function ended<S extends RingState>(state: S, windows: readonly Window[], endedEpochMs: number): S {
  const stampsEpochMs = ascending([...state.stampsEpochMs, endedEpochMs]);
  return withCounters({ ...state, stampsEpochMs }, windows, (counter, windowMs) =>
    countCall(counter, windowMs, endedEpochMs),
  );
}

/** Without what no window sees any more; a call whose end nobody told has ended at its cautious stamp. */
function tidy<S extends RingState>(state: S, windows: readonly Window[], fromEpochMs: number): S {
  const exact = windows.filter(({ isBucketed }) => !isBucketed).map(({ windowMs }) => windowMs);
  const oldest = fromEpochMs - Math.max(keptAtLeastMs, ...exact) - clockSkewMs;
  const running = state.runningEpochMs ?? [];
  let next = { ...state, runningEpochMs: running.filter((stamp) => stamp > fromEpochMs) };
  for (const stamp of running) if (stamp <= fromEpochMs) next = ended(next, windows, stamp);
  const stampsEpochMs = next.stampsEpochMs.filter((stamp) => stamp > oldest);
  return withCounters({ ...next, stampsEpochMs }, windows, (counter, windowMs) =>
    forgetUntil(counter, fromEpochMs - windowMs - clockSkewMs),
  );
}

/** Changes the counters of bucketed windows; those of windows that are no more go. */
function withCounters<S extends RingState>(
  state: S,
  windows: readonly Window[],
  change: (counter: Counter, windowMs: number) => Counter,
): S {
  const bucketed = windows.filter(({ isBucketed }) => isBucketed);
  if (bucketed.length === 0) return state;
  const counters = bucketed.map(({ windowMs }) => {
    return [String(windowMs), change(state.counters?.[windowMs] ?? [], windowMs)] as const;
  });
  return { ...state, counters: Object.fromEntries(counters) };
}

function ascending(stampsEpochMs: number[]): number[] {
  return stampsEpochMs.toSorted((left, right) => left - right);
}
