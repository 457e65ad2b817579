import { createSeededRandom } from '../../../infra/local/vendors/common/seeded-random.ts';
import type { LedgerSettings } from '../../../shared/contracts/settings.ts';
import type { PlannedOperation } from './planned-operation.ts';

/**
 * What operators choose for invoices whose life takes another turn; the same throughout a run. Drawn from
 * numbers of its own, so that all else of a seed stays what it is.
 */
export function drawPolicies(seed: number): Partial<LedgerSettings> {
  const random = createSeededRandom(seed ^ 0x11fe5);
  const writesOff = random.chance(0.5);
  const keepsMore = random.chance(0.5);
  return {
    voidedDocument: random.pick(['void', 'void', 'void_or_credit']),
    changedDocument: random.pick(['amend', 'amend', 'amend', 'issue']),
    ...(writesOff
      ? {
          uncollectible: 'credit',
          badDebtAccountCode: '477',
          taxRules: [{ accountCode: '477', rateBasisPoints: 0, taxType: 'NONE' }],
        }
      : {}),
    // Money without an invoice goes to a bank only.
    ...(keepsMore ? { overpayment: 'post', clearingAccountCode: '090' } : {}),
  };
}

const minuteMs = 60_000;

/** Invoices that are changed, overpaid, given up, asked for again, paid after all: shortly after one another. */
export function drawLives(run: {
  seed: number;
  operatorIds: readonly string[];
  chaosMs: number;
}): PlannedOperation[] {
  const random = createSeededRandom(run.seed ^ 0x11fe6);
  if (!random.chance(0.35)) return [];
  return Array.from({ length: 1 + random.below(3) }, () => {
    const operatorId = random.pick(run.operatorIds);
    const share = random.next();
    const lived = random.pick([
      ['change_invoice', 'pay'],
      ['change_invoice', 'change_invoice'],
      ['change_invoice', 'void'],
      ['overpay'],
      ['write_off', 'pay_given_up'],
      ['write_off', 'reopen', 'pay'],
      ['write_off', 'void_given_up'],
      ['pay_part', 'write_off', 'pay_given_up'],
      ['pay_part', 'void_paid'],
    ] as const);
    let afterMs = random.below(run.chaosMs);
    return lived.map((what) => {
      afterMs += random.pick([10, 2_000, 2 * minuteMs, 20 * minuteMs]);
      return { operatorId, afterMs, what, share, count: 1 };
    });
  }).flat();
}
