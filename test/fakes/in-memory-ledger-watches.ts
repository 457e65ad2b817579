import type { Target } from '../../shared/contracts/ids.ts';
import type { LedgerWatch } from '../../shared/contracts/ledger-watch-item.ts';
import type { DueLedgerWatch, LedgerWatches } from '../../shared/ports/ledger-watches.ts';
import { Faults } from './faults.ts';
import { type IndexLag, InMemoryDirectory, noLag } from './in-memory-directory.ts';

export class InMemoryLedgerWatches implements LedgerWatches {
  readonly faults = new Faults();
  readonly #rows = new Map<string, LedgerWatch>();
  readonly #due = new Map<string, number>();
  readonly #directory: InMemoryDirectory;

  constructor(lag: IndexLag = noLag) {
    this.#directory = new InMemoryDirectory('LEDGER_WATCH', lag);
  }

  async ensure(watch: LedgerWatch, dueAtEpochMs: number): Promise<void> {
    this.faults.check('ensure');
    if (this.#rows.has(idOf(watch))) return;
    this.#rows.set(idOf(watch), structuredClone(watch));
    this.#place(idOf(watch), dueAtEpochMs);
  }

  async lookBy(key: { operatorId: string; target: Target }, atEpochMs: number): Promise<void> {
    this.faults.check('lookBy');
    const id = idOf(key);
    const dueAtEpochMs = this.#due.get(id) ?? Number.POSITIVE_INFINITY;
    if (this.#rows.has(id) && dueAtEpochMs > atEpochMs) this.#place(id, atEpochMs);
  }

  async due(nowEpochMs: number, atMost: number): Promise<DueLedgerWatch[]> {
    this.faults.check('due');
    return this.#directory
      .search({ before: nowEpochMs + 1 })
      .flatMap((id) => {
        const watch = this.#rows.get(id);
        const dueAtEpochMs = this.#due.get(id);
        if (watch === undefined || dueAtEpochMs === undefined || dueAtEpochMs > nowEpochMs)
          return [];
        return [{ watch: structuredClone(watch), dueAtEpochMs }];
      })
      .slice(0, atMost);
  }

  async lookNext(
    watch: LedgerWatch,
    dueAtEpochMs: number,
    nextAtEpochMs: number | undefined,
  ): Promise<boolean> {
    this.faults.check('lookNext');
    const row = this.#rows.get(idOf(watch));
    if (row === undefined) return false;
    this.#rows.set(idOf(watch), structuredClone(watch));
    if (this.#due.get(idOf(watch)) !== dueAtEpochMs) return false;
    this.#place(idOf(watch), nextAtEpochMs);
    return true;
  }

  #place(id: string, atEpochMs: number | undefined): void {
    if (atEpochMs === undefined) this.#due.delete(id);
    else this.#due.set(id, atEpochMs);
    this.#directory.note(id, atEpochMs);
  }
}

function idOf({ operatorId, target }: { operatorId: string; target: Target }): string {
  return `${operatorId} ${target}`;
}
