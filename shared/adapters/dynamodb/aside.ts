import * as z from 'zod/mini';
import { type AsideMark, asideItem, asideMark } from '../../contracts/aside-items.ts';
import { type Connection, connectionItem } from '../../contracts/connection-item.ts';
import { type ChangeMessage, changeMessage } from '../../contracts/messages.ts';
import { isAsideFull, keptAside, keptWholeAtMost } from '../../domain/resting/aside-place.ts';
import type { Aside, AsideChange, AsideKey, LeftChange, WorkedAside } from '../../ports/aside.ts';
import {
  type DirectoryEntry,
  type ItemKey,
  instantSort,
  keys,
  operatorPartition,
  prefixes,
} from './keys.ts';
import type { Table } from './table.ts';

/** Connections and the marks beside them. */
const besideConnections = z.union([connectionItem, asideMark]);
const besidePrefix = 'CONNECTION';

const firstLookAfterMs = 5 * 60_000;

/** Messages aside: each an item of its operator's partition, under one mark for each queue. */
export class DynamoAside implements Aside {
  readonly #table: Table;
  readonly #wholeAtMost: number;

  constructor(parts: { table: Table; wholeAtMost?: number }) {
    this.#table = parts.table;
    this.#wholeAtMost = parts.wholeAtMost ?? keptWholeAtMost;
  }

  async withConnections(
    operatorId: string,
  ): Promise<{ connections: Connection[]; marks: AsideMark[] }> {
    const pk = operatorPartition(operatorId);
    const rows = await this.#table.list({ pk, prefix: besidePrefix, schema: besideConnections });
    return {
      connections: rows.flatMap((row) => ('status' in row ? [row] : [])),
      marks: rows.flatMap((row) => ('status' in row ? [] : [row])),
    };
  }

  mark(key: AsideKey): Promise<AsideMark | undefined> {
    return this.#table.get(markKey(key), asideMark);
  }

  /** The second mark is for whoever emptied the place in between, and took the first one away. */
  async put(key: AsideKey, changes: readonly LeftChange[], atEpochMs: number): Promise<void> {
    await this.note(key, atEpochMs);
    const isFull = isAsideFull((await this.mark(key)) ?? {}, this.#wholeAtMost);
    const rows = changes.map((change) => ({ ...change, ...keptAside(change, isFull) }));
    // Of several at one place the last is kept: written side by side, any of them might be.
    const byPlace = new Map(rows.map((row) => [row.place, row]));
    await Promise.all(
      [...byPlace.values()].map(({ place, sequence, message }) =>
        this.#table.put(keys.aside(key.operatorId, key.queue, place), {
          ...key,
          sequence,
          body: JSON.stringify(message),
        }),
      ),
    );
    await this.#note(key, { atEpochMs, count: rows.length, isFull });
  }

  note(key: AsideKey, atEpochMs: number): Promise<void> {
    return this.#note(key, { atEpochMs, count: 0, isFull: false });
  }

  async first({ operatorId, queue }: AsideKey, atMost: number): Promise<AsideChange[]> {
    const prefix = `${prefixes.aside}${queue}#`;
    const pk = operatorPartition(operatorId);
    const schema = z.extend(asideItem, { sk: z.string() });
    const rows = await this.#table.list({ pk, prefix, schema, atMost });
    return rows.map(({ sk, sequence, body }) => ({
      place: sk.slice(prefix.length),
      sequence,
      message: readable(body),
    }));
  }

  async remove(key: AsideKey, { changes, by, receive, atEpochMs }: WorkedAside): Promise<void> {
    const { operatorId, queue } = key;
    await Promise.all(
      changes.map(({ place, sequence }) =>
        this.#table.deleteIf(keys.aside(operatorId, queue, place), { equals: { sequence } }),
      ),
    );
    const worked = { workedAtEpochMs: atEpochMs, workedBy: by, workedReceive: receive };
    await this.#table.updateIf(
      markKey(key),
      { set: worked, add: { count: -changes.length } },
      { equals: { operatorId } },
    );
  }

  async close({ revision, count, ...mark }: AsideMark): Promise<boolean> {
    const key = markKey(mark);
    // With the count: of a mark that was taken away and set again meanwhile the revision begins anew.
    const equals = { revision, ...(count === undefined ? {} : { count }) };
    if (await this.#table.deleteIf(key, { equals })) return true;
    return (await this.#table.get(key, asideMark)) === undefined;
  }

  async due(beforeEpochMs: number, atMost: number): Promise<AsideMark[]> {
    const found: AsideMark[] = [];
    const before = { before: instantSort(beforeEpochMs) };
    for await (const page of this.#table.directory('ASIDE', before)) {
      found.push(...(await this.#table.manyReadable(page, asideMark)));
      if (found.length >= atMost) break;
    }
    return found.slice(0, atMost);
  }

  async lookNext(
    key: AsideKey,
    atEpochMs: number,
    found?: { isAskedFor: boolean; atEpochMs: number },
  ): Promise<void> {
    const change = { set: { directorySort: instantSort(atEpochMs) }, ...askedSince(found) };
    const { operatorId } = key;
    await this.#table.updateIf(markKey(key), change, { equals: { operatorId } });
  }

  async #note(
    key: AsideKey,
    { atEpochMs, count, isFull }: { atEpochMs: number; count: number; isFull: boolean },
  ): Promise<void> {
    const { operatorId, queue } = key;
    const entry: DirectoryEntry = {
      directoryKey: 'ASIDE',
      directorySort: instantSort(atEpochMs + firstLookAfterMs),
    };
    await this.#table.update(markKey(key), {
      set: { operatorId, queue, ...(isFull ? { isFull } : {}) },
      setOnce: { sinceEpochMs: atEpochMs, ...entry },
      add: { revision: 1, count },
    });
  }
}

function askedSince(found: { isAskedFor: boolean; atEpochMs: number } | undefined) {
  if (found === undefined) return {};
  return found.isAskedFor
    ? { setOnce: { askedSinceEpochMs: found.atEpochMs } }
    : { remove: ['askedSinceEpochMs'] };
}

function markKey({ operatorId, queue }: AsideKey): ItemKey {
  return keys.asideMark(operatorId, queue);
}

function readable(body: string): ChangeMessage | undefined {
  const parsed = z.safeParse(changeMessage, jsonOf(body));
  return parsed.success ? parsed.data : undefined;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Recovery: told to the caller as a change that this version cannot read.
    return undefined;
  }
}
