import {
  type Activity,
  type ActivityGroup,
  activityItem,
  activityRow,
} from '../../contracts/activity-item.ts';
import { unfold } from '../../domain/audit/unfold.ts';
import { endOfActivity } from '../../domain/portal/routine-activity.ts';
import type { Activities, ActivityPage } from '../../ports/activities.ts';
import { timeToLive } from './expiry.ts';
import { type ItemKey, keys, operatorPartition, prefixes } from './keys.ts';
import { listPage } from './list-page.ts';
import type { Table } from './table.ts';

/** DynamoDB takes 4 kB of expression, and each entry needs some 150 bytes of that. */
const entriesPerWrite = 20;
/** Attributes of the item that are entries begin with this; the rest is the entry's id. */
const entryMark = 'entry_';

/**
 * Activities in order of time; those of one call in one item. DynamoDB deletes renewals some time after
 * their end; shown until then they do no harm.
 */
export class DynamoActivities implements Activities {
  readonly #table: Table;

  constructor(parts: { table: Table }) {
    this.#table = parts.table;
  }

  async append(activity: Activity): Promise<void> {
    const { key, fields } = itemOf(activity);
    // Not new: the same activity was appended already, and what was appended never changes.
    await this.#table.putIf(key, fields, { isNew: true });
  }

  async appendAll(activities: Activity[]): Promise<void> {
    await this.#table.putMany(activities.map(itemOf));
  }

  /** Each entry is an attribute of its own, set once: what another worker has appended stays. */
  async appendGroup({ entries, ...common }: ActivityGroup): Promise<void> {
    const key = keyOf(common);
    for (let at = 0; at < entries.length; at += entriesPerWrite) {
      const part = entries.slice(at, at + entriesPerWrite);
      const attributes = part.map(({ activityId, detail }) => [nameOf(activityId), detail]);
      await this.#table.update(key, { setOnce: { ...common, ...Object.fromEntries(attributes) } });
    }
  }

  async latest(operatorId: string, atMost: number): Promise<Activity[]> {
    const rows = await this.#table.list({
      pk: operatorPartition(operatorId),
      prefix: prefixes.activity,
      schema: activityRow,
      isNewestFirst: true,
      atMost,
    });
    return unfold(rows.map(groupOf)).slice(0, atMost);
  }

  page(operatorId: string, after: string | undefined, atMost: number): Promise<ActivityPage> {
    return this.#page(operatorId, { after, atMost, isNewestFirst: false });
  }

  earlier(operatorId: string, after: string | undefined, atMost: number): Promise<ActivityPage> {
    return this.#page(operatorId, { after, atMost, isNewestFirst: true });
  }

  async since(operatorId: string, at: string, atMost: number): Promise<Activity[]> {
    // A key of the list that sorts before all of that instant.
    const after = keys.activity(operatorId, at, '').sk;
    const wish = { after, atMost, isNewestFirst: false };
    return (await this.#page(operatorId, wish)).activities;
  }

  async #page(
    operatorId: string,
    wish: { after: string | undefined; atMost: number; isNewestFirst: boolean },
  ): Promise<ActivityPage> {
    const pk = operatorPartition(operatorId);
    const query = { pk, prefix: prefixes.activity, schema: activityRow, ...wish };
    const { found, next } = await listPage(this.#table, query, keyOf);
    return { activities: unfold(found.map(groupOf)), next };
  }
}

function itemOf(activity: Activity) {
  const expiresAtEpochMs = endOfActivity(activity);
  const end = expiresAtEpochMs === undefined ? {} : timeToLive({ expiresAtEpochMs });
  return { key: keyOf(activity), fields: { ...activity, ...end } };
}

function keyOf(activity: Omit<Activity, 'detail'>): ItemKey {
  return keys.activity(activity.operatorId, activity.at, activity.activityId);
}

/** Names of attributes take no dashes where they are written. */
function nameOf(activityId: string): string {
  return `${entryMark}${activityId.replaceAll('-', '_')}`;
}

function groupOf(row: Activity & Record<string, unknown>): Activity | ActivityGroup {
  const activity = activityItem.parse(row);
  const marked = Object.entries(row).filter(([name]) => name.startsWith(entryMark));
  if (marked.length === 0) return activity;
  const entries = marked.map(([name, detail]) => ({
    activityId: name.slice(entryMark.length).replaceAll('_', '-'),
    detail: activityItem.shape.detail.parse(detail),
  }));
  return { ...activity, entries };
}
