import { createSeededRandom } from '../../../infra/local/vendors/common/seeded-random.ts';
import type { PlannedOperation } from './planned-operation.ts';

/**
 * In some runs documents stand in the ledger from a file before anything tells of them, some of them with
 * another total or day; then they are paid, credited, voided, or somebody brings earlier documents there.
 * Drawn from numbers of its own, so that all else of a seed stays what it is.
 */
export function drawImports(run: {
  seed: number;
  operatorIds: readonly string[];
  chaosMs: number;
}): PlannedOperation[] {
  const random = createSeededRandom(run.seed ^ 0xc5f11e);
  if (!random.chance(0.12)) return [];
  const operatorId = random.pick(run.operatorIds);
  const base = () => ({ operatorId, afterMs: 1_000 + random.below(run.chaosMs - 1_000) });
  const later = Array.from({ length: 2 + random.below(4) }, (): PlannedOperation => {
    const what = random.pick(['pay', 'pay', 'pay_part', 'void', 'credit_part'] as const);
    // What was raised first are those of the file.
    return { ...base(), what, share: random.next() ** 2, count: 1 };
  });
  return [
    {
      operatorId,
      afterMs: 0,
      what: 'import_before',
      count: 2 + random.below(4),
      turn: random.next(),
    },
    ...later,
    ...(random.chance(0.5) ? [{ ...base(), what: 'walk', does: 'start' } as const] : []),
  ];
}
