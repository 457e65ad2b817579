import { type BackfillRun, backfillRun } from '../../contracts/backfill-run.ts';
import type { Target } from '../../contracts/ids.ts';
import type { BackfillRuns } from '../../ports/backfill-runs.ts';
import { type DirectoryEntry, instantSort, keys } from './keys.ts';
import type { Table } from './table.ts';

/** Runs of backfills, saved as a whole over the revision that was read; the next one takes its place. */
export class DynamoBackfillRuns implements BackfillRuns {
  readonly #table: Table;

  constructor(parts: { table: Table }) {
    this.#table = parts.table;
  }

  get(operatorId: string, target: Target): Promise<BackfillRun | undefined> {
    return this.#table.get(keys.backfill(operatorId, target), backfillRun);
  }

  async save(run: BackfillRun): Promise<BackfillRun | 'conflict'> {
    const { operatorId, target, revision } = run;
    const saved = { ...run, revision: revision + 1 };
    const isSaved = await this.#table.putIf(
      keys.backfill(operatorId, target),
      { ...saved, ...entryOf(run) },
      revision === 0 ? { isNew: true } : { equals: { revision } },
    );
    return isSaved ? saved : 'conflict';
  }

  async due(beforeEpochMs: number, atMost: number): Promise<BackfillRun[]> {
    const found: BackfillRun[] = [];
    const before = { before: instantSort(beforeEpochMs) };
    for await (const page of this.#table.directory('BACKFILL', before)) {
      const rows = await this.#table.manyReadable(page, backfillRun);
      found.push(...rows.filter(({ lookAtEpochMs }) => lookAtEpochMs !== undefined));
      if (found.length >= atMost) break;
    }
    return found.slice(0, atMost);
  }
}

function entryOf({ lookAtEpochMs }: BackfillRun): DirectoryEntry | Record<string, never> {
  if (lookAtEpochMs === undefined) return {};
  return { directoryKey: 'BACKFILL', directorySort: instantSort(lookAtEpochMs) };
}
