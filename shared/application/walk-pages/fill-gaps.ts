import type { BackfillRun } from '../../contracts/backfill-run.ts';
import { isCovered } from '../../domain/intake/gaps.ts';
import type { Connections } from '../../ports/connections.ts';
import type { SourceStates } from '../../ports/source-states.ts';
import { sourceName } from '../../source/source-name.ts';
import { changeSourceState, sourceStateOf } from '../source-state/change-source-state.ts';

export interface FillDeps {
  connections: Pick<Connections, 'get'>;
  sourceStates: SourceStates;
}

/** A run that is done has brought in what was missed in its span: nobody is told of that any more. */
export async function fillGaps(deps: FillDeps, run: BackfillRun): Promise<void> {
  const { operatorId, accounts } = run;
  const source = await deps.connections.get({ operatorId, provider: sourceName });
  if (source?.account.id !== accounts.source) return;
  const { gaps = [] } = await sourceStateOf(deps.sourceStates, source);
  if (!gaps.some((gap) => isCovered(gap, run))) return;
  await changeSourceState(deps.sourceStates, source, (state) => ({
    ...state,
    gaps: (state.gaps ?? []).filter((gap) => !isCovered(gap, run)),
  }));
}
