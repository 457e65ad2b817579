import * as z from 'zod/mini';
import { operatorId } from './ids.ts';

const detail = z.record(z.string(), z.union([z.string(), z.int(), z.boolean()]));

export const activityItem = z.object({
  operatorId,
  activityId: z.string(),
  at: z.string(),
  /** e.g. `connection.connected`, `document.posted`. */
  type: z.string(),
  actor: z.string(),
  detail,
});
export type Activity = z.infer<typeof activityItem>;

/** As it is stored: what one call did to several records has an attribute for each of them. */
export const activityRow = z.catchall(activityItem, z.unknown());

/**
 * Activities of one call: they share all but what `entries` say, and `detail` is part of each. Its own
 * `activityId` is that of the call.
 */
export interface ActivityGroup extends Activity {
  entries: Array<Pick<Activity, 'activityId' | 'detail'>>;
}
