import type { Activity } from '../../contracts/activity-item.ts';
import type { DocumentRow } from '../../contracts/document-item.ts';
import type { ActivityTopic } from './activity-topics.ts';
import { describeActivity } from './activity-words.ts';
import { dayAndTime } from './day-and-time.ts';
import { type Happened, happened } from './happened.ts';
import { type Here, localTime } from './local-time.ts';
import { cursorText } from './page-cursor.ts';

/** One part of a list, and where the next one is. */
export interface ActivityList {
  activities: Happened[];
  /** What they are about; undefined: anything. */
  topic: ActivityTopic | undefined;
  isEach: boolean;
  nextHref: string | undefined;
}

/** How a page of what happened is to be told. */
export interface ActivityTelling {
  here: Here;
  /** What is about it alone. */
  topic?: ActivityTopic | undefined;
  /** Every step by itself, with its ids, and not what belongs together in one line. */
  isEach?: boolean;
  /** Documents that customers and sums are taken from. */
  documents?: readonly DocumentRow[];
}

/** A page of what happened, in the reader's own time. */
export function activityList(
  page: { activities: Activity[]; next: string | undefined },
  { here, topic, isEach = false, documents = [] }: ActivityTelling,
): ActivityList {
  const about = topic === undefined ? {} : { about: topic };
  const query = new URLSearchParams({ ...about, ...(isEach ? { each: 'yes' } : {}) }).toString();
  return {
    activities: isEach
      ? page.activities.map((activity) => toldAlone(activity, here))
      : happened(page.activities, documents, here),
    topic,
    isEach,
    nextHref: nextHref(query === '' ? '/activity' : `/activity?${query}`, page.next),
  };
}

function toldAlone(activity: Activity, here: Here) {
  return { at: localTime(activity.at, here), text: describeActivity(activity), sum: undefined };
}

export function activityRows(
  activities: Activity[],
  timeZone?: string,
): Array<{ at: string; text: string }> {
  return activities.map((activity) => ({
    at: dayAndTime(activity.at, timeZone),
    text: describeActivity(activity),
  }));
}

export function nextHref(path: string, next: string | undefined): string | undefined {
  if (next === undefined) return undefined;
  return `${path}${path.includes('?') ? '&' : '?'}after=${cursorText(next)}`;
}
