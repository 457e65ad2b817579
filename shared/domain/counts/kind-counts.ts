import type { CountsRow } from '../../contracts/counts-item.ts';
import { type RecordKind, recordKind } from '../../contracts/ids.ts';

/** How many records of each kind. */
export type KindCounts = Record<RecordKind, number>;

/** None of any kind. */
export const noRecords: Readonly<KindCounts> = {
  ...{ contact: 0, invoice: 0, credit_note: 0 },
  ...{ deal: 0, order: 0, tenancy: 0 },
};

/** The figures of a row that is kept; undefined: all links have to be counted once. */
export function keptCounts(row: CountsRow | undefined): KindCounts | undefined {
  if (row?.countedAtEpochMs === undefined) return undefined;
  const counts = { ...noRecords };
  // Until a doubt is settled a figure may be off, but no record stands less than not at all.
  for (const kind of recordKind.options) counts[kind] = Math.max(0, row[kind] ?? 0);
  return counts;
}

/** So few are counted while somebody waits for the page: some hundred read units. */
const countedAtSight = 1_000;

/**
 * Whether a figure in doubt is to be settled at once. What is posted within seconds of the first look,
 * as on the day of connecting, is in doubt; a person would see too few until the next day.
 */
export function isSettledAtSight(row: CountsRow | undefined): boolean {
  const counts = keptCounts(row);
  if (counts === undefined || row?.doubtedAtEpochMs === undefined) return false;
  return recordKind.options.reduce((sum, kind) => sum + counts[kind], 0) <= countedAtSight;
}

/** What no doubt tells of, such as an addition that reached the table twice, is gone after so long. */
const trustedForMs = 30 * 24 * 3_600_000;

/** Whether all links are to be counted anew. What nobody has looked at yet is not counted. */
export function isRecountDue(row: CountsRow | undefined, nowEpochMs: number): boolean {
  if (row?.countedAtEpochMs === undefined) return false;
  if (row.doubtedAtEpochMs !== undefined) return true;
  const isChanged = (row.addedAtEpochMs ?? 0) > row.countedAtEpochMs;
  return isChanged && nowEpochMs - row.countedAtEpochMs > trustedForMs;
}
