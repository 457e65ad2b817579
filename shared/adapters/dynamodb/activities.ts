import { type Activity, activityItem } from '../../contracts/activity-item.ts';
import { endOfActivity } from '../../domain/portal/routine-activity.ts';
import type { Activities } from '../../ports/activities.ts';
import { timeToLive } from './expiry.ts';
import { keys, operatorPartition, prefixes } from './keys.ts';
import type { Table } from './table.ts';

/** Activities in order of time. DynamoDB deletes renewals some time after their end; shown until then they do no harm. */
export class DynamoActivities implements Activities {
  readonly #table: Table;

  constructor(parts: { table: Table }) {
    this.#table = parts.table;
  }

  async append(activity: Activity): Promise<void> {
    const key = keys.activity(activity.operatorId, activity.at, activity.activityId);
    const expiresAtEpochMs = endOfActivity(activity);
    const end = expiresAtEpochMs === undefined ? {} : timeToLive({ expiresAtEpochMs });
    // Not new: the same activity was appended already, and what was appended never changes.
    await this.#table.putIf(key, { ...activity, ...end }, { isNew: true });
  }

  latest(operatorId: string, atMost: number): Promise<Activity[]> {
    return this.#table.list({
      pk: operatorPartition(operatorId),
      prefix: prefixes.activity,
      schema: activityItem,
      isNewestFirst: true,
      atMost,
    });
  }

  page(operatorId: string, after: Activity | undefined, atMost: number): Promise<Activity[]> {
    const start = after && keys.activity(operatorId, after.at, after.activityId);
    return this.#table.list({
      pk: operatorPartition(operatorId),
      prefix: prefixes.activity,
      schema: activityItem,
      atMost,
      ...(start === undefined ? {} : { after: start }),
    });
  }
}
