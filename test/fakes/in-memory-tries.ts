import type { TriesRow } from '../../shared/contracts/tries-item.ts';
import type { Tries } from '../../shared/ports/tries.ts';
import { Faults } from './faults.ts';

export class InMemoryTries implements Tries {
  readonly faults = new Faults();
  readonly #rows = new Map<string, TriesRow>();

  /** Every row as it stands now. */
  all(): TriesRow[] {
    return structuredClone([...this.#rows.values()]);
  }

  async get(operatorId: string, queue: string): Promise<TriesRow | undefined> {
    this.faults.check('get');
    return structuredClone(this.#rows.get(`${operatorId} ${queue}`));
  }

  async save(row: TriesRow): Promise<TriesRow | 'conflict'> {
    this.faults.check('save');
    const key = `${row.operatorId} ${row.queue}`;
    if ((this.#rows.get(key)?.revision ?? 0) !== row.revision) return 'conflict';
    const saved = { ...structuredClone(row), revision: row.revision + 1 };
    this.#rows.set(key, structuredClone(saved));
    return saved;
  }
}
