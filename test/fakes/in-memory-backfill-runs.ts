import type { BackfillRun } from '../../shared/contracts/backfill-run.ts';
import type { Target } from '../../shared/contracts/ids.ts';
import type { BackfillRuns } from '../../shared/ports/backfill-runs.ts';
import { Faults } from './faults.ts';
import { type IndexLag, InMemoryDirectory, noLag } from './in-memory-directory.ts';

export class InMemoryBackfillRuns implements BackfillRuns {
  readonly faults = new Faults();
  readonly #runs = new Map<string, BackfillRun>();
  readonly #due: InMemoryDirectory;

  constructor({ lag = noLag }: { lag?: IndexLag } = {}) {
    this.#due = new InMemoryDirectory('BACKFILL', lag);
  }

  /** Every run as it stands now. */
  all(): BackfillRun[] {
    return structuredClone([...this.#runs.values()]);
  }

  async get(operatorId: string, target: Target): Promise<BackfillRun | undefined> {
    this.faults.check('get');
    return structuredClone(this.#runs.get(`${operatorId} ${target}`));
  }

  async save(run: BackfillRun): Promise<BackfillRun | 'conflict'> {
    this.faults.check('save');
    const key = `${run.operatorId} ${run.target}`;
    if ((this.#runs.get(key)?.revision ?? 0) !== run.revision) return 'conflict';
    const saved = { ...structuredClone(run), revision: run.revision + 1 };
    this.#runs.set(key, structuredClone(saved));
    this.#due.note(key, run.lookAtEpochMs);
    return saved;
  }

  async due(beforeEpochMs: number, atMost: number): Promise<BackfillRun[]> {
    this.faults.check('due');
    const runs = this.#due.search({ before: beforeEpochMs }).map((key) => this.#runs.get(key));
    const looked = runs.filter((run) => run?.lookAtEpochMs !== undefined);
    return structuredClone(looked.filter((run) => run !== undefined).slice(0, atMost));
  }
}
