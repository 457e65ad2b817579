import * as z from 'zod/mini';
import { type Operator, operatorItem } from '../../contracts/operator-item.ts';
import type { Operators } from '../../ports/operators.ts';
import { type DirectoryEntry, instantSort, keys } from './keys.ts';
import type { Table } from './table.ts';

/** With its place in the directory, which the index may not show yet. */
const listedItem = z.extend(operatorItem, { directoryKey: z.optional(z.string()) });

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
    const found = await this.#listed('OPERATOR');
    return found.filter(({ removal }) => removal === undefined);
  }

  async beginRemoval(
    operatorId: string,
    removal: { since: string; actor: string },
  ): Promise<boolean> {
    const entry: DirectoryEntry = {
      directoryKey: 'REMOVAL',
      directorySort: instantSort(Date.parse(removal.since)),
    };
    const key = keys.operator(operatorId);
    const stored = await this.get(operatorId);
    if (stored === undefined || stored.removal !== undefined) return stored !== undefined;
    // Two at once set the same fields: the later one only moves the instant.
    return this.#table.updateIf(key, { set: { removal, ...entry } }, { equals: { operatorId } });
  }

  async noteErased(operatorId: string, erasedAt: string): Promise<void> {
    const stored = await this.get(operatorId);
    if (stored?.removal === undefined || stored.removal.erasedAt !== undefined) return;
    const removal = { ...stored.removal, erasedAt };
    const condition = { equals: { operatorId } };
    await this.#table.updateIf(
      keys.operator(operatorId),
      { set: { name: '', removal } },
      condition,
    );
  }

  async closeRemoval(operatorId: string): Promise<void> {
    const change = { remove: ['directoryKey', 'directorySort'] };
    await this.#table.updateIf(keys.operator(operatorId), change, { equals: { operatorId } });
  }

  async noteTried(operatorId: string, atEpochMs: number): Promise<void> {
    const change = { set: { directorySort: instantSort(atEpochMs) } };
    const condition = { equals: { directoryKey: 'REMOVAL' } };
    await this.#table.updateIf(keys.operator(operatorId), change, condition);
  }

  async removals(): Promise<Operator[]> {
    const found = await this.#listed('REMOVAL');
    return found.filter(({ removal }) => removal !== undefined);
  }

  async #listed(directoryKey: DirectoryEntry['directoryKey']): Promise<Operator[]> {
    const found: Operator[] = [];
    for await (const page of this.#table.directory(directoryKey)) {
      const rows = await Promise.all(page.map((key) => this.#table.getReadable(key, listedItem)));
      for (const row of rows) {
        if (row?.directoryKey !== directoryKey) continue;
        const { directoryKey: _place, ...operator } = row;
        found.push(operator);
      }
    }
    return found;
  }
}
