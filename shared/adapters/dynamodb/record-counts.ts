import { type CountsRow, countsItem } from '../../contracts/counts-item.ts';
import type { RecordKind } from '../../contracts/ids.ts';
import type { CountsChange, RecordCounts } from '../../ports/record-counts.ts';
import { keys } from './keys.ts';
import type { Table } from './table.ts';

/** Clocks of two processes differ by less. */
const skewMs = 10_000;

/** How many records stand in the targets: one item per operator. */
export class DynamoRecordCounts implements RecordCounts {
  readonly #table: Table;

  constructor(parts: { table: Table }) {
    this.#table = parts.table;
  }

  get(operatorId: string): Promise<CountsRow | undefined> {
    return this.#table.get(keys.counts(operatorId), countsItem);
  }

  async note({ by, ...change }: CountsChange): Promise<void> {
    const { operatorId, firstAtEpochMs, isDoubted, nowEpochMs } = change;
    const key = keys.counts(operatorId);
    const doubt = { operatorId, doubtedAtEpochMs: nowEpochMs };
    const isAdded =
      Object.keys(by).length > 0 &&
      (await this.#table.updateIf(
        key,
        {
          set: { ...(isDoubted ? doubt : { operatorId }), addedAtEpochMs: nowEpochMs },
          add: { ...by, changes: 1 },
        },
        { isOnce: true, absentOrAtMost: { countedAtEpochMs: firstAtEpochMs - skewMs } },
      ));
    if (!isAdded) await this.#table.update(key, { set: doubt, add: { changes: 1 } });
  }

  put(
    counted: { operatorId: string; counts: Record<RecordKind, number>; countedAtEpochMs: number },
    read: CountsRow | undefined,
  ): Promise<boolean> {
    const { operatorId, counts, countedAtEpochMs } = counted;
    const { changes = 0 } = read ?? {};
    return this.#table.putIf(
      keys.counts(operatorId),
      { operatorId, ...counts, countedAtEpochMs, changes: changes + 1 },
      read === undefined ? { isNew: true } : { equals: { changes } },
    );
  }
}
