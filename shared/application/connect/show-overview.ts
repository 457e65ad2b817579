import type { DocumentRow } from '../../contracts/document-item.ts';
import type { Operator } from '../../contracts/operator-item.ts';
import { dayBegan, type Here, monthOf } from '../../domain/portal/local-time.ts';
import { hereOf, type OverviewFacts } from '../../domain/portal/overview-view.ts';
import type { StatusFacts } from '../../domain/portal/status-view.ts';
import { waitingRows } from '../../domain/portal/waiting-words.ts';
import type { BackfillRuns } from '../../ports/backfill-runs.ts';
import type { Documents } from '../../ports/documents.ts';
import { targetIds } from '../../targets/target-ids.ts';
import { loadCompared } from '../reports/load-compared.ts';
import type { LoadReportsDeps } from '../reports/load-reports.ts';
import { monthDocuments } from './month-documents.ts';
import { latestActivities } from './show-lists.ts';
import { loadStatus, type ShowStatusDeps } from './show-status.ts';

export interface ShowOverviewDeps
  extends ShowStatusDeps,
    Pick<LoadReportsDeps, 'nights' | 'monthProofs' | 'acceptedMismatches'> {
  documents: Documents;
  backfills: BackfillRuns;
  /** How many invoices the source has raised since an instant; undefined where it does not say so now. */
  raisedSince(operatorId: string, sinceEpochMs: number): Promise<number | undefined>;
}

/** Between two batches of one run nothing is begun, and notifications may still come. */
const recentMs = 3 * 60_000;
/** So many are read, of which those that belong together are one line; three queries have them. */
const activitiesRead = 550;

/** Loads everything that the overview tells. */
export async function loadOverview(
  deps: ShowOverviewDeps,
  operator: Operator,
): Promise<OverviewFacts> {
  const { operatorId } = operator;
  const [status, activities] = await Promise.all([
    loadStatus(deps, operator),
    latestActivities(deps.activities, operatorId, activitiesRead),
  ]);
  const here = hereOf(status);
  const [documents, runs, compared] = await Promise.all([
    latestDocuments(deps.documents, operatorId, here),
    Promise.all(targetIds.map((target) => deps.backfills.get(operatorId, target))),
    Promise.all(targetIds.map((target) => loadCompared(deps, { operatorId, target }))),
  ]);
  const isAsked = hasWork(status, documents);
  const sinceEpochMs = promisedSince(status, here);
  const raisedToday = isAsked ? await askRaised(deps, operatorId, sinceEpochMs) : undefined;
  return {
    ...{ ...status, activities, documents, raisedToday },
    runs: runs.filter((run) => run !== undefined),
    compared: compared.filter((one) => one !== undefined),
  };
}

/** Changes are on their way, or were a moment ago: only then the source is asked how many there are. */
function hasWork(status: StatusFacts, documents: readonly DocumentRow[]): boolean {
  const { connections, waiting, nowEpochMs } = status;
  if (!connections.every((connection) => connection.status === 'connected')) return false;
  const isRecent = ({ listedAt }: DocumentRow) => nowEpochMs - Date.parse(listedAt) < recentMs;
  return (
    documents.some(isRecent) || waitingRows(waiting, status).some(({ isOfTarget }) => isOfTarget)
  );
}

/** Today, but nothing of a time that was missed: that comes only where somebody asks for it. */
function promisedSince({ sourceState }: StatusFacts, here: Here): number {
  const missedUntil = (sourceState?.gaps ?? []).map(({ until }) => Date.parse(until));
  return Math.max(dayBegan(here), ...missedUntil);
}

async function askRaised(deps: ShowOverviewDeps, operatorId: string, sinceEpochMs: number) {
  const raised = await deps.raisedSince(operatorId, sinceEpochMs);
  return raised === undefined ? undefined : { raised, sinceEpochMs };
}

/** Those of the month so far, of every target. */
export async function latestDocuments(
  documents: Documents,
  operatorId: string,
  { timeZone, nowEpochMs }: Here,
): Promise<DocumentRow[]> {
  const month = monthOf(nowEpochMs, timeZone);
  const found = await Promise.all(
    targetIds.map((target) => monthDocuments(documents, { operatorId, target, month, timeZone })),
  );
  return found.flat();
}
