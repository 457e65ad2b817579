// SPEC.md I4
import type { FinishedRun, Invariant } from '../history.ts';
import { callsWhileBlocked } from './calls-while-blocked.ts';
import { type Occurred, viewOf } from './run-view.ts';

type Arrival = Occurred<'arrived'>;

export const caps: Invariant = {
  id: 'I4',
  title: 'No cap of a provider is exceeded by us',
  check: (run) => {
    const paced = viewOf(run).apiCalls.filter((call) => !call.isLate && call.vendorAccount);
    const byAccount = Map.groupBy(paced, (call) => `${call.provider} ${call.vendorAccount}`);
    const tooMany = [...byAccount].flatMap(([account, calls]) => [
      ...windowsOf(run, calls).flatMap((window) => overfull(account, calls, window)),
      ...(account.startsWith('xero ') ? tooManyAtOnce(run, account, calls) : []),
    ]);
    return [...tooMany, ...callsWhileBlocked(run)];
  },
};

interface Window {
  limit: number;
  windowMs: number;
  /** Server clock minus ours, for windows that are aligned to the epoch. */
  offsetMs: number;
}

function windowsOf(run: FinishedRun, calls: Arrival[]): Window[] {
  const windows = windowsOfProvider(run, calls);
  if (
    !viewOf(run)
      .of('fault')
      .some(({ fault }) => fault === 'clock_skew')
  )
    return windows;
  return windows
    .filter(({ windowMs }) => windowMs > clocksDifferByMs)
    .map((window) => ({ ...window, windowMs: window.windowMs - clocksDifferByMs }));
}

function windowsOfProvider(run: FinishedRun, [first]: Arrival[]): Window[] {
  if (first?.provider === 'stora') {
    const { limits, windowClockOffsetMs: offsetMs } = run.stora.settings;
    return [
      { limit: limits.perSecond, windowMs: 1_000, offsetMs },
      { limit: limits.perMinute, windowMs: 60_000, offsetMs },
    ];
  }
  const { perMinute, perDay } = run.xero.world.limiter.settings;
  return [
    { limit: perMinute, windowMs: 60_000, offsetMs: 0 },
    { limit: perDay, windowMs: 86_400_000, offsetMs: 0 },
  ];
}

/** Our stamps are of our clocks: where these differ, a window is only kept less the difference. */
const clocksDifferByMs = 4_000;

function overfull(account: string, calls: Arrival[], window: Window): string[] {
  return [...slidingOverfull(account, calls, window), ...fixedOverfull(account, calls, window)];
}

/** `limit + 1` arrivals within less than the window; one problem per window is enough. */
function slidingOverfull(account: string, calls: Arrival[], window: Window): string[] {
  const { limit, windowMs } = window;
  const times = calls.map((call) => call.atEpochMs);
  const first = times.findIndex(
    (atEpochMs, index) => (times[index + limit] ?? Number.POSITIVE_INFINITY) - atEpochMs < windowMs,
  );
  if (first < 0) return [];
  return [`${account}: ${limit + 1} calls within ${windowMs} ms from call ${calls[first]?.seq} on`];
}

function fixedOverfull(account: string, calls: Arrival[], window: Window): string[] {
  const { limit, windowMs, offsetMs } = window;
  const counts = new Map<number, number>();
  for (const { atEpochMs } of calls) {
    const number = Math.floor((atEpochMs + offsetMs) / windowMs);
    counts.set(number, (counts.get(number) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count > limit)
    .map(([number, count]) => `${account}: ${count} calls in the ${windowMs} ms window ${number}`);
}

/** A call runs from its arrival until its client has the answer, which is longer than Xero counts. */
function tooManyAtOnce(run: FinishedRun, account: string, calls: Arrival[]): string[] {
  const { concurrent } = run.xero.world.limiter.settings;
  const ends = new Map(
    viewOf(run)
      .of('answered')
      .map((end) => [end.callId, end.seq]),
  );
  const running = new Set<number>();
  for (const call of calls) {
    for (const end of running) if (end < call.seq) running.delete(end);
    const end = call.callId === undefined ? undefined : ends.get(call.callId);
    if (end !== undefined) running.add(end);
    if (running.size > concurrent)
      return [`${account}: ${running.size} calls at once at call ${call.seq}`];
  }
  return [];
}
