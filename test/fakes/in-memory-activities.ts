import type { Activity } from '../../shared/contracts/activity-item.ts';
import type { Activities } from '../../shared/ports/activities.ts';
import { Faults } from './faults.ts';

export class InMemoryActivities implements Activities {
  readonly faults = new Faults();
  readonly #rows = new Map<string, Activity>();

  /** Everything that was appended, in order of arrival. */
  all(): Activity[] {
    return structuredClone([...this.#rows.values()]);
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

  async latest(operatorId: string, atMost: number): Promise<Activity[]> {
    this.faults.check('latest');
    return this.all()
      .filter((activity) => activity.operatorId === operatorId)
      .sort((a, b) => (sortKeyOf(a) > sortKeyOf(b) ? -1 : 1))
      .slice(0, atMost);
  }

  async page(operatorId: string, after: Activity | undefined, atMost: number): Promise<Activity[]> {
    this.faults.check('page');
    return this.all()
      .filter((activity) => activity.operatorId === operatorId)
      .filter((activity) => after === undefined || sortKeyOf(activity) > sortKeyOf(after))
      .sort((a, b) => (sortKeyOf(a) < sortKeyOf(b) ? -1 : 1))
      .slice(0, atMost);
  }
}

function sortKeyOf(activity: Activity): string {
  return `${activity.operatorId} ${activity.at}#${activity.activityId}`;
}
