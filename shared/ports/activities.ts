import type { Activity } from '../contracts/activity-item.ts';

/** Append only: who did what, when. Never changed; renewals of tokens are forgotten after a month, nothing else. */
export interface Activities {
  append(activity: Activity): Promise<void>;
  /** Newest first. */
  latest(operatorId: string, atMost: number): Promise<Activity[]>;
  /** Oldest first, from behind the given one on. */
  page(operatorId: string, after: Activity | undefined, atMost: number): Promise<Activity[]>;
}
