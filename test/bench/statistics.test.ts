import { describe, expect, it } from 'vitest';
import { median, percentile, round } from './statistics.ts';

const oneToHundred = Array.from({ length: 100 }, (_, index) => 100 - index);

describe('a percentile', () => {
  it.each([
    [50, 50],
    [99, 99],
    [100, 100],
    [0, 1],
  ])('of %i per cent over 1 to 100 is %i, whatever their order', (percent, expected) => {
    expect(percentile(oneToHundred, percent)).toBe(expected);
  });

  it('is one of the samples, never a value between two', () => {
    expect(percentile([1, 2, 10], 99)).toBe(10);
    expect(median([4, 1, 3])).toBe(3);
  });

  it('sorts by value, not as text', () => {
    expect(percentile([9, 100, 20], 100)).toBe(100);
  });

  it('of nothing is an error', () => {
    expect(() => percentile([], 50)).toThrow('no samples');
  });
});

describe('rounding', () => {
  it('keeps the given number of decimals', () => {
    expect(round(1.2345, 2)).toBe(1.23);
    expect(round(41.98, 0)).toBe(42);
  });
});
