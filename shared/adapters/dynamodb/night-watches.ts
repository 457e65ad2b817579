import * as z from 'zod/mini';
import type { Target } from '../../contracts/ids.ts';
import { nightWatchItem } from '../../contracts/night-item.ts';
import type { DueNight, NightWatches } from '../../ports/night-watches.ts';
import { dueRows } from './due-rows.ts';
import { type DirectoryEntry, instantSort, keys } from './keys.ts';
import type { Table } from './table.ts';

/** With its place in the directory; the index may show another one for a moment. */
const watchedItem = z.extend(nightWatchItem, { directorySort: z.optional(z.string()) });

/** One row per operator and target, in the directory by when its next night is due. */
export class DynamoNightWatches implements NightWatches {
  readonly #table: Table;

  constructor(parts: { table: Table }) {
    this.#table = parts.table;
  }

  async ensure(key: { operatorId: string; target: Target }, dueAtEpochMs: number): Promise<void> {
    const { operatorId, target } = key;
    const row = { operatorId, target, ...dueAt(dueAtEpochMs) };
    await this.#table.putIf(keys.nightWatch(operatorId, target), row, { isNew: true });
  }

  async due(nowEpochMs: number, atMost: number): Promise<DueNight[]> {
    const listed = { directoryKey: 'NIGHT_WATCH', schema: watchedItem };
    const rows = await dueRows(this.#table, listed, { nowEpochMs, atMost });
    return rows.map(({ operatorId, target, directorySort }) => ({
      watch: { operatorId, target },
      dueAtEpochMs: Number(directorySort),
    }));
  }

  next({ watch, dueAtEpochMs }: DueNight, nextAtEpochMs: number): Promise<boolean> {
    return this.#table.updateIf(
      keys.nightWatch(watch.operatorId, watch.target),
      { set: { ...dueAt(nextAtEpochMs) } },
      { equals: { directorySort: instantSort(dueAtEpochMs) } },
    );
  }
}

function dueAt(atEpochMs: number): DirectoryEntry {
  return { directoryKey: 'NIGHT_WATCH', directorySort: instantSort(atEpochMs) };
}
