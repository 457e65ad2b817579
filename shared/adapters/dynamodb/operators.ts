import { type Operator, operatorItem } from '../../contracts/stored-items.ts';
import type { Operators } from '../../ports/operators.ts';
import { type DirectoryEntry, keys } from './keys.ts';
import type { Table } from './table.ts';

/** Operators, each in its own partition and all in the directory. */
export class DynamoOperators implements Operators {
  readonly #table: Table;

  constructor(parts: { table: Table }) {
    this.#table = parts.table;
  }

  get(operatorId: string): Promise<Operator | undefined> {
    return this.#table.get(keys.operator(operatorId), operatorItem);
  }

  add(operator: Operator): Promise<boolean> {
    const entry: DirectoryEntry = {
      directoryKey: 'OPERATOR',
      directorySort: operator.operatorId,
    };
    const key = keys.operator(operator.operatorId);
    return this.#table.putIf(key, { ...operator, ...entry }, { isNew: true });
  }

  /** By operator id. A new operator may be missing for a moment: the index lags. */
  async list(): Promise<Operator[]> {
    const found: Operator[] = [];
    for await (const page of this.#table.directory('OPERATOR')) {
      const rows = await Promise.all(page.map((key) => this.#table.get(key, operatorItem)));
      found.push(...rows.filter((row) => row !== undefined));
    }
    return found;
  }
}
