import { createSeededRandom } from '../../../infra/local/vendors/common/seeded-random.ts';
import type { PlannedOperation } from './planned-operation.ts';

const minuteMs = 60_000;

/**
 * In some runs a bookkeeper edits invoices that were just posted, and the source changes, voids or pays
 * one of them afterwards. Drawn from numbers of its own, so that all else of a seed stays what it is.
 */
export function drawEdits(run: {
  seed: number;
  operatorIds: readonly string[];
  chaosMs: number;
}): PlannedOperation[] {
  const random = createSeededRandom(run.seed ^ 0xed17);
  if (!random.chance(0.12)) return [];
  const operatorId = random.pick(run.operatorIds);
  const afterMs = random.below(Math.max(1, run.chaosMs - 9 * minuteMs));
  const editedMs = afterMs + 2 * minuteMs + random.below(minuteMs);
  const touchedMs = editedMs + 2 * minuteMs + random.below(minuteMs);
  const edit = { operatorId, what: 'edit_by_hand' } as const;
  const touch = { operatorId, what: 'touch_edited' } as const;
  return [
    { operatorId, afterMs, what: 'month_end', share: random.next(), count: 3 },
    { ...edit, afterMs: editedMs, turn: random.next() },
    { ...touch, afterMs: touchedMs, how: random.pick(['change', 'void', 'pay'] as const) },
    { ...edit, afterMs: touchedMs + 10_000, turn: random.next() },
    { ...touch, afterMs: touchedMs + 3 * minuteMs, how: random.pick(['change', 'void'] as const) },
  ];
}
