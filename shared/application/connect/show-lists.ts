import type { Activity } from '../../contracts/activity-item.ts';
import { isRoutine } from '../../domain/portal/routine-activity.ts';
import type { Activities, ActivityPage } from '../../ports/activities.ts';

/** One may tell of a call with 50 records, so a page begins with few; then they may be renewals. */
const firstRows = 10;
const secondRows = 40;
const laterRows = 500;
/** Enough for a screen or two. */
const shownAtLeast = 25;
/** Read and not shown: three weeks of renewals of a quiet operator, where a version before noted each. */
const rowsAtMost = 2_000;

/** What happened, newest first, from behind an earlier page on. */
export function loadActivities(
  activities: Activities,
  operatorId: string,
  after: string | undefined,
): Promise<ActivityPage> {
  return readShown(activities, operatorId, { after, atLeast: shownAtLeast });
}

/** The latest that is not routine. */
export async function latestActivities(
  activities: Activities,
  operatorId: string,
  count: number,
): Promise<Activity[]> {
  const shown = await readShown(activities, operatorId, { after: undefined, atLeast: count });
  return shown.activities.slice(0, count);
}

async function readShown(
  activities: Activities,
  operatorId: string,
  { after, atLeast }: { after: string | undefined; atLeast: number },
): Promise<ActivityPage> {
  const shown: Activity[] = [];
  let next = after;
  let rows = 0;
  do {
    const size = sizeAfter(rows);
    const page = await activities.earlier(operatorId, next, size);
    shown.push(...page.activities.filter(({ type }) => !isRoutine(type)));
    next = page.next;
    rows += size;
  } while (next !== undefined && shown.length < atLeast && rows < rowsAtMost);
  return { activities: shown, next };
}

/** How many rows to read next. */
function sizeAfter(rows: number): number {
  if (rows === 0) return firstRows;
  return rows === firstRows ? secondRows : laterRows;
}
