import type { Erasure } from '../../ports/operators.ts';
import { keys, operatorPartition } from './keys.ts';
import type { Table } from './table.ts';

/** Deletes in the operator's partition; endpoints and authorizations stand elsewhere. */
export class DynamoErasure implements Erasure {
  readonly #table: Table;

  constructor(parts: { table: Table }) {
    this.#table = parts.table;
  }

  async eraseAllOf(operatorId: string): Promise<number> {
    const tombstone = keys.operator(operatorId).sk;
    let deleted = 0;
    for await (const page of this.#table.keysOf(operatorPartition(operatorId))) {
      const doomed = page.filter(({ sk }) => sk !== tombstone);
      await Promise.all(doomed.map((key) => this.#table.delete(key)));
      deleted += doomed.length;
    }
    return deleted;
  }
}
