import { type Difference, differenceItem } from '../../contracts/difference-item.ts';
import type { LinkKey } from '../../contracts/link-item.ts';
import type { DifferencePage, Differences } from '../../ports/differences.ts';
import { keys, operatorPartition, prefixes } from './keys.ts';
import { listPage } from './list-page.ts';
import type { Table } from './table.ts';

/** Differences, at most one per record and target, in the operator's partition. */
export class DynamoDifferences implements Differences {
  readonly #table: Table;

  constructor(parts: { table: Table }) {
    this.#table = parts.table;
  }

  get(key: LinkKey): Promise<Difference | undefined> {
    return this.#table.get(keys.difference(key), differenceItem);
  }

  put(difference: Difference): Promise<void> {
    return this.#table.put(keys.difference(difference), difference);
  }

  remove(key: LinkKey): Promise<void> {
    return this.#table.delete(keys.difference(key));
  }

  accept(
    key: LinkKey,
    standing: string,
    accepted: NonNullable<Difference['accepted']>,
  ): Promise<boolean> {
    return this.#table.updateIf(
      keys.difference(key),
      { set: { accepted } },
      { equals: { standing } },
    );
  }

  async page(
    operatorId: string,
    after: string | undefined,
    atMost: number,
  ): Promise<DifferencePage> {
    const pk = operatorPartition(operatorId);
    const query = { pk, prefix: prefixes.difference, schema: differenceItem, after, atMost };
    const { found, next } = await listPage(this.#table, query, keys.difference);
    return { differences: found, next };
  }
}
