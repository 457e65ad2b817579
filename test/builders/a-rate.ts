import type { Rate } from '../../shared/contracts/rate-item.ts';
import { anOperatorId } from './an-operator.ts';

/** A rate nothing was called on yet. */
export function aRate(overrides: Partial<Rate> = {}): Rate {
  return {
    operatorId: anOperatorId,
    provider: 'stora',
    revision: 0,
    stampsEpochMs: [],
    blockedUntilEpochMs: 0,
    ...overrides,
  };
}
