import type { Target } from '../../shared/contracts/ids.ts';
import type { DueNight, NightWatches } from '../../shared/ports/night-watches.ts';
import { Faults } from './faults.ts';
import { type IndexLag, InMemoryDirectory, noLag } from './in-memory-directory.ts';

export class InMemoryNightWatches implements NightWatches {
  readonly faults = new Faults();
  readonly #rows = new Map<string, DueNight>();
  readonly #directory: InMemoryDirectory;

  constructor(lag: IndexLag = noLag) {
    this.#directory = new InMemoryDirectory('NIGHT_WATCH', lag);
  }

  async ensure(key: { operatorId: string; target: Target }, dueAtEpochMs: number): Promise<void> {
    this.faults.check('ensure');
    const { operatorId, target } = key;
    if (!this.#rows.has(idOf(key))) this.#place({ operatorId, target }, dueAtEpochMs);
  }

  async due(nowEpochMs: number, atMost: number): Promise<DueNight[]> {
    this.faults.check('due');
    return this.#directory
      .search({ before: nowEpochMs + 1 })
      .flatMap((id) => structuredClone(this.#rows.get(id)) ?? [])
      .filter(({ dueAtEpochMs }) => dueAtEpochMs <= nowEpochMs)
      .slice(0, atMost);
  }

  async next({ watch, dueAtEpochMs }: DueNight, nextAtEpochMs: number): Promise<boolean> {
    this.faults.check('next');
    if (this.#rows.get(idOf(watch))?.dueAtEpochMs !== dueAtEpochMs) return false;
    this.#place(watch, nextAtEpochMs);
    return true;
  }

  #place(watch: DueNight['watch'], dueAtEpochMs: number): void {
    this.#rows.set(idOf(watch), { watch: { ...watch }, dueAtEpochMs });
    this.#directory.note(idOf(watch), dueAtEpochMs);
  }
}

function idOf({ operatorId, target }: { operatorId: string; target: Target }): string {
  return `${operatorId} ${target}`;
}
