import type { CountsRow } from '../../shared/contracts/counts-item.ts';
import { type RecordKind, recordKind } from '../../shared/contracts/ids.ts';
import type { CountsChange, RecordCounts } from '../../shared/ports/record-counts.ts';
import { Faults } from './faults.ts';

const skewMs = 10_000;

export class InMemoryRecordCounts implements RecordCounts {
  readonly faults = new Faults();
  readonly #rows = new Map<string, CountsRow>();

  async get(operatorId: string): Promise<CountsRow | undefined> {
    this.faults.check('get');
    return structuredClone(this.#rows.get(operatorId));
  }

  async note({ by, ...change }: CountsChange): Promise<void> {
    this.faults.check('note');
    const { operatorId, firstAtEpochMs, isDoubted, nowEpochMs } = change;
    const row = this.#rows.get(operatorId) ?? { operatorId, changes: 0 };
    const doubt = { doubtedAtEpochMs: nowEpochMs };
    const isFenced = (row.countedAtEpochMs ?? 0) > firstAtEpochMs - skewMs;
    if (isFenced || Object.keys(by).length === 0) {
      this.#put({ ...row, ...doubt });
      return;
    }
    const sums = recordKind.options.flatMap((kind) =>
      by[kind] === undefined ? [] : [[kind, (row[kind] ?? 0) + by[kind]]],
    );
    this.#put({
      ...row,
      ...Object.fromEntries(sums),
      ...(isDoubted ? doubt : {}),
      addedAtEpochMs: nowEpochMs,
    });
  }

  async put(
    counted: { operatorId: string; counts: Record<RecordKind, number>; countedAtEpochMs: number },
    read: CountsRow | undefined,
  ): Promise<boolean> {
    this.faults.check('put');
    const { operatorId, counts, countedAtEpochMs } = counted;
    const { changes } = this.#rows.get(operatorId) ?? {};
    if (changes !== read?.changes) return false;
    this.#put({ operatorId, ...counts, countedAtEpochMs, changes: changes ?? 0 });
    return true;
  }

  #put(row: CountsRow): void {
    this.#rows.set(row.operatorId, { ...row, changes: row.changes + 1 });
  }
}
