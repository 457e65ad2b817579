import type { Activity } from '../../contracts/activity-item.ts';
import { type ActivityTopic, isAbout } from '../../domain/portal/activity-topics.ts';
import { isRoutine } from '../../domain/portal/routine-activity.ts';
import type { Activities, ActivityPage } from '../../ports/activities.ts';

/** One may tell of a call with 50 records, so a page begins with few; then they may be renewals. */
const firstRows = 10;
const secondRows = 40;
const laterRows = 500;
/** Enough for a screen or two, as most of it belongs together. */
const shownAtLeast = 100;
/** The same where each step is told. */
const eachAtLeast = 25;
/** Read and not shown: three weeks of renewals of a quiet operator, where a version before noted each. */
const rowsAtMost = 2_000;

/** What happened, newest first, from behind an earlier page on. */
export function loadActivities(
  activities: Activities,
  operatorId: string,
  { isEach = false, ...wish }: Partial<Omit<Wanted, 'atLeast'>> & { isEach?: boolean } = {},
): Promise<ActivityPage> {
  return readShown(activities, operatorId, {
    ...wish,
    atLeast: isEach ? eachAtLeast : shownAtLeast,
  });
}

/** The latest that is not routine. */
export async function latestActivities(
  activities: Activities,
  operatorId: string,
  count: number,
): Promise<Activity[]> {
  const shown = await readShown(activities, operatorId, { atLeast: count });
  return shown.activities.slice(0, count);
}

interface Wanted {
  after?: string | undefined;
  topic?: ActivityTopic | undefined;
  atLeast: number;
}

async function readShown(
  activities: Activities,
  operatorId: string,
  { after, topic, atLeast }: Wanted,
): Promise<ActivityPage> {
  const shown: Activity[] = [];
  let next = after;
  let rows = 0;
  do {
    const size = sizeAfter(rows);
    const page = await activities.earlier(operatorId, next, size);
    shown.push(...page.activities.filter(({ type }) => !isRoutine(type) && isAbout(type, topic)));
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
