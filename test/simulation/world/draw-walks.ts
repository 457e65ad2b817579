import { createSeededRandom } from '../../../infra/local/vendors/common/seeded-random.ts';
import type { PlannedWalk } from './planned-operation.ts';

/**
 * In some runs documents are raised before anything tells of them, and somebody has them brought into the
 * ledger: beside the business of the day, with pauses, and sometimes called off. Drawn from numbers of its
 * own, so that all else of a seed stays what it is.
 */
export function drawWalks(run: {
  seed: number;
  operatorIds: readonly string[];
  chaosMs: number;
}): PlannedWalk[] {
  const random = createSeededRandom(run.seed ^ 0xbac2f1);
  if (!random.chance(0.25)) return [];
  const operatorId = random.pick(run.operatorIds);
  const at = (from: number) => from + random.below(Math.max(1, run.chaosMs - from));
  const startsAt = random.chance(0.5) ? 60_000 : at(30_000);
  const walk = (afterMs: number, does: Extract<PlannedWalk, { what: 'walk' }>['does']) =>
    ({ afterMs, operatorId, what: 'walk', does }) as const;
  const untold = Array.from({ length: 1 + random.below(3) }, () => ({
    afterMs: random.chance(0.7) ? 1_000 : startsAt + random.below(20_000),
    operatorId,
    what: 'untold_month_end' as const,
    count: 1 + random.below(4),
  }));
  const planned: PlannedWalk[] = [...untold, walk(startsAt, 'start')];
  if (random.chance(0.4)) {
    const pausedAt = startsAt + random.below(40_000);
    planned.push(walk(pausedAt, 'pause'), walk(pausedAt + 1 + random.below(300_000), 'resume'));
  }
  if (random.chance(0.1)) planned.push(walk(startsAt + random.below(60_000), 'cancel'));
  if (random.chance(0.3)) planned.push(walk(at(startsAt), 'start'));
  return planned;
}
