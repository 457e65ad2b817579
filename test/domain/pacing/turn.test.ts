import { describe, expect, it } from 'vitest';
import type { Rate } from '../../../shared/contracts/rate-item.ts';
import { gatesOf, type LaneName } from '../../../shared/domain/pacing/gates.ts';
import { nextStart, reserve, tellEnd } from '../../../shared/domain/pacing/ring.ts';
import { windowsInForce } from '../../../shared/domain/pacing/windows.ts';
import { aRate } from '../../builders/a-rate.ts';

const turn = Date.parse('2026-11-30T09:00:00Z');
const limits = {
  windows: [
    { limit: 10, windowMs: 1_000 },
    { limit: 60, windowMs: 60_000 },
  ],
  concurrent: null,
};
const windows = windowsInForce(limits, aRate(), turn);
/** Thirty calls a minute, in windows that stand still. */
const share = {
  allowed: 30,
  refusedAt: 34,
  sinceEpochMs: turn,
  sameUntilEpochMs: turn,
  isFixed: true,
};

/** Seconds since the turn at which calls start that are sent as soon as they may be. */
function startsOf(count: number, options: { lane?: LaneName; fromSecond?: number } = {}): number[] {
  let rate: Rate = aRate({ share });
  let nowEpochMs = turn + (options.fromSecond ?? 0) * 1_000;
  const starts: number[] = [];
  for (let call = 0; call < count; call += 1) {
    const at = { lane: options.lane ?? 'live', nowEpochMs: turn };
    nowEpochMs = nextStart(rate, gatesOf(windows, rate, at), nowEpochMs);
    starts.push((nowEpochMs - turn) / 1_000);
    const { state, stampEpochMs } = reserve(rate, windows, nowEpochMs);
    rate = tellEnd(state, windows, { stampEpochMs, endedEpochMs: nowEpochMs + 1 });
  }
  return starts;
}

describe('the share of a window that stands still', () => {
  it('comes last, two a second, after a group that a worker gets done in one go', () => {
    const starts = startsOf(31);

    expect(starts.slice(0, 10)).toEqual([0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5]);
    expect(starts[10]).toBe(50);
    expect(starts[29]).toBe(59.5);
    expect(starts[30]).toBe(60);
  });

  it('never lets more than the share into one window', () => {
    const starts = startsOf(100);

    const perMinute = Map.groupBy(starts, (second) => Math.floor(second / 60));
    expect([...perMinute.values()].map(({ length }) => length)).toEqual([30, 30, 30, 10]);
  });

  it('lets the first calls of a quiet minute come at once', () => {
    expect(startsOf(3, { fromSecond: 20 })).toEqual([20, 20, 20]);
  });

  it.each([
    ['backfill', 24, 45.125],
    ['reconcile', 18, 45.334],
  ] as const)('gives %s its part at the end, in one go', (lane, part, first) => {
    const starts = startsOf(part + 1, { lane });

    expect(starts[0]).toBe(first);
    expect(starts[part - 1]).toBe(59.5);
    expect(starts[part]).toBeGreaterThan(60 + first - 1);
  });

  it('leaves a live call its place at any instant of a minute that a load fills', () => {
    const load = startsOf(24, { lane: 'backfill' }).map((second) => turn + second * 1_000);
    for (let second = 0; second < 60; second += 1) {
      const nowEpochMs = turn + second * 1_000;
      const stampsEpochMs = load.filter((start) => start < nowEpochMs).map((start) => start + 1);
      const rate = aRate({ share, stampsEpochMs });
      const at = { lane: 'live', nowEpochMs } as const;

      const waitMs = nextStart(rate, gatesOf(windows, rate, at), nowEpochMs) - nowEpochMs;
      expect(waitMs, `after ${second} s`).toBeLessThanOrEqual(1_100);
    }
  });

  it('counts calls under way in the window that they may end in', () => {
    const runningEpochMs = Array.from({ length: 30 }, (_, index) => turn + 70_000 + index);
    const rate = aRate({ share, runningEpochMs });
    const at = { lane: 'live', nowEpochMs: turn } as const;

    expect(nextStart(rate, gatesOf(windows, rate, at), turn + 55_000)).toBe(turn + 120_000);
  });
});
