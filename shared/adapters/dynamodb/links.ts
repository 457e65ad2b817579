import * as z from 'zod/mini';
import { type RecordKind, recordKind, target } from '../../contracts/ids.ts';
import type { Link, LinkKey } from '../../contracts/link-item.ts';
import type { StoredForms } from '../../contracts/stored-forms.ts';
import { noRecords } from '../../domain/counts/kind-counts.ts';
import { takesKind } from '../../domain/intake/takes-kind.ts';
import { holderMark } from '../../domain/links/holder.ts';
import { shardOf } from '../../domain/sweep/shard-of.ts';
import { owingShards } from '../../domain/write-back/owing-shards.ts';
import type { Clock } from '../../ports/clock.ts';
import type { LinkDebts, Links, OwingLink, OwingPage, OwingPlace } from '../../ports/links.ts';
import { type ItemKey, instantSort, keys, operatorPartition, prefixes } from './keys.ts';
import {
  directoryKeyOf,
  linkRow,
  linkRowKey,
  shortRowKey,
  storedAsBefore,
  storedNow,
} from './link-row.ts';
import type { Table } from './table.ts';

/** What the status page needs of a link that owes. */
const debtFields = z.object({ directorySort: z.string() });

const debtsAPage = 1_000;
/** Debts of a shard, of whomever: a page of an operator that waits behind more is dearer. */
const debtsLookedThrough = 5_000;

interface LinksParts {
  table: Table;
  clock: Clock;
  forms: StoredForms;
  debtsLookedThrough?: number;
}

/**
 * Links, each saved as a whole over the revision that was read. While they owe anything they are in the
 * directory by the age of that.
 */
export class DynamoLinks implements Links {
  readonly #table: Table;
  readonly #clock: Clock;
  readonly #forms: StoredForms;
  readonly #debtsLookedThrough: number;

  constructor(parts: LinksParts) {
    this.#table = parts.table;
    this.#clock = parts.clock;
    this.#forms = parts.forms;
    this.#debtsLookedThrough = parts.debtsLookedThrough ?? debtsLookedThrough;
  }

  get(key: LinkKey): Promise<Link | undefined> {
    return this.#table.get(keys.link(key), linkRow);
  }

  getMany(wanted: LinkKey[]): Promise<Array<Link | undefined>> {
    return this.#table.getMany(wanted.map(keys.link), linkRow);
  }

  async save(link: Link): Promise<Link | 'conflict'> {
    const { revision } = link;
    const stored = this.#forms === 'former' ? storedAsBefore : storedNow;
    const { saved, row } = stored({ ...link, revision: revision + 1 }, this.#clock.nowEpochMs());
    const isSaved = await this.#table.putIf(
      keys.link(link),
      row,
      revision === 0 ? { isNew: true } : { equals: { revision } },
    );
    return isSaved ? saved : 'conflict';
  }

  async owing({
    shard,
    fromEpochMs,
    beforeEpochMs,
    after,
    atMost,
  }: OwingPlace): Promise<OwingPage> {
    const span = { from: instantSort(fromEpochMs), before: instantSort(beforeEpochMs) };
    const place = { span, after: after?.entry, atMost };
    const { entries, next } = await this.#table.directoryPage(directoryKeyOf(shard), place);
    const links = entries
      .flatMap(({ key, sort }) => owingLink(key, Number(sort)))
      // The bounds of the search are inclusive.
      .filter(({ sinceEpochMs }) => sinceEpochMs < beforeEpochMs);
    if (next === undefined) return { links, next };
    return { links, next: { sinceEpochMs: Number(entries.at(-1)?.sort), entry: next } };
  }

  placeAsBefore({ sinceEpochMs: _since, ...key }: OwingLink): Promise<boolean> {
    const entry = { directoryKey: directoryKeyOf('former') };
    const held = { directoryKey: directoryKeyOf(shardOf(key.operatorId, owingShards)) };
    return this.#table.updateIf(keys.link(key), { set: entry }, { equals: held });
  }

  unreadBefore(): AsyncGenerator<LinkKey[]> {
    return this.#table.scanPages({ attribute: 'sk', with: prefixes.link }, shortRowKey);
  }

  owingOf(operatorId: string, atMost: number): Promise<LinkKey[]> {
    const pk = operatorPartition(operatorId);
    const query = { pk, prefix: prefixes.link, schema: linkRowKey, atMost };
    return this.#table.listHaving(query, 'directorySort');
  }

  /** From the index where that suffices: the table itself is read link by link, paid ones included. */
  async debts(operatorId: string, countAtMost: number): Promise<LinkDebts> {
    const since =
      (await this.#owingInIndex(operatorId, countAtMost + 1)) ??
      (await this.#owingInTable(operatorId, countAtMost + 1));
    const counted = since.slice(0, countAtMost);
    return {
      count: counted.length,
      isMore: since.length > countAtMost,
      oldestEpochMs: counted.length === 0 ? undefined : Math.min(...counted),
    };
  }

  /** Since when so many links owe; undefined: others owe so much that its own may be behind them. */
  async #owingInIndex(operatorId: string, atMost: number): Promise<number[] | undefined> {
    const pk = operatorPartition(operatorId);
    const since: number[] = [];
    for (const shard of ['former', shardOf(operatorId, owingShards)] as const) {
      let after: string | undefined;
      let lookedThrough = 0;
      do {
        const place = { after, atMost: Math.min(debtsAPage, this.#debtsLookedThrough) };
        const page = await this.#table.directoryPage(directoryKeyOf(shard), place);
        for (const { key, sort } of page.entries) if (key.pk === pk) since.push(Number(sort));
        if (since.length >= atMost) return since;
        lookedThrough += page.entries.length;
        after = page.next;
      } while (after !== undefined && lookedThrough < this.#debtsLookedThrough);
      if (after !== undefined) return undefined;
    }
    return since;
  }

  async #owingInTable(operatorId: string, atMost: number): Promise<number[]> {
    const pk = operatorPartition(operatorId);
    const query = { pk, prefix: prefixes.link, schema: debtFields, atMost };
    const found = await this.#table.listHaving(query, 'directorySort');
    return found.map(({ directorySort }) => Number(directorySort));
  }

  async count(operatorId: string): Promise<Record<RecordKind, number>> {
    const counts = { ...noRecords };
    await Promise.all(
      recordKind.options.map(async (kind) => {
        counts[kind] = await this.#ofKind(operatorId, kind);
      }),
    );
    return counts;
  }

  async #ofKind(operatorId: string, kind: RecordKind): Promise<number> {
    const pk = operatorPartition(operatorId);
    const takers = target.options.filter((name) => takesKind(name, kind));
    const prefixesOfKind = takers.map((name) => `${prefixes.link}${name}#${kind}#`);
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

/** Its key says which link it is. */
function owingLink(key: ItemKey, sinceEpochMs: number): OwingLink[] {
  const parsed = z.safeParse(linkRowKey, key);
  return parsed.success ? [{ ...parsed.data, sinceEpochMs }] : [];
}
