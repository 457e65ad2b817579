import type { Activity, ActivityGroup } from '../../shared/contracts/activity-item.ts';
import { unfold } from '../../shared/domain/audit/unfold.ts';
import type { Activities, ActivityPage } from '../../shared/ports/activities.ts';
import { Faults } from './faults.ts';

export class InMemoryActivities implements Activities {
  readonly faults = new Faults();
  readonly #rows = new Map<string, Activity | ActivityGroup>();

  /** Everything that was appended, in order of arrival. */
  all(): Activity[] {
    return structuredClone(unfold([...this.#rows.values()]));
  }

  /** How many items they are stored in. */
  get items(): number {
    return this.#rows.size;
  }

  async append(activity: Activity): Promise<void> {
    this.faults.check('append');
    const key = sortKeyOf(activity);
    if (!this.#rows.has(key)) this.#rows.set(key, structuredClone(activity));
  }

  async appendAll(activities: Activity[]): Promise<void> {
    this.faults.check('appendAll');
    for (const activity of activities)
      this.#rows.set(sortKeyOf(activity), structuredClone(activity));
  }

  async appendGroup(group: ActivityGroup): Promise<void> {
    this.faults.check('appendGroup');
    const key = sortKeyOf(group);
    const stored = this.#rows.get(key);
    const entries = stored !== undefined && 'entries' in stored ? stored.entries : [];
    const known = new Set(entries.map(({ activityId }) => activityId));
    const added = group.entries.filter(({ activityId }) => !known.has(activityId));
    const common = stored ?? group;
    this.#rows.set(key, structuredClone({ ...common, entries: [...entries, ...added] }));
  }

  async latest(operatorId: string, atMost: number): Promise<Activity[]> {
    this.faults.check('latest');
    const rows = this.#of(operatorId).reverse().slice(0, atMost);
    return structuredClone(unfold(rows).slice(0, atMost));
  }

  async page(operatorId: string, after: string | undefined, atMost: number): Promise<ActivityPage> {
    this.faults.check('page');
    return pageOf(this.#of(operatorId), after, atMost);
  }

  async earlier(
    operatorId: string,
    after: string | undefined,
    atMost: number,
  ): Promise<ActivityPage> {
    this.faults.check('earlier');
    return pageOf(this.#of(operatorId).reverse(), after, atMost);
  }

  async since(operatorId: string, at: string, atMost: number): Promise<Activity[]> {
    this.faults.check('since');
    const rows = this.#of(operatorId).filter((row) => row.at >= at);
    return structuredClone(unfold(rows.slice(0, atMost)));
  }

  #of(operatorId: string): Array<Activity | ActivityGroup> {
    return [...this.#rows.values()]
      .filter((row) => row.operatorId === operatorId)
      .sort((a, b) => (sortKeyOf(a) < sortKeyOf(b) ? -1 : 1));
  }
}

/** From behind the row of this sort key on; behind none of them there is nothing. */
function pageOf(
  rows: Array<Activity | ActivityGroup>,
  after: string | undefined,
  atMost: number,
): ActivityPage {
  const start = after === undefined ? 0 : rows.findIndex((row) => sortKeyOf(row) === after) + 1;
  if (start === 0 && after !== undefined) return { activities: [], next: undefined };
  const page = rows.slice(start, start + atMost);
  const last = page.length < atMost ? undefined : page.at(-1);
  return { activities: structuredClone(unfold(page)), next: last && sortKeyOf(last) };
}

function sortKeyOf(activity: Activity): string {
  return `${activity.operatorId} ${activity.at}#${activity.activityId}`;
}
