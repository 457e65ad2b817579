import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../../../infra/local/vendors/common/seeded-random.ts';
import { percentile } from '../statistics.ts';
import { type LatencyClass, longTailed, quick, uneven } from './latency.ts';

function drawn(latency: LatencyClass): number[] {
  const random = createSeededRandom(1);
  return Array.from({ length: 50_000 }, () => latency.draw(random));
}

describe('latencies', () => {
  it.each([
    [quick, 60, 400],
    [uneven, 20, 3_000],
  ])('of an even class fill its span ($name)', (latency, least, most) => {
    const draws = drawn(latency);

    expect(Math.min(...draws)).toBe(least);
    expect(Math.max(...draws)).toBe(most);
  });

  it('of the long tail have half below 0.2 s and one in a hundred above 2.3 s', () => {
    const draws = drawn(longTailed);

    expect(percentile(draws, 50)).toBeGreaterThan(190);
    expect(percentile(draws, 50)).toBeLessThan(210);
    expect(percentile(draws, 99)).toBeGreaterThan(2_100);
    expect(percentile(draws, 99)).toBeLessThan(2_500);
  });
});
