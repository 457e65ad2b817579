import type { BackfillRun } from '../../shared/contracts/backfill-run.ts';
import { newRun } from '../../shared/domain/backfill/run.ts';
import { anOperatorId } from './an-operator.ts';

export const backfillStartEpochMs = Date.parse('2026-11-30T09:00:00.000Z');

/** A run that has just begun. */
export function aBackfillRun(overrides: Partial<BackfillRun> = {}): BackfillRun {
  const run = newRun(
    {
      operatorId: anOperatorId,
      target: 'xero',
      runId: 'run-1',
      issuedFrom: '2026-01-01T00:00:00.000Z',
      accounts: { source: 'acorn.stora.test', target: 'tenant-1' },
      startedBy: 'operator',
      revision: 0,
    },
    backfillStartEpochMs,
  );
  return { ...run, ...overrides };
}
