import type { BackfillRun } from '../../contracts/backfill-run.ts';
import { target as targets } from '../../contracts/ids.ts';
import { cancelled, goingOn, waiting } from '../../domain/backfill/run.ts';
import type { Activities } from '../../ports/activities.ts';
import type { BackfillRuns } from '../../ports/backfill-runs.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Crypto } from '../../ports/crypto.ts';
import type { Log, Metrics } from '../../ports/log.ts';
import type { PageQueue } from '../../ports/queues.ts';
import { sideBySide } from '../sweep/side-by-side.ts';
import { changeRun } from './change-run.ts';
import { type ObstacleDeps, sidesOf } from './obstacle.ts';
import { sendPage } from './send-page.ts';
import { tellOfEnd } from './tell-of-run.ts';

export interface GoOnDeps extends ObstacleDeps {
  backfills: BackfillRuns;
  activities: Activities;
  pages: PageQueue;
  clock: Clock;
  crypto: Crypto;
  log: Log;
}

/** Lets the runs of an operator go on that waited for what a person has just done. */
export async function letBackfillsGoOn(deps: GoOnDeps, operatorId: string): Promise<void> {
  for (const target of targets.options) {
    try {
      const run = await deps.backfills.get(operatorId, target);
      const isWaiting = run?.waits?.for === 'connection' || run?.waits?.for === 'posting';
      if (run !== undefined && isWaiting) await look(deps, run);
    } catch (error) {
      // Recovery: the sweep.
      deps.log.error('backfill.not_going_on', { operatorId, target }, error);
    }
  }
}

/** Runs are few: an operator has one now and then. */
const runsAtMost = 1_000;
const places = 8;

/**
 * Looks at runs that have not moved for long: one may wait for what is there by now, or its message was
 * lost. Asking for a page that is under way is harmless.
 */
export async function sweepBackfills(
  deps: GoOnDeps & { metrics: Metrics },
  untilEpochMs: number,
): Promise<{ backfillsAsked: number }> {
  const counts = { backfillsAsked: 0, failed: 0 };
  const due = await deps.backfills.due(deps.clock.nowEpochMs(), runsAtMost);
  await sideBySide(due, { clock: deps.clock, places, untilEpochMs }, async (run) => {
    try {
      if (await look(deps, run)) counts.backfillsAsked += 1;
    } catch (error) {
      // Recovery: it stays due, and the next sweep looks again.
      deps.log.error('sweep.failed', { operatorId: run.operatorId }, error);
      counts.failed += 1;
    }
  });
  if (counts.failed > 0) deps.metrics.count('SweepFailed', counts.failed);
  deps.log.info('backfills.swept', { ...counts, due: due.length });
  return { backfillsAsked: counts.backfillsAsked };
}

/** @returns whether its page was asked for. */
async function look(deps: GoOnDeps, run: BackfillRun): Promise<boolean> {
  if (run.status !== 'running') return false;
  const sides = await sidesOf(deps, run);
  const nowEpochMs = deps.clock.nowEpochMs();
  const looked = await changeRun(deps.backfills, run, (current) => {
    if (current.status !== 'running') return undefined;
    if (!('obstacle' in sides)) return goingOn(current, nowEpochMs);
    const { obstacle } = sides;
    if (obstacle === 'other_company') return cancelled(current, nowEpochMs, obstacle);
    return waiting(current, obstacle, nowEpochMs);
  });
  if (looked === undefined) return false;
  if (looked.status !== 'running') await tellOfEnd(looked, deps);
  if ('obstacle' in sides) return false;
  await sendPage(deps.pages, looked, deps.crypto.uuid());
  return true;
}
