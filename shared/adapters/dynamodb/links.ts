import { recordKind, target } from '../../contracts/ids.ts';
import { type Link, type LinkKey, linkItem } from '../../contracts/stored-items.ts';
import type { Links } from '../../ports/links.ts';
import { keys, operatorPartition, prefixes } from './keys.ts';
import type { Table } from './table.ts';

/** Links, each saved as a whole over the revision that was read. */
export class DynamoLinks implements Links {
  readonly #table: Table;

  constructor(parts: { table: Table }) {
    this.#table = parts.table;
  }

  get(key: LinkKey): Promise<Link | undefined> {
    return this.#table.get(keys.link(key), linkItem);
  }

  async save(link: Link): Promise<Link | 'conflict'> {
    const { revision } = link;
    const saved = { ...link, revision: revision + 1 };
    const isSaved = await this.#table.putIf(
      keys.link(link),
      saved,
      revision === 0 ? { isNew: true } : { equals: { revision } },
    );
    return isSaved ? saved : 'conflict';
  }

  /** Reads every link of the operator: for people who look, not for the pipeline. */
  async count(operatorId: string): Promise<Record<string, number>> {
    const counts = await Promise.all(
      recordKind.options.map((kind) => this.#ofKind(operatorId, kind)),
    );
    return Object.fromEntries(recordKind.options.map((kind, index) => [kind, counts[index] ?? 0]));
  }

  async #ofKind(operatorId: string, kind: string): Promise<number> {
    const pk = operatorPartition(operatorId);
    const prefixesOfKind = target.options.map((name) => `${prefixes.link}${name}#${kind}#`);
    const counts = await Promise.all(prefixesOfKind.map((prefix) => this.#table.count(pk, prefix)));
    return counts.reduce((sum, count) => sum + count, 0);
  }
}
