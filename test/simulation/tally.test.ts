import { describe, expect, it } from 'vitest';
import type { SeedReport } from './run-checked.ts';
import { isGood, Tally } from './tally.ts';

function aReport(overrides: Partial<SeedReport> = {}): SeedReport {
  return {
    seed: 1,
    violations: [],
    faultCounts: { store_slow: 2 },
    stateCounts: { parked: 1, tombstone: 0 },
    events: 100,
    isDouble: false,
    ...overrides,
  };
}

const timing = { seconds: 30, cores: 2 };

describe('the sum of many seeds', () => {
  it('adds up events, faults and rare states', () => {
    const tally = new Tally(['store_slow', 'clock_skew']);
    tally.add(aReport());
    tally.add(aReport({ seed: 100, isDouble: true }));

    expect(tally.summary(timing)).toMatchObject({
      seeds: 2,
      seedsPerMinutePerCore: 3,
      events: 200,
      doubleRuns: 1,
      faultCounts: { store_slow: 4, clock_skew: 0 },
      faultsNeverFired: ['clock_skew'],
      stateCounts: { parked: 2, tombstone: 0 },
      statesNeverSeen: ['tombstone'],
    });
  });

  it('names each violation with its seed', () => {
    const tally = new Tally([]);
    tally.add(aReport({ seed: 7, violations: [{ invariant: 'I2', text: 'twice' }] }));

    const summary = tally.summary(timing);

    expect(summary.violations).toEqual([{ seed: 7, invariant: 'I2', text: 'twice' }]);
    expect(summary.violationsByInvariant).toEqual({ I2: 1 });
    expect(isGood(summary)).toBe(false);
  });

  it('demands every kind of fault of a long run only', () => {
    const tally = new Tally(['clock_skew']);
    tally.add(aReport());
    const summary = tally.summary(timing);

    expect(isGood({ ...summary, seeds: 499 })).toBe(true);
    expect(isGood({ ...summary, seeds: 500 })).toBe(false);
    expect(isGood({ ...summary, seeds: 500, faultsNeverFired: [] })).toBe(true);
  });
});
