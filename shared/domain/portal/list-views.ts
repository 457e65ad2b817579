import type { Activity } from '../../contracts/activity-item.ts';
import { describeActivity } from './activity-words.ts';
import { dayAndTime } from './day-and-time.ts';
import { cursorText } from './page-cursor.ts';

/** One part of a list, and where the next one is. */
export interface ActivityList {
  activities: Array<{ at: string; text: string }>;
  nextHref: string | undefined;
}

export function activityList(page: {
  activities: Activity[];
  next: string | undefined;
}): ActivityList {
  return { activities: activityRows(page.activities), nextHref: nextHref('/activity', page.next) };
}

export function activityRows(activities: Activity[]): ActivityList['activities'] {
  return activities.map((activity) => ({
    at: dayAndTime(activity.at),
    text: describeActivity(activity),
  }));
}

export function nextHref(path: string, next: string | undefined): string | undefined {
  return next === undefined ? undefined : `${path}?after=${cursorText(next)}`;
}
