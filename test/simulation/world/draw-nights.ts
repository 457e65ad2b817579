import {
  createSeededRandom,
  type SeededRandom,
} from '../../../infra/local/vendors/common/seeded-random.ts';
import type { EnabledFaults } from '../engine/fault-dice.ts';
import { faultKinds } from '../engine/fault-kinds.ts';
import type { PlannedOperation } from './planned-operation.ts';

export interface Nights {
  hasNights: boolean;
  faults: EnabledFaults;
  operations: PlannedOperation[];
}

interface Run {
  seed: number;
  operatorIds: readonly string[];
  chaosMs: number;
}

const dayMs = 86_400_000;

/**
 * In some runs both sides are compared: a person asks for it, or the hour comes; the schedule fires twice, or
 * did not for a day. Some of the webhooks of such a run never come. Drawn from numbers of its own, so that
 * all else of a seed stays what it is.
 */
export function drawNights(run: Run): Nights {
  const random = createSeededRandom(run.seed ^ 0x219475);
  if (!random.chance(0.2)) return { hasNights: false, faults: {}, operations: [] };
  const kinds = faultKinds.filter(({ place }) => place === 'night');
  const drawn = kinds.filter(({ chance }) => random.chance(chance));
  const faults = Object.fromEntries(drawn.map(({ id }) => [id, 1] as const));
  const at = () => random.below(run.chaosMs);
  const operatorId = random.pick(run.operatorIds);
  const due = (afterMs: number): PlannedOperation => ({
    ...{ operatorId, afterMs, what: 'night_due' },
    agoMs: faults.night_missed === undefined ? 0 : random.pick([0, dayMs, 2 * dayMs]),
    fires: faults.night_twice === undefined ? random.below(2) : random.pick([1, 2, 2]),
  });
  const dueAt = Array.from({ length: 1 + random.below(3) }, at);
  const operations = dueAt.map(due);
  if (random.chance(0.6)) operations.push({ operatorId, afterMs: at(), what: 'reconcile' });
  const [besideAt = 0] = dueAt;
  const beside = whatElse(random, { operatorId, besideAt, run });
  return { hasNights: true, faults, operations: [...operations, ...beside] };
}

/** What may come in between: somebody leaves, switches off, or has earlier documents brought over. */
function whatElse(
  random: SeededRandom,
  of: { operatorId: string; besideAt: number; run: Run },
): PlannedOperation[] {
  const { operatorId, besideAt, run } = of;
  const { chaosMs } = run;
  const soon = besideAt + random.below(30_000);
  const later = soon + random.below(Math.max(1, chaosMs - soon));
  // Where another one may ask for the organisation meanwhile, it stays connected.
  const isAlone = run.operatorIds.length === 1;
  const provider = isAlone ? random.pick(['stora', 'xero'] as const) : 'stora';
  const what = random.pick(['nothing', 'leave', 'switch', 'walk', 'walk'] as const);
  if (what === 'leave')
    return [
      { operatorId, afterMs: soon, what: 'disconnect', provider },
      { operatorId, afterMs: later, what: 'reconnect', provider },
    ];
  if (what === 'switch')
    return [
      { operatorId, afterMs: soon, what: 'switch_posting', isOn: false },
      { operatorId, afterMs: later, what: 'switch_posting', isOn: true },
    ];
  if (what === 'nothing') return [];
  return [
    { operatorId, afterMs: 1_000, what: 'untold_month_end', count: 1 + random.below(4) },
    { operatorId, afterMs: Math.max(2_000, soon - 20_000), what: 'walk', does: 'start' },
  ];
}
