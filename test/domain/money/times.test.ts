import { describe, expect, it } from 'vitest';
import { isExactProduct } from '../../../shared/domain/money/times.ts';

describe('isExactProduct', () => {
  it.each([
    [3, 4_000, 12_000, true],
    [3, 4_000, 12_001, false],
    [0.1, 10, 1, true],
    [0.1, 15, 1, false],
    [0.1, 15, 2, false],
    [1.1, 1_000, 1_100, true],
    [-2, 300, -600, true],
    [0, 300, 0, true],
    [0.0001, 10_000, 1, true],
    [0.00001, 100_000, 1, false],
    [1e300, 1, 1, false],
  ])('%d times %i is %i: %s', (...[quantity, unitMinor, amountMinor, isExact]) => {
    expect(isExactProduct(quantity, unitMinor, amountMinor)).toBe(isExact);
  });
});
