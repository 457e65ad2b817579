import type { Activity, ActivityGroup } from '../contracts/activity-item.ts';

export interface ActivityPage {
  activities: Activity[];
  /** Where to go on; undefined: nothing is behind it. */
  next: string | undefined;
}

/** Append only: who did what, when. Never changed; renewals of tokens are forgotten after a month, nothing else. */
export interface Activities {
  append(activity: Activity): Promise<void>;
  /**
   * The same with several at once. One that stands there already is the same entry, and is written over
   * with itself. When it throws, some may stand there: it is called again with all of them.
   */
  appendAll(activities: Activity[]): Promise<void>;
  /**
   * The same for what one call did to several records. A group may be appended in parts: entries that it
   * has stay as they are, those that it lacks are added.
   */
  appendGroup(group: ActivityGroup): Promise<void>;
  /** Newest first; what belongs to one call in any order. */
  latest(operatorId: string, atMost: number): Promise<Activity[]>;
  /** Newest first, from behind an earlier such page on; else as `page`. */
  earlier(operatorId: string, after: string | undefined, atMost: number): Promise<ActivityPage>;
  /** Those of an instant and later, the earliest first: so many calls, however many records each is of. */
  since(operatorId: string, at: string, atMost: number): Promise<Activity[]>;
  /**
   * Oldest first, from behind an earlier page on. `atMost` counts a call once, whatever it did, and a
   * page may be empty although others follow.
   */
  page(operatorId: string, after: string | undefined, atMost: number): Promise<ActivityPage>;
}
