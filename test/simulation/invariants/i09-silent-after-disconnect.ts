// SPEC.md I9
import type { FinishedRun, Invariant } from '../history.ts';
import { type Occurred, viewOf } from './run-view.ts';
import { whatLivesOn } from './what-lives-on.ts';
import { postedWhileOff } from './while-switched-off.ts';

/** What left before the disconnect may still be on its way for as long as its sender waits. */
const callTimeoutMs = 25_000;

export const silentAfterDisconnect: Invariant = {
  id: 'I9',
  title: 'After a disconnect no call is made with a token of the ended epoch',
  check: (run) => [...lateCalls(run), ...whatLivesOn(run), ...postedWhileOff(run)],
};

function lateCalls(run: FinishedRun): string[] {
  const { of, apiCalls } = viewOf(run);
  return of('disconnected').flatMap((end) =>
    apiCalls.flatMap((call) =>
      isOfEnded(call, end) &&
      !call.isLate &&
      call.atEpochMs > end.atEpochMs + callTimeoutMs &&
      !isPartOfLeaving(call) &&
      !isWakingUp(run, call, end.seq)
        ? [
            `${call.method} ${call.path} at ${call.seq} with epoch ${call.epoch}, ended at ${end.seq}`,
          ]
        : [],
    ),
  );
}

function isOfEnded(call: Occurred<'arrived'>, end: Occurred<'disconnected'>): boolean {
  return (
    call.operatorId === end.operatorId &&
    call.provider === end.provider &&
    call.epoch !== undefined &&
    call.epoch <= end.epoch
  );
}

/** Our endpoints are taken away with the last token; revoking itself is no call of the API. */
function isPartOfLeaving(call: Occurred<'arrived'>): boolean {
  return call.provider === 'stora' && call.path.startsWith('/2025-09/webhook_endpoints');
}

/** A process that stood still finishes the one call it was in the middle of. */
function isWakingUp(run: FinishedRun, call: Occurred<'arrived'>, endSeq: number): boolean {
  const view = viewOf(run);
  const freeze = view
    .of('fault')
    .findLast(
      (each) => each.process === call.process && isFreeze(each.fault) && each.seq < call.seq,
    );
  if (freeze === undefined) return false;
  const next = view.apiCalls.find(
    (each) => each.process === call.process && each.seq > Math.max(freeze.seq, endSeq),
  );
  return next?.seq === call.seq;
}

export function isFreeze(fault: string): boolean {
  return fault.startsWith('freeze') || fault === 'left_at_time_out';
}
