import { beforeEach, expect, it } from 'vitest';
import { cancelled, paused, waiting } from '../../shared/domain/backfill/run.ts';
import type { BackfillRuns } from '../../shared/ports/backfill-runs.ts';
import { aBackfillRun, backfillStartEpochMs } from '../builders/a-backfill-run.ts';
import { anOperatorId } from '../builders/an-operator.ts';

const later = backfillStartEpochMs + 86_400_000;

/** What every store of runs does: a save applies over the revision that was read, or not at all. */
export function backfillRunsSuite(make: () => Promise<BackfillRuns>): void {
  let runs: BackfillRuns;
  beforeEach(async () => {
    runs = await make();
  });

  it('returns nothing before the first save', async () => {
    expect(await runs.get(anOperatorId, 'xero')).toBeUndefined();
    expect(await runs.due(later, 10)).toEqual([]);
  });

  it('returns a run as it was saved, one revision on', async () => {
    const saved = await runs.save(aBackfillRun());

    expect(saved).toEqual(aBackfillRun({ revision: 1 }));
    expect(await runs.get(anOperatorId, 'xero')).toEqual(saved);
    expect(await runs.get('somebody-else', 'xero')).toBeUndefined();
  });

  it('lets one of two that begin at once win', async () => {
    const answers = await Promise.all([
      runs.save(aBackfillRun()),
      runs.save(aBackfillRun({ runId: 'run-2' })),
    ]);

    expect(answers.filter((answer) => answer === 'conflict')).toHaveLength(1);
  });

  it('answers conflict to a save of an old revision', async () => {
    await runs.save(aBackfillRun());
    await runs.save(aBackfillRun({ revision: 1, step: 1 }));

    expect(await runs.save(aBackfillRun({ revision: 1, step: 7 }))).toBe('conflict');
    expect((await runs.get(anOperatorId, 'xero'))?.step).toBe(1);
  });

  it('forgets what a save leaves out', async () => {
    const before = aBackfillRun();
    await runs.save(waiting(before, 'connection', backfillStartEpochMs));
    const { waits: _waits, ...without } = aBackfillRun({ revision: 1 });
    await runs.save(without);

    expect(await runs.get(anOperatorId, 'xero')).not.toHaveProperty('waits');
  });

  it('shows runs that are to be looked at, those first that wait the longest', async () => {
    const lookAt = (operatorId: string, lookAtEpochMs: number) =>
      runs.save(aBackfillRun({ operatorId, lookAtEpochMs }));
    await lookAt('birch', 3_000);
    await lookAt('alder', 2_000);
    await lookAt('cedar', 9_000);

    const due = await runs.due(9_000, 10);

    expect(due.map(({ operatorId }) => operatorId)).toEqual(['alder', 'birch']);
    expect(await runs.due(9_000, 1)).toHaveLength(1);
  });

  it.each([paused, cancelled])('shows none that was paused or called off', async (ending) => {
    await runs.save(aBackfillRun());
    await runs.save(ending(aBackfillRun({ revision: 1 }), backfillStartEpochMs));

    expect(await runs.due(later, 10)).toEqual([]);
  });
}
