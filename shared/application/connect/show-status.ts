import type { Operator } from '../../contracts/stored-items.ts';
import type { StatusFacts } from '../../domain/portal/status-view.ts';
import type { Activities } from '../../ports/activities.ts';
import type { Connections } from '../../ports/connections.ts';
import type { Issues } from '../../ports/issues.ts';
import type { Links } from '../../ports/links.ts';

export interface ShowStatusDeps {
  connections: Connections;
  issues: Issues;
  activities: Activities;
  links: Links;
}

const activitiesShown = 15;

/** Loads everything that the status page and the `status` command tell about an operator. */
export async function loadStatus(deps: ShowStatusDeps, operator: Operator): Promise<StatusFacts> {
  const { operatorId } = operator;
  const [connections, issues, activities, linkCounts] = await Promise.all([
    deps.connections.list(operatorId),
    deps.issues.list(operatorId),
    deps.activities.latest(operatorId, activitiesShown),
    deps.links.count(operatorId),
  ]);
  return { operator, connections, issues, activities, linkCounts };
}
