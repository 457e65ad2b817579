import type { BackfillRun } from '../contracts/backfill-run.ts';
import type { Target } from '../contracts/ids.ts';

export interface BackfillRuns {
  /** The run of an operator and target that was begun last. */
  get(operatorId: string, target: Target): Promise<BackfillRun | undefined>;
  /** Saves over the revision that was read (0: none yet); 'conflict' when somebody else did. */
  save(run: BackfillRun): Promise<BackfillRun | 'conflict'>;
  /** Runs to be looked at before the instant, those first that wait for it the longest. May lag. */
  due(beforeEpochMs: number, atMost: number): Promise<BackfillRun[]>;
}
