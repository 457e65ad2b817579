import type { FinishedRun } from '../history.ts';
import { type Occurred, viewOf } from './run-view.ts';

/**
 * Slots that were given before the instant that a 429 named, by whichever process. It is known to all
 * once the process that heard it has stored it, and slots that were taken before go within 5 s.
 */
export function callsWhileBlocked(run: FinishedRun): string[] {
  return blocksOf(run).flatMap((block) => {
    const { call, fromEpochMs, untilEpochMs } = block;
    const early = viewOf(run)
      .of('paced')
      .find(
        (paced) =>
          paced.outcome === 'slot' &&
          paced.operatorId === call.operatorId &&
          paced.provider === call.provider &&
          paced.atEpochMs > fromEpochMs &&
          paced.atEpochMs < untilEpochMs,
      );
    return early === undefined
      ? []
      : [
          `a slot of ${call.provider} for ${call.operatorId} at ${early.seq}, although the 429 at ${call.seq} asked for ${Math.round((call.waitMs ?? 0) / 1_000)} s`,
        ];
  });
}

const knownAfterMs = 7_000;
/** Clocks of processes and of the vendor differ by as much. */
const skewMs = 3_500;
/** More is not believed of a window's end. */
const waitAtMostMs = 120_000;

function blocksOf(run: FinishedRun) {
  const view = viewOf(run);
  const ends = new Map(view.of('answered').map((end) => [end.callId, end]));
  return view.apiCalls.flatMap((call) => {
    const heard = call.callId === undefined ? undefined : ends.get(call.callId);
    if (call.waitMs === undefined || heard?.fate !== 'received') return [];
    const fromEpochMs = heard.atEpochMs + knownAfterMs;
    const untilEpochMs = call.atEpochMs + Math.min(waitAtMostMs, call.waitMs) - skewMs;
    const isWorthWhile = untilEpochMs > fromEpochMs && call.operatorId !== undefined;
    return isWorthWhile && !isHeldUp(run, heard) ? [{ call, fromEpochMs, untilEpochMs }] : [];
  });
}

/** Its process died or stood still, or the table failed, before it could tell the others. */
function isHeldUp(run: FinishedRun, heard: Occurred<'answered'>): boolean {
  const isNear = (each: { atEpochMs: number }) =>
    Math.abs(each.atEpochMs - heard.atEpochMs) <= knownAfterMs;
  const view = viewOf(run);
  return (
    view.of('fault').some((each) => isNear(each) && /store|table|freeze|crash/.test(each.fault)) ||
    view.of('invocation').some((each) => isNear(each) && /crashed|timed_out/.test(each.state))
  );
}
