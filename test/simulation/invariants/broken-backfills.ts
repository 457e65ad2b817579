import { aBackfillRun } from '../../builders/a-backfill-run.ts';
import type { BrokenRun } from './broken-runs.ts';
import { type HandMadeRun, operatorId } from './hand-made-run.ts';

/** Begun after all that the good run is about, so that each document of it is owed. */
function aRun(run: HandMadeRun, status: 'running' | 'done') {
  const startedAt = new Date(run.nowEpochMs + 60_000).toISOString();
  return aBackfillRun({ operatorId, startedAt, status });
}

/** Ways to break what is asked of backfills. */
export const brokenBackfills: BrokenRun[] = [
  {
    invariant: 'I17',
    what: 'a document of before was left out',
    spoil: ({ run, document }) => {
      run.book.documents.delete(document.id);
      const output = aRun(run, 'done');
      run.store('backfills', 'save', { input: output, output });
    },
    says: /invoice inv_.* was left out/,
  },
  {
    invariant: 'I17',
    what: 'a backfill stands although nothing keeps it',
    spoil: ({ run }) => run.change({ backfills: [aRun(run, 'running')] }),
    says: /the backfill of acorn stands/,
  },
];
