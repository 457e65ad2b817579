import type { DocumentRow } from '../../contracts/document-item.ts';
import type { Target } from '../../contracts/ids.ts';
import { addDays, localDay } from '../../domain/mapping/local-day.ts';
import type { Documents } from '../../ports/documents.ts';

/** Of one month: the largest operators raise some 2,500. */
const rowsAtMost = 10_000;
/** Of the day beside it, of which an hour or half a day may belong to the month. */
const besideAtMost = 1_000;

/**
 * The documents that were raised in a month of the operator's zone, of which those of the day before or
 * after may be too many: two reads, of which the store makes more where a month is large.
 */
export async function monthDocuments(
  documents: Documents,
  of: { operatorId: string; target: Target; month: string; timeZone: string | undefined },
): Promise<DocumentRow[]> {
  const { operatorId, target, month } = of;
  const beside = dayBeside(month, of.timeZone ?? 'UTC');
  const read = async (issued: string, atMost: number) =>
    (await documents.page({ operatorId, target, issued, atMost })).documents;
  const [own, others] = await Promise.all([
    read(month, rowsAtMost),
    beside === undefined ? [] : read(beside, besideAtMost),
  ]);
  return [...own, ...others];
}

/** The day of UTC outside of the month with which the month of the zone begins or ends. */
function dayBeside(month: string, timeZone: string): string | undefined {
  const first = `${month}-01`;
  const before = addDays(first, -1);
  if (localDay(`${before}T23:59:59.999Z`, timeZone) === first) return before;
  if (localDay(`${first}T00:00:00.000Z`, timeZone) === first) return undefined;
  return `${addDays(first, 31).slice(0, 7)}-01`;
}
