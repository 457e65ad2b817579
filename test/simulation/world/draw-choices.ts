import { createSeededRandom } from '../../../infra/local/vendors/common/seeded-random.ts';
import type { LedgerSettings } from '../../../shared/contracts/settings.ts';

/**
 * What operators choose for credits, deposits, customers and locked periods; the same throughout a run. Drawn from numbers
 * of its own, so that all else of a seed stays what it is.
 */
export function drawChoices(seed: number): Partial<LedgerSettings> {
  const random = createSeededRandom(seed ^ 0xc4ed17);
  const credit = random.next();
  const locks = createSeededRandom(seed ^ 0x10c4ed);
  return {
    lockedPeriod: locks.pick(['hold', 'hold', 'next_open_day', 'draft']),
    postPaymentCredit: credit < 0.3 ? 'refund' : credit < 0.42 ? 'allocate' : 'leave_open',
    contactMatching: random.pick(['email', 'email', 'email', 'number']),
    ...(random.chance(0.3) ? { depositAccountCode: '820' } : {}),
    ...(random.chance(0.12)
      ? { creditNoteStatus: random.pick(['DRAFT', 'AUTHORISED'] as const) }
      : {}),
  };
}
