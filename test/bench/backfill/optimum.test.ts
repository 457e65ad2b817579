import { describe, expect, it } from 'vitest';
import { leastCalls, optimumMinutes } from './optimum.ts';

const load = { invoices: 5_760, creditNotes: 240, customers: 500, hasHistoryNotes: false };

describe('the optimum of a backfill', () => {
  it('counts the calls that no order of work can spare', () => {
    expect(leastCalls(load)).toBe(5 + 35 + 464 + 255);
    expect(leastCalls({ ...load, hasHistoryNotes: true })).toBe(leastCalls(load) + 6_000);
  });

  it('takes them, live calls and the pages of the second walk at the pace of the lane', () => {
    expect(optimumMinutes(load, 100)).toBeCloseTo((759 + 100 + 61) / 48, 5);
  });

  it('goes on the day after where the calls of a day do not suffice', () => {
    const noted = { ...load, hasHistoryNotes: true };

    expect(optimumMinutes(noted, 0)).toBeCloseTo(1_440 + (6_759 - 4_000 + 61) / 48, 5);
  });
});
