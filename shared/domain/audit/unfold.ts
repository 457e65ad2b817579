import type { Activity, ActivityGroup } from '../../contracts/activity-item.ts';

/**
 * Each activity for itself, in the order of what is given. An entry that stands in a group and beside it
 * as well, as a worker that was overtaken may leave it, is told once.
 */
export function unfold(stored: Array<Activity | ActivityGroup>): Activity[] {
  const told = new Map<string, Activity>();
  for (const activity of stored.flatMap(activitiesOf)) {
    const id = `${activity.at} ${activity.activityId}`;
    if (!told.has(id)) told.set(id, activity);
  }
  return [...told.values()];
}

function activitiesOf(stored: Activity | ActivityGroup): Activity[] {
  if (!('entries' in stored)) return [stored];
  const { entries, ...common } = stored;
  return entries
    .map(({ activityId, detail }) => ({
      ...common,
      activityId,
      detail: { ...common.detail, ...detail },
    }))
    .sort((left, right) => (left.activityId < right.activityId ? -1 : 1));
}
