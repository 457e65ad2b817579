import * as z from 'zod/mini';
import { type RecordKind, recordKind, target } from '../../contracts/ids.ts';
import { type Link, type LinkKey, linkItem } from '../../contracts/link-item.ts';
import { holderMark } from '../../domain/links/holder.ts';
import type { Clock } from '../../ports/clock.ts';
import type { LinkDebts, Links, OwingLink } from '../../ports/links.ts';
import { type DirectoryEntry, instantSort, keys, operatorPartition, prefixes } from './keys.ts';
import type { Table } from './table.ts';

/** What the search for debts needs of a link; without the sort it has paid meanwhile. */
const owingFields = z.object({
  operatorId: z.string(),
  target,
  kind: recordKind,
  sourceId: z.string(),
  directorySort: z.optional(z.string()),
});

/**
 * Links, each saved as a whole over the revision that was read. While they owe the source something
 * they are in the directory by the instant of their last save.
 */
export class DynamoLinks implements Links {
  readonly #table: Table;
  readonly #clock: Clock;

  constructor(parts: { table: Table; clock: Clock }) {
    this.#table = parts.table;
    this.#clock = parts.clock;
  }

  get(key: LinkKey): Promise<Link | undefined> {
    return this.#table.get(keys.link(key), linkItem);
  }

  getMany(wanted: LinkKey[]): Promise<Array<Link | undefined>> {
    return this.#table.getMany(wanted.map(keys.link), linkItem);
  }

  async save(link: Link): Promise<Link | 'conflict'> {
    const { revision } = link;
    const saved = { ...link, revision: revision + 1 };
    const isSaved = await this.#table.putIf(
      keys.link(link),
      { ...saved, ...this.#entryOf(link) },
      revision === 0 ? { isNew: true } : { equals: { revision } },
    );
    return isSaved ? saved : 'conflict';
  }

  async owing(span: {
    fromEpochMs: number;
    beforeEpochMs: number;
    atMost: number;
  }): Promise<OwingLink[]> {
    const found: OwingLink[] = [];
    const sorts = { from: instantSort(span.fromEpochMs), before: instantSort(span.beforeEpochMs) };
    for await (const page of this.#table.directory('OWED', sorts)) {
      const rows = await Promise.all(page.map((key) => this.#table.getReadable(key, owingFields)));
      found.push(...rows.flatMap((row) => (row === undefined ? [] : owingLink(row, span))));
      if (found.length >= span.atMost) break;
    }
    return found.slice(0, span.atMost);
  }

  #entryOf(link: Link): DirectoryEntry | Record<string, never> {
    if (link.owed.length === 0) return {};
    return { directoryKey: 'OWED', directorySort: instantSort(this.#clock.nowEpochMs()) };
  }

  async owingOf(operatorId: string, atMost: number): Promise<LinkKey[]> {
    const found = await this.#owingOf(operatorId, atMost);
    return found.map(({ directorySort: _sort, ...key }) => key);
  }

  #owingOf(operatorId: string, atMost: number) {
    const pk = operatorPartition(operatorId);
    const query = { pk, prefix: prefixes.link, schema: owingFields, atMost };
    return this.#table.listHaving(query, 'directorySort');
  }

  async debts(operatorId: string, countAtMost: number): Promise<LinkDebts> {
    const found = await this.#owingOf(operatorId, countAtMost + 1);
    const counted = found.slice(0, countAtMost);
    const savedAt = counted.map(({ directorySort }) => Number(directorySort));
    return {
      count: counted.length,
      isMore: found.length > countAtMost,
      oldestEpochMs: savedAt.length === 0 ? undefined : Math.min(...savedAt),
    };
  }

  async count(operatorId: string): Promise<Record<RecordKind, number>> {
    const [contact, invoice, credit_note] = await Promise.all([
      this.#ofKind(operatorId, 'contact'),
      this.#ofKind(operatorId, 'invoice'),
      this.#ofKind(operatorId, 'credit_note'),
    ]);
    return { contact, invoice, credit_note };
  }

  async #ofKind(operatorId: string, kind: RecordKind): Promise<number> {
    const pk = operatorPartition(operatorId);
    const prefixesOfKind = target.options.map((name) => `${prefixes.link}${name}#${kind}#`);
    const countOf = (prefix: string) => this.#table.count(pk, prefix, 'targetId');
    const counts = await Promise.all(
      // Links the other way round are no records.
      prefixesOfKind.map(
        async (prefix) => (await countOf(prefix)) - (await countOf(`${prefix}${holderMark}`)),
      ),
    );
    return counts.reduce((sum, count) => sum + count, 0);
  }
}

/** The index lags: what was saved meanwhile is paid, or not due yet. */
function owingLink(
  row: z.infer<typeof owingFields>,
  span: { fromEpochMs: number; beforeEpochMs: number },
): OwingLink[] {
  const { directorySort, ...key } = row;
  if (directorySort === undefined) return [];
  const savedAtEpochMs = Number(directorySort);
  const isInside = savedAtEpochMs >= span.fromEpochMs && savedAtEpochMs < span.beforeEpochMs;
  return isInside ? [{ ...key, savedAtEpochMs }] : [];
}
