import { type Activity, activityItem } from '../../contracts/activity-item.ts';
import type { Activities } from '../../ports/activities.ts';
import { keys, operatorPartition, prefixes } from './keys.ts';
import type { Table } from './table.ts';

/** Activities in order of time. */
export class DynamoActivities implements Activities {
  readonly #table: Table;

  constructor(parts: { table: Table }) {
    this.#table = parts.table;
  }

  async append(activity: Activity): Promise<void> {
    const key = keys.activity(activity.operatorId, activity.at, activity.activityId);
    // Not new: the same activity was appended already, and what was appended never changes.
    await this.#table.putIf(key, activity, { isNew: true });
  }

  async appendAll(activities: Activity[]): Promise<void> {
    await this.#table.putMany(
      activities.map((activity) => ({
        key: keys.activity(activity.operatorId, activity.at, activity.activityId),
        fields: activity,
      })),
    );
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
