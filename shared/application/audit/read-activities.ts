import type { Activity } from '../../contracts/activity-item.ts';
import type { Activities } from '../../ports/activities.ts';

/** Some 400 bytes each, and a few kB for a call of many records: one page is a query of about 1 MB. */
const pageSize = 250;

/**
 * Reads the activities of one operator, oldest first, page by page.
 * @param from ISO instant or day: only what happened then or later.
 */
export async function* readActivities(
  activities: Activities,
  operatorId: string,
  from = '',
): AsyncGenerator<Activity> {
  let after: string | undefined;
  do {
    const page = await activities.page(operatorId, after, pageSize);
    // ISO instants of one zone sort as texts, and a day sorts before its instants.
    yield* page.activities.filter(({ at }) => at >= from);
    after = page.next;
  } while (after !== undefined);
}
