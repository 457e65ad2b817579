import { describe, expect, it } from 'vitest';
import { foundSeeds } from './found-seeds.ts';
import { runChecked } from './run-checked.ts';

describe('seeds that once broke an invariant', () => {
  it('are each listed once', () => {
    const seeds = foundSeeds.map(({ seed }) => seed);
    expect(new Set(seeds).size).toBe(seeds.length);
  });

  for (const { seed, cause } of foundSeeds) {
    it(`hold with seed ${seed}: ${cause}`, async () => {
      const { violations } = await runChecked(seed);
      expect(violations).toEqual([]);
    });
  }
});
