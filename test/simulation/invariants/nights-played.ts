import type { MonthProof, ProofPage } from '../../../shared/contracts/month-proof.ts';
import type { Night } from '../../../shared/contracts/night-item.ts';
import type { Occurred, RunView } from './run-view.ts';

/** A night from its first save to the one that ended it. */
export interface PlayedNight {
  night: Night;
  begin: Occurred<'stored'>;
  /** Undefined: it is still under way. */
  end: Occurred<'stored'> | undefined;
}

/** All that were begun, in the order of their beginnings. */
export function nightsPlayed(view: RunView): PlayedNight[] {
  const played = new Map<string, PlayedNight>();
  for (const stored of view.of('stored')) {
    const night = nightSaved(stored);
    if (night === undefined) continue;
    const known = played.get(night.runId) ?? { night, begin: stored, end: undefined };
    const isEnd = known.end === undefined && night.status !== 'running';
    played.set(night.runId, { ...known, night, end: isEnd ? stored : known.end });
  }
  return [...played.values()];
}

export function nightSaved({ store, method, output }: Occurred<'stored'>): Night | undefined {
  if (store !== 'nights' || method !== 'save' || output === 'conflict') return undefined;
  return output as Night;
}

export interface Kept<T> {
  seq: number;
  atEpochMs: number;
  process: string;
  kept: T;
}

export function proofsPut(view: RunView): Array<Kept<MonthProof>> {
  return putsOf<MonthProof>(view, 'monthProofs');
}

export function pagesPut(view: RunView): Array<Kept<ProofPage>> {
  return putsOf<ProofPage>(view, 'proofPages');
}

function putsOf<T>(view: RunView, name: string): Array<Kept<T>> {
  return view
    .of('stored')
    .filter(({ store, method, output }) => store === name && method === 'put' && output !== false)
    .map(({ seq, atEpochMs, process, input }) => ({ seq, atEpochMs, process, kept: input as T }));
}
