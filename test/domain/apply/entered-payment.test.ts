import { describe, expect, it } from 'vitest';
import { isPaymentEntered } from '../../../shared/domain/apply/entered-payment.ts';

describe('isPaymentEntered', () => {
  it.each([
    ['nothing was paid there', 0, 100, 0, false],
    ['exactly the sum was paid there', 100, 100, 0, true],
    ['more was paid there', 120, 100, 0, true],
    ['a part of it was paid there', 60, 100, 0, false],
    ['there is only what we posted', 50, 100, 50, false],
    ['a second part was added there', 100, 100, 50, true],
  ])(
    'when %s: %i of %i, %i of ours',
    (...[, paidMinor, cumulativeMinor, postedMinor, isEntered]) => {
      const found = { paidMinor };

      expect(isPaymentEntered(found, { cumulativeMinor, postedMinor })).toBe(isEntered);
    },
  );
});
