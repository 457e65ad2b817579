import type { Activity, Operator } from '../../contracts/stored-items.ts';
import { isRoutine } from '../../domain/portal/routine-activity.ts';
import type { StatusFacts } from '../../domain/portal/status-view.ts';
import type { Activities } from '../../ports/activities.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Connections } from '../../ports/connections.ts';
import type { Issues } from '../../ports/issues.ts';
import type { Links } from '../../ports/links.ts';

export interface ShowStatusDeps {
  connections: Connections;
  issues: Issues;
  activities: Activities;
  links: Links;
  clock: Clock;
}

const activitiesShown = 15;

/** First what usually suffices; then as much as a quiet operator gathers in three weeks of renewals. */
const depths = [60, 2_000];

/** Loads everything that the status page and the `status` command tell about an operator. */
export async function loadStatus(deps: ShowStatusDeps, operator: Operator): Promise<StatusFacts> {
  const { operatorId } = operator;
  const [connections, issues, activities, linkCounts] = await Promise.all([
    deps.connections.list(operatorId),
    deps.issues.list(operatorId),
    latestShown(deps.activities, operatorId),
    deps.links.count(operatorId),
  ]);
  const nowEpochMs = deps.clock.nowEpochMs();
  return { operator, connections, issues, activities, linkCounts, nowEpochMs };
}

async function latestShown(activities: Activities, operatorId: string): Promise<Activity[]> {
  let shown: Activity[] = [];
  for (const depth of depths) {
    const latest = await activities.latest(operatorId, depth);
    shown = latest.filter(({ type }) => !isRoutine(type));
    if (shown.length >= activitiesShown || latest.length < depth) break;
  }
  return shown.slice(0, activitiesShown);
}
