import type { Activity } from '../../contracts/activity-item.ts';
import type { Issue } from '../../contracts/issue-items.ts';
import type { ActivityTopic } from './activity-topics.ts';
import { describeActivity } from './activity-words.ts';
import { dayAndTime } from './day-and-time.ts';
import { groupsOf, type IssueGroup } from './issue-groups.ts';
import { type Here, localTime } from './local-time.ts';
import { cursorText } from './page-cursor.ts';

/** One part of a list, and where the next one is. */
export interface ActivityList {
  activities: Array<{ at: string; text: string }>;
  /** What they are about; undefined: anything. */
  topic?: ActivityTopic | undefined;
  nextHref: string | undefined;
}

export interface IssueList {
  causes: IssueGroup[];
  nextHref: string | undefined;
}

/** A page of what happened, in the reader's own time; `topic`: of what is about it alone. */
export function activityList(
  page: { activities: Activity[]; next: string | undefined },
  { here, topic }: { here: Here; topic?: ActivityTopic | undefined },
): ActivityList {
  return {
    activities: page.activities.map((activity) => ({
      at: localTime(activity.at, here),
      text: describeActivity(activity),
    })),
    topic,
    nextHref: nextHref(topic === undefined ? '/activity' : `/activity?about=${topic}`, page.next),
  };
}

export function issueList(page: { issues: Issue[]; next: string | undefined }): IssueList {
  return { causes: groupsOf(page.issues), nextHref: nextHref('/issues', page.next) };
}

export function activityRows(activities: Activity[]): ActivityList['activities'] {
  return activities.map((activity) => ({
    at: dayAndTime(activity.at),
    text: describeActivity(activity),
  }));
}

export function nextHref(path: string, next: string | undefined): string | undefined {
  if (next === undefined) return undefined;
  return `${path}${path.includes('?') ? '&' : '?'}after=${cursorText(next)}`;
}
