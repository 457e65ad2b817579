import { createSeededRandom } from '../../../infra/local/vendors/common/seeded-random.ts';
import type { PlannedOperation } from './planned-operation.ts';

export interface Switches {
  /** Operators to whose ledger nothing goes before a person has switched it on. */
  beginsOff: readonly string[];
  operations: PlannedOperation[];
}

/**
 * In some runs an operator begins switched off, looks at the preview while changes come in, and switches on
 * at some time; now and then off again for a while. Drawn from numbers of its own, so that all else of a seed
 * stays what it is.
 */
export function drawSwitches(run: {
  seed: number;
  operatorIds: readonly string[];
  chaosMs: number;
}): Switches {
  const random = createSeededRandom(run.seed ^ 0x5717c);
  if (!random.chance(0.1)) return { beginsOff: [], operations: [] };
  const operatorId = random.pick(run.operatorIds);
  const onAfterMs = random.below(run.chaosMs);
  const operations: PlannedOperation[] = [
    { operatorId, afterMs: random.below(onAfterMs + 1), what: 'look_at_preview' },
    { operatorId, afterMs: random.below(onAfterMs + 1), what: 'month_end', share: 0.4, count: 2 },
    { operatorId, afterMs: onAfterMs, what: 'switch_posting', isOn: true },
    { operatorId, afterMs: onAfterMs + random.below(5_000), what: 'pay', share: 0.4, count: 1 },
  ];
  if (random.chance(0.4)) {
    const offAfterMs = onAfterMs + random.below(run.chaosMs - onAfterMs);
    const afterMs = offAfterMs + random.below(run.chaosMs - offAfterMs);
    operations.push(
      { operatorId, afterMs: offAfterMs, what: 'switch_posting', isOn: false },
      { operatorId, afterMs, what: 'switch_posting', isOn: true },
    );
  }
  return { beginsOff: [operatorId], operations };
}
