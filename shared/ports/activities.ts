import type { Activity } from '../contracts/activity-item.ts';

/** Append only: who did what, when. Never changed, never deleted. */
export interface Activities {
  append(activity: Activity): Promise<void>;
  /**
   * The same with several at once. One that stands there already is the same entry, and is written over
   * with itself. When it throws, some may stand there: it is called again with all of them.
   */
  appendAll(activities: Activity[]): Promise<void>;
  /** Newest first. */
  latest(operatorId: string, atMost: number): Promise<Activity[]>;
  /** Oldest first, from behind the given one on. */
  page(operatorId: string, after: Activity | undefined, atMost: number): Promise<Activity[]>;
}
