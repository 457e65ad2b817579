import type { BackfillRun } from '../../contracts/backfill-run.ts';
import type { Activities } from '../../ports/activities.ts';
import type { Log } from '../../ports/log.ts';

interface TellDeps {
  activities: Activities;
  log: Log;
}

/** One activity for the end of a run, the same however often it is told. */
export async function tellOfEnd(run: BackfillRun, { activities, log }: TellDeps): Promise<void> {
  const { operatorId, target, runId, status, endedAt = run.startedAt, tally } = run;
  const { found, posted, adopted, parked, left } = tally;
  const because = run.endedBecause === undefined ? {} : { reason: run.endedBecause };
  await activities.append({
    operatorId,
    activityId: `${runId}.${status}`,
    at: endedAt,
    type: `backfill.${status}`,
    actor: 'rollerdoor',
    detail: { target, found, posted, adopted, parked, left, ...because },
  });
  log.info(`backfill.${status}`, { operatorId, target, ...tally });
}
