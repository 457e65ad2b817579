import type { Operator } from '../../contracts/operator-item.ts';
import { monthOf } from '../../domain/portal/local-time.ts';
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
  const { timeZone, nowEpochMs } = hereOf(status);
  const month = monthOf(nowEpochMs, timeZone);
  const documents = await Promise.all(
    targetIds.map((target) =>
      monthDocuments(deps.documents, { operatorId, target, month, timeZone }),
    ),
  );
  return { ...status, activities, documents: documents.flat() };
}
