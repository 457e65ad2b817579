import type { Activity } from '../../contracts/activity-item.ts';
import type { Activities } from '../../ports/activities.ts';

/** Some 400 bytes each: one page is one query of well below its 1 MB. */
const pageSize = 500;

/**
 * Reads the activities of one operator, oldest first, page by page.
 * @param from ISO instant or day: only what happened then or later.
 */
export async function* readActivities(
  activities: Activities,
  operatorId: string,
  from = '',
): AsyncGenerator<Activity> {
  let last: Activity | undefined;
  for (;;) {
    const page = await activities.page(operatorId, last, pageSize);
    // ISO instants of one zone sort as texts, and a day sorts before its instants.
    yield* page.filter(({ at }) => at >= from);
    last = page.at(-1);
    if (last === undefined || page.length < pageSize) return;
  }
}
