import type { CountsRow } from '../../contracts/counts-item.ts';
import {
  isRecountDue,
  isSettledAtSight,
  type KindCounts,
  keptCounts,
} from '../../domain/counts/kind-counts.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Links } from '../../ports/links.ts';
import type { RecordCounts } from '../../ports/record-counts.ts';

export interface CountRecordsDeps {
  counts: RecordCounts;
  links: Links;
  clock: Clock;
}

/**
 * How many records of an operator stand in its targets: what is kept, or counted where nothing is yet or
 * where few are in doubt.
 */
export async function recordCounts(
  deps: CountRecordsDeps,
  operatorId: string,
): Promise<KindCounts> {
  const row = await deps.counts.get(operatorId);
  const kept = isSettledAtSight(row) ? undefined : keptCounts(row);
  return kept ?? recount(deps, operatorId, row);
}

/** Counts all links anew where the figures are in doubt; true: it did. */
export async function recountWhenDue(deps: CountRecordsDeps, operatorId: string): Promise<boolean> {
  const row = await deps.counts.get(operatorId);
  if (!isRecountDue(row, deps.clock.nowEpochMs())) return false;
  await recount(deps, operatorId, row);
  return true;
}

/** Reads every link. A batch that told of itself meanwhile makes the count void; the next one is due then. */
async function recount(
  deps: CountRecordsDeps,
  operatorId: string,
  read: CountsRow | undefined,
): Promise<KindCounts> {
  const counts = await deps.links.count(operatorId);
  const countedAtEpochMs = deps.clock.nowEpochMs();
  await deps.counts.put({ operatorId, counts, countedAtEpochMs }, read);
  return counts;
}
