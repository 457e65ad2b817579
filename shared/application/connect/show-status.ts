import type { Activity } from '../../contracts/activity-item.ts';
import { provider } from '../../contracts/ids.ts';
import type { Operator } from '../../contracts/operator-item.ts';
import type { Rate } from '../../contracts/rate-item.ts';
import { isRoutine } from '../../domain/portal/routine-activity.ts';
import type { StatusFacts } from '../../domain/portal/status-view.ts';
import type { Activities } from '../../ports/activities.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Connections } from '../../ports/connections.ts';
import type { Issues } from '../../ports/issues.ts';
import type { Rates } from '../../ports/rates.ts';
import type { RecordCounts } from '../../ports/record-counts.ts';
import type { SettingsStore } from '../../ports/settings-store.ts';
import type { SourceStates } from '../../ports/source-states.ts';
import { recordCounts } from '../counts/count-records.ts';
import { loadSettings } from '../settings/load-settings.ts';
import { loadWaiting, type WaitingDeps } from './load-waiting.ts';

export interface ShowStatusDeps extends WaitingDeps {
  connections: Connections;
  counts: RecordCounts;
  issues: Issues;
  activities: Activities;
  rates: Rates;
  sourceStates: SourceStates;
  settings: SettingsStore;
  clock: Clock;
}

const activitiesShown = 15;

/** First what usually suffices; then as much as a quiet operator gathers in three weeks of renewals. */
const depths = [60, 2_000];

/** Loads everything that the status page and the `status` command tell about an operator. */
export async function loadStatus(deps: ShowStatusDeps, operator: Operator): Promise<StatusFacts> {
  const { operatorId } = operator;
  const [connections, issues, activities, rates, linkCounts, settings, waiting] = await Promise.all(
    [
      deps.connections.list(operatorId),
      deps.issues.list(operatorId),
      latestShown(deps.activities, operatorId),
      ratesOf(deps.rates, operatorId),
      recordCounts(deps, operatorId),
      loadSettings(deps.settings, operatorId),
      loadWaiting(deps, operatorId),
    ],
  );
  const nowEpochMs = deps.clock.nowEpochMs();
  const sourceState = await deps.sourceStates.get(operatorId);
  const stored = { connections, issues, activities, rates, linkCounts, sourceState, settings };
  return { operator, ...stored, waiting, nowEpochMs };
}

async function ratesOf(rates: Rates, operatorId: string): Promise<Rate[]> {
  const found = await Promise.all(provider.options.map((name) => rates.get(operatorId, name)));
  return found.filter((rate) => rate !== undefined);
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
