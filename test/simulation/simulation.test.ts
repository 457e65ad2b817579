import { describe, expect, it } from 'vitest';
import type { SeedReport } from './run-checked.ts';
import { runSeed } from './run-seed.ts';
import { runPool } from './seed-pool.ts';

/** More by the command: npm run sim -- --seeds 2000. */
const seeds = Number(process.env.SIM_SEEDS ?? 40);

describe('the whole pipeline under simulated faults', () => {
  it(`breaks no invariant in ${seeds} runs`, async () => {
    const reports: SeedReport[] = [];
    let given = 0;

    await runPool({
      cores: 2,
      next: () => (given < seeds ? ++given : undefined),
      done: (report) => reports.push(report),
    });

    const found = reports.flatMap(({ seed, violations }) =>
      violations.map(({ invariant, text }) => `seed ${seed} ${invariant}: ${text}`),
    );
    expect(found).toEqual([]);
    expect(reports).toHaveLength(seeds);
    expect(reports.some(({ faultCounts }) => Object.keys(faultCounts).length > 0)).toBe(true);
  }, 300_000);

  it.each([2, 3, 5])('goes the same way twice with seed %i', async (seed) => {
    const [first, second] = [await runSeed(seed), await runSeed(seed)];

    expect(second.traceHash).toBe(first.traceHash);
    expect(second.events).toBe(first.events);
    expect(second.history).toHaveLength(first.history.length);
  });

  it('goes another way with another seed', async () => {
    const [first, second] = [await runSeed(2), await runSeed(3)];
    expect(second.traceHash).not.toBe(first.traceHash);
  });
});
