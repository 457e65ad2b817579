import type { DocumentRow } from '../../contracts/document-item.ts';
import type { Operator } from '../../contracts/operator-item.ts';
import { type Here, monthOf } from '../../domain/portal/local-time.ts';
import { hereOf, type OverviewFacts } from '../../domain/portal/overview-view.ts';
import type { Documents } from '../../ports/documents.ts';
import { targetIds } from '../../targets/target-ids.ts';
import { monthDocuments } from './month-documents.ts';
import { latestActivities } from './show-lists.ts';
import { loadStatus, type ShowStatusDeps } from './show-status.ts';

export interface ShowOverviewDeps extends ShowStatusDeps {
  documents: Documents;
}

/** So many are read, of which those that belong together are one line. */
const activitiesRead = 150;

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
  const documents = await latestDocuments(deps.documents, operatorId, hereOf(status));
  return { ...status, activities, documents };
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
