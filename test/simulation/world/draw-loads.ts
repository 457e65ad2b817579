import {
  createSeededRandom,
  type SeededRandom,
} from '../../../infra/local/vendors/common/seeded-random.ts';
import type { PlannedOperation } from './planned-operation.ts';

interface Run {
  operatorIds: readonly string[];
  chaosMs: number;
}

/**
 * What a few invoices and a quiet desk never bring about: loads that reach the caps, and changes of
 * one record within one second. Drawn from numbers of its own, so that all else of a seed stays what
 * it is.
 */
export function drawLoads({ seed, ...run }: Run & { seed: number }): PlannedOperation[] {
  const random = createSeededRandom(seed ^ 0x10ad);
  return [
    ...(random.chance(0.04) ? longImport(random, run) : []),
    ...(random.chance(0.04) ? rush(random, run) : []),
    ...(random.chance(0.1) ? restlessDesk(random, run) : []),
  ];
}

/** Invoices and payments come in while it runs. */
function longImport(random: SeededRandom, run: Run): PlannedOperation[] {
  const base = baseOf(random, run);
  const meanwhile = (['month_end', 'pay', 'month_end', 'pay_part'] as const).map((what, index) => {
    const afterMs = base.afterMs + (index + 1) * 20_000;
    return { ...base, afterMs, what, share: random.next(), count: 1 };
  });
  return [{ ...base, what: 'backfill', count: 70 + random.below(70) }, ...meanwhile];
}

/** Live reads side by side, in the midst of which the access token may end for all of them. */
function rush(random: SeededRandom, run: Run): PlannedOperation[] {
  const base = baseOf(random, run);
  const afterMs = base.afterMs + 300 + random.below(4_000);
  return [
    { ...base, what: 'rush', count: 70 + random.below(70), readers: 6 },
    ...(random.chance(0.7) ? [{ ...base, afterMs, what: 'end_access_tokens' as const }] : []),
  ];
}

/** Some of them must meet a delivery that comes late, or nothing tells the order within a second. */
function restlessDesk(random: SeededRandom, run: Run): PlannedOperation[] {
  return Array.from({ length: 5 }, () => hastyChanges(random, run)).flat();
}

/** The same customer, twice or three times in a breath. */
function hastyChanges(random: SeededRandom, run: Run): PlannedOperation[] {
  const base = baseOf(random, run);
  const share = random.next();
  return Array.from({ length: 2 + random.below(2) }, (_, index) => {
    const afterMs = base.afterMs + index * random.below(400);
    return { ...base, afterMs, what: 'change_contact', share, count: index + 1 };
  });
}

function baseOf(random: SeededRandom, { operatorIds, chaosMs }: Run) {
  return { afterMs: random.below(chaosMs), operatorId: random.pick(operatorIds) };
}
