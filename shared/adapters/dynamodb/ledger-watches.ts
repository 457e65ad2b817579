import * as z from 'zod/mini';
import type { Target } from '../../contracts/ids.ts';
import { type LedgerWatch, ledgerWatchItem } from '../../contracts/ledger-watch-item.ts';
import type { DueLedgerWatch, LedgerWatches } from '../../ports/ledger-watches.ts';
import { dueRows } from './due-rows.ts';
import { type DirectoryEntry, instantSort, keys } from './keys.ts';
import type { Table } from './table.ts';

/** With its place in the directory; the index may show another one for a moment. */
const watchedItem = z.extend(ledgerWatchItem, { directorySort: z.optional(z.string()) });

/** One row per operator and target, in the directory by when to look next. */
export class DynamoLedgerWatches implements LedgerWatches {
  readonly #table: Table;

  constructor(parts: { table: Table }) {
    this.#table = parts.table;
  }

  async ensure(watch: LedgerWatch, dueAtEpochMs: number): Promise<void> {
    await this.#table.putIf(keyOf(watch), { ...watch, ...dueAt(dueAtEpochMs) }, { isNew: true });
  }

  async lookBy(key: { operatorId: string; target: Target }, atEpochMs: number): Promise<void> {
    const { operatorId, target } = key;
    const row = await this.#table.get(keyOf(key), watchedItem);
    // Most of what a ledger tells finds a look that is due already, and a read costs least.
    if (row === undefined || (row.directorySort ?? '~') <= instantSort(atEpochMs)) return;
    await this.#table.updateIf(
      keyOf(key),
      { set: { ...dueAt(atEpochMs) } },
      {
        equals: { operatorId, target },
        absentOrAbove: { directorySort: instantSort(atEpochMs) },
      },
    );
  }

  async due(nowEpochMs: number, atMost: number): Promise<DueLedgerWatch[]> {
    const listed = { directoryKey: 'LEDGER_WATCH', schema: watchedItem };
    const rows = await dueRows(this.#table, listed, { nowEpochMs, atMost });
    return rows.map(({ directorySort, ...watch }) => ({
      watch,
      dueAtEpochMs: Number(directorySort),
    }));
  }

  async lookNext(
    watch: LedgerWatch,
    dueAtEpochMs: number,
    nextAtEpochMs: number | undefined,
  ): Promise<boolean> {
    const { accountId, sinceEpochMs } = watch;
    const looked = { accountId, sinceEpochMs };
    const isPlaced = await this.#table.updateIf(
      keyOf(watch),
      nextAtEpochMs === undefined
        ? { set: looked, remove: ['directoryKey', 'directorySort'] }
        : { set: { ...looked, ...dueAt(nextAtEpochMs) } },
      { equals: { directorySort: instantSort(dueAtEpochMs) } },
    );
    if (isPlaced) return true;
    // What was looked through need not be again, whenever the next look is.
    const { operatorId } = watch;
    await this.#table.updateIf(keyOf(watch), { set: looked }, { equals: { operatorId } });
    return false;
  }
}

function keyOf({ operatorId, target }: { operatorId: string; target: Target }) {
  return keys.ledgerWatch(operatorId, target);
}

function dueAt(atEpochMs: number): DirectoryEntry {
  return { directoryKey: 'LEDGER_WATCH', directorySort: instantSort(atEpochMs) };
}
