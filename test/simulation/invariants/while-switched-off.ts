import type { FinishedRun } from '../history.ts';
import { settingsIn } from './ledger-settings.ts';
import { isApiPath, viewOf } from './run-view.ts';

/** What a worker had begun when somebody switched off it may finish, also where it stood still. */
const begunAtMostMs = 7 * 60_000;

interface Off {
  fromEpochMs: number;
  untilSeq: number;
}

/** Writes to a ledger before it was switched on, or long after it was switched off. */
export function postedWhileOff(run: FinishedRun): string[] {
  const writes = viewOf(run).own.filter(
    ({ provider, method, path, isLate }) =>
      provider === 'xero' && method !== 'GET' && isApiPath(provider, path) && !isLate,
  );
  return run.operatorIds.flatMap((operatorId) =>
    offTimes(run, operatorId).flatMap(({ fromEpochMs, untilSeq }) =>
      writes
        .filter(
          (write) =>
            write.operatorId === operatorId &&
            write.atEpochMs >= fromEpochMs &&
            write.seq < untilSeq,
        )
        .map(({ method, path, seq }) => `${method} ${path} at ${seq} while it was switched off`),
    ),
  );
}

/** The last switch of each operator has to be told, once. */
export function untoldSwitches(run: FinishedRun): string[] {
  return run.operatorIds.flatMap((operatorId) => {
    const last = switchesOf(run, operatorId).findLast(({ isByPerson }) => isByPerson);
    if (last === undefined) return [];
    const told = run.activities.filter(
      ({ operatorId: whose, type, at }) =>
        whose === operatorId && type.startsWith('posting.') && at >= last.at,
    );
    return told.length === 1 ? [] : [`the switch of ${last.at} stands there ${told.length} times`];
  });
}

function offTimes(run: FinishedRun, operatorId: string): Off[] {
  const { beginsOff = [] } = (run.plan ?? {}) as { beginsOff?: readonly string[] };
  const off: Off[] = [];
  let isOn = !beginsOff.includes(operatorId);
  let fromEpochMs = 0;
  for (const one of switchesOf(run, operatorId)) {
    if (one.isOn && !isOn) off.push({ fromEpochMs, untilSeq: one.seq });
    if (!one.isOn && isOn) fromEpochMs = one.atEpochMs + begunAtMostMs;
    isOn = one.isOn;
  }
  return isOn ? off : [...off, { fromEpochMs, untilSeq: Number.POSITIVE_INFINITY }];
}

/** Each time that the switch was stored, as it was stored. */
function switchesOf(run: FinishedRun, operatorId: string) {
  return viewOf(run)
    .of('stored')
    .flatMap((stored) => {
      const settings = settingsIn(stored);
      if (settings?.operatorId !== operatorId) return [];
      const { isOn = true, at = '' } = settings.posting ?? {};
      const { seq, atEpochMs, method } = stored;
      return [{ seq, atEpochMs, isOn, at, isByPerson: method === 'change' && at !== '' }];
    });
}
