import { describe, expect, it } from 'vitest';
import { hubspotCaps, storaCaps } from './scene.ts';
import { optimalSeconds } from './yardstick.ts';

describe('the theoretical optimum', () => {
  it.each([
    [1, 0],
    [10, 0],
    [11, 1],
    [60, 5],
    [61, 60],
    [600, 545],
    [6_000, 5_945],
  ])('of %i calls under 10 a second and 60 a minute takes %i s', (calls, expected) => {
    expect(optimalSeconds(calls, storaCaps.windows)).toBe(expected);
  });

  it('is that of the formula for every number of calls', () => {
    for (let calls = 1; calls <= 500; calls += 1) {
      const minutes = Math.ceil(calls / 60) - 1;
      const within = Math.ceil((((calls - 1) % 60) + 1) / 10) - 1;
      expect(optimalSeconds(calls, storaCaps.windows)).toBe(60 * minutes + within);
    }
  });

  it('takes any windows', () => {
    expect(optimalSeconds(190, hubspotCaps.windows)).toBe(0);
    expect(optimalSeconds(191, hubspotCaps.windows)).toBe(10);
  });
});
