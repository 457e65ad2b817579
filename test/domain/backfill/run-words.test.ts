import { describe, expect, it } from 'vitest';
import { barOf } from '../../../shared/domain/backfill/run-words.ts';
import { aBackfillRun, backfillStartEpochMs } from '../../builders/a-backfill-run.ts';

const nowEpochMs = backfillStartEpochMs + 60_000;
const halfWay = aBackfillRun({
  step: 3,
  place: { pass: 1, kind: 'invoice', page: 4 },
  totals: { invoice: 600, credit_note: 0 },
  tally: { found: 300, posted: 290, adopted: 5, parked: 3, left: 2 },
  activeMs: 60_000,
  runsSince: new Date(nowEpochMs).toISOString(),
  marks: [
    { activeMs: 0, walked: 0, worked: 0, calls: 0 },
    { activeMs: 60_000, walked: 300, worked: 298, calls: 40 },
  ],
});

describe('the bar of a run', () => {
  it('tells everything where there is room', () => {
    expect(barOf(halfWay, nowEpochMs, 200)).toMatch(
      /^█+░+ \d\d % running, 300 of 600, ends 09:0\d UTC, 300 a minute, posted 290, adopted 5, parked 3, left 2$/,
    );
  });

  it.each([60, 80, 100])('is never wider than a terminal of %i columns', (columns) => {
    expect(barOf(halfWay, nowEpochMs, columns).length).toBeLessThan(columns);
    expect(barOf(halfWay, nowEpochMs, columns)).toContain('300 of 600');
  });

  it('ends with all the counts', () => {
    const done = { ...halfWay, status: 'done' as const, endedAt: '2026-11-30T09:02:00.000Z' };

    expect(barOf(done, nowEpochMs, 80)).toMatch(
      /^█+ 100 % done, posted 290, adopted 5, parked 3, left 2$/,
    );
  });

  it('names the day of an end that is not today', () => {
    const late = Date.parse('2026-11-30T23:59:30.000Z');
    const run = { ...halfWay, runsSince: new Date(late).toISOString() };

    expect(barOf(run, late, 100)).toContain('ends 2026-12-01 00:0');
  });
});
