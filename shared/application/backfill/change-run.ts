import type { BackfillRun } from '../../contracts/backfill-run.ts';
import { DeferredError } from '../../domain/errors/errors.ts';
import type { BackfillRuns } from '../../ports/backfill-runs.ts';

const savesAtMost = 5;

/**
 * Changes a run in the store; made again on what somebody else left there meanwhile, as long as it is the
 * same run. `change` returns undefined where nothing is to be done any more.
 * @returns the run as it stands then; undefined: it was left as it is.
 * @throws DeferredError when others keep saving.
 */
export async function changeRun(
  runs: BackfillRuns,
  before: BackfillRun,
  change: (run: BackfillRun) => BackfillRun | undefined,
): Promise<BackfillRun | undefined> {
  let run: BackfillRun | undefined = before;
  for (let tries = 0; tries < savesAtMost; tries += 1) {
    const changed = run?.runId === before.runId ? change(run) : undefined;
    if (changed === undefined) return undefined;
    const saved = await runs.save(changed);
    if (saved !== 'conflict') return saved;
    run = await runs.get(before.operatorId, before.target);
  }
  throw new DeferredError('backfill_contended', 2);
}
