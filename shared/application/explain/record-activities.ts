import type { Activity } from '../../contracts/activity-item.ts';
import { beginOf, isOfRecord } from '../../domain/explain/of-record.ts';
import type { RecordFacts } from '../../domain/explain/record-facts.ts';
import type { Activities } from '../../ports/activities.ts';

type Known = Pick<RecordFacts, 'key' | 'row' | 'link' | 'issue' | 'difference'>;

/** Some 1 MB of the latest, and some 50 kB around each moment of before that of which we know. */
const latestRows = 500;
const latestReads = 2;
const rowsAround = 100;
const momentsAtMost = 4;

/**
 * Activities about one record. The latest of the operator are looked through, and those around the moments
 * that the record itself tells of: its calls, when it came to wait, when somebody edited it. A busy operator
 * has millions, and the record has a handful.
 */
export async function readRecordActivities(
  activities: Activities,
  known: Known,
): Promise<Pick<RecordFacts, 'activities' | 'toldBackTo'>> {
  const { operatorId } = known.key;
  const { beginsAt, moments } = beginOf(known);
  const found = new Map<string, Activity>();
  const take = (some: readonly Activity[]) => {
    for (const one of some)
      if (isOfRecord(one, known, beginsAt)) found.set(`${one.at} ${one.activityId}`, one);
  };
  let after: string | undefined;
  let backTo = '';
  for (let reads = 0; reads < latestReads; reads += 1) {
    const page = await activities.earlier(operatorId, after, latestRows);
    take(page.activities);
    after = page.next;
    backTo = page.activities.at(-1)?.at ?? backTo;
    if (after === undefined || backTo < beginsAt)
      return { activities: [...found.values()], toldBackTo: undefined };
  }
  const before = moments.filter((at) => at < backTo).slice(0, momentsAtMost);
  const pages = await Promise.all(before.map((at) => activities.since(operatorId, at, rowsAround)));
  for (const page of pages) take(page);
  return { activities: [...found.values()], toldBackTo: backTo };
}
