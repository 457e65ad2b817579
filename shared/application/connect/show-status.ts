import { provider } from '../../contracts/ids.ts';
import type { Operator } from '../../contracts/operator-item.ts';
import type { Rate } from '../../contracts/rate-item.ts';
import type { StatusFacts } from '../../domain/portal/status-view.ts';
import type { Activities } from '../../ports/activities.ts';
import type { Aside } from '../../ports/aside.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Issues } from '../../ports/issues.ts';
import type { Rates } from '../../ports/rates.ts';
import type { RecordCounts } from '../../ports/record-counts.ts';
import type { SettingsStore } from '../../ports/settings-store.ts';
import type { SourceStates } from '../../ports/source-states.ts';
import { recordCounts } from '../counts/count-records.ts';
import { loadIssueGroups } from '../issues/show-issues.ts';
import { loadSettings } from '../settings/load-settings.ts';
import { loadWaiting, type WaitingDeps } from './load-waiting.ts';
import { latestActivities } from './show-lists.ts';

export interface ShowStatusDeps extends WaitingDeps {
  aside: Aside;
  counts: RecordCounts;
  issues: Issues;
  activities: Activities;
  rates: Rates;
  sourceStates: SourceStates;
  settings: SettingsStore;
  clock: Clock;
}

const activitiesShown = 15;

/**
 * Loads everything that the status page and the `status` command tell about an operator. What may be
 * long is read as far as a page goes; the command shows all issues.
 */
export async function loadStatus(
  deps: ShowStatusDeps,
  operator: Operator,
  shown: { allIssues?: boolean } = {},
): Promise<StatusFacts> {
  const { operatorId } = operator;
  const [
    { connections, marks: aside },
    { issues, hasMore, summary },
    activities,
    rates,
    linkCounts,
    settings,
    waiting,
  ] = await Promise.all([
    deps.aside.withConnections(operatorId),
    shown.allIssues ? allIssues(deps.issues, operatorId) : loadIssueGroups(deps, operatorId),
    latestActivities(deps.activities, operatorId, activitiesShown),
    ratesOf(deps.rates, operatorId),
    recordCounts(deps, operatorId),
    loadSettings(deps.settings, operatorId),
    loadWaiting(deps, operatorId),
  ]);
  const nowEpochMs = deps.clock.nowEpochMs();
  const sourceState = await deps.sourceStates.get(operatorId);
  const stored = {
    connections,
    issues,
    moreIssues: hasMore ? 'more' : undefined,
    issueSummary: summary,
    activities,
    rates,
    linkCounts,
    sourceState,
    settings,
  };
  return { operator, ...stored, waiting: { ...waiting, aside }, nowEpochMs };
}

async function allIssues(issues: Issues, operatorId: string) {
  return { issues: await issues.list(operatorId), hasMore: false, summary: undefined };
}

async function ratesOf(rates: Rates, operatorId: string): Promise<Rate[]> {
  const found = await Promise.all(provider.options.map((name) => rates.get(operatorId, name)));
  return found.filter((rate) => rate !== undefined);
}
