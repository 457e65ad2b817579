import * as z from 'zod/mini';
import { type MailWatch, mailWatchItem } from '../../contracts/mail-item.ts';
import type { MailWatches } from '../../ports/people-store.ts';
import { dueRows } from './due-rows.ts';
import { type DirectoryEntry, instantSort, keys } from './keys.ts';
import type { Table } from './table.ts';

/** With its place in the directory; the index may show another one for a moment. */
const watchedItem = z.extend(mailWatchItem, { directorySort: z.optional(z.string()) });

/** One row per operator with people, in the directory by when to look whether to write to them. */
export class DynamoMailWatches implements MailWatches {
  readonly #table: Table;

  constructor(parts: { table: Table }) {
    this.#table = parts.table;
  }

  get(operatorId: string): Promise<MailWatch | undefined> {
    return this.#table.get(keys.mailWatch(operatorId), mailWatchItem);
  }

  lookNow(operatorId: string, nowEpochMs: number): Promise<void> {
    return this.#table.update(keys.mailWatch(operatorId), {
      set: { operatorId, ...dueAt(nowEpochMs) },
    });
  }

  async due(
    nowEpochMs: number,
    atMost: number,
  ): Promise<Array<{ watch: MailWatch; dueAtEpochMs: number }>> {
    const listed = { directoryKey: 'MAIL_WATCH', schema: watchedItem };
    const rows = await dueRows(this.#table, listed, { nowEpochMs, atMost });
    return rows.map(({ directorySort, ...watch }) => ({
      watch,
      dueAtEpochMs: Number(directorySort),
    }));
  }

  lookNext(
    watch: MailWatch,
    dueAtEpochMs: number,
    nextAtEpochMs: number | undefined,
  ): Promise<boolean> {
    const { operatorId, digestDay } = watch;
    const day = { digestDay };
    return this.#table.updateIf(
      keys.mailWatch(operatorId),
      nextAtEpochMs === undefined
        ? { set: day, remove: ['directoryKey', 'directorySort'] }
        : { set: { ...day, ...dueAt(nextAtEpochMs) } },
      { equals: { directorySort: instantSort(dueAtEpochMs) } },
    );
  }
}

function dueAt(atEpochMs: number): DirectoryEntry {
  return { directoryKey: 'MAIL_WATCH', directorySort: instantSort(atEpochMs) };
}
