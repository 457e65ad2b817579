import { type TriesRow, triesItem } from '../../contracts/tries-item.ts';
import type { Tries } from '../../ports/tries.ts';
import { keys } from './keys.ts';
import type { Table } from './table.ts';

/** Tries of the messages under way, saved as a whole over the revision that was read. */
export class DynamoTries implements Tries {
  readonly #table: Table;

  constructor(parts: { table: Table }) {
    this.#table = parts.table;
  }

  get(operatorId: string, queue: string): Promise<TriesRow | undefined> {
    return this.#table.get(keys.tries(operatorId, queue), triesItem);
  }

  async save(row: TriesRow): Promise<TriesRow | 'conflict'> {
    const { revision } = row;
    const saved = { ...row, revision: revision + 1 };
    const isSaved = await this.#table.putIf(
      keys.tries(row.operatorId, row.queue),
      saved,
      revision === 0 ? { isNew: true } : { equals: { revision } },
    );
    return isSaved ? saved : 'conflict';
  }
}
