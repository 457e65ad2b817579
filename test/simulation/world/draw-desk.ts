import { createSeededRandom } from '../../../infra/local/vendors/common/seeded-random.ts';
import type { PlannedOperation } from './planned-operation.ts';

const minuteMs = 60_000;

/**
 * In some runs documents wait for an account, people leave some of them as they are, and the account
 * comes back: what was accepted has to rest all the same. Drawn from numbers of its own, so that all else
 * of a seed stays what it is.
 */
export function drawDesk(run: {
  seed: number;
  operatorIds: readonly string[];
  chaosMs: number;
}): PlannedOperation[] {
  const random = createSeededRandom(run.seed ^ 0xde5c);
  if (!random.chance(0.12)) return [];
  const operatorId = random.pick(run.operatorIds);
  const afterMs = random.below(Math.max(1, run.chaosMs - 9 * minuteMs));
  const acceptedMs = afterMs + minuteMs + random.below(3 * minuteMs);
  const person = { operatorId, provider: 'xero' } as const;
  return [
    { operatorId, afterMs, what: 'archive_account', forMs: (16 + random.below(20)) * minuteMs },
    { operatorId, afterMs: afterMs + 1_000, what: 'month_end', share: random.next(), count: 3 },
    { ...person, afterMs: acceptedMs, what: 'accept_issues' },
    { ...person, afterMs: acceptedMs + 11 * minuteMs, what: 'retry_causes' },
  ];
}
