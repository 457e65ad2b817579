import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Rate } from '../../../shared/contracts/rate-item.ts';
import { countCall, nthLatest } from '../../../shared/domain/pacing/counters.ts';
import { gatesOf, laneParts } from '../../../shared/domain/pacing/gates.ts';
import { hear } from '../../../shared/domain/pacing/hear.ts';
import { type RateSignals, readSignals } from '../../../shared/domain/pacing/rate-headers.ts';
import {
  block,
  callsSince,
  hopeful,
  nextStart,
  type RingState,
  reserve,
  tellEnd,
} from '../../../shared/domain/pacing/ring.ts';
import { allowedOf, cut } from '../../../shared/domain/pacing/share.ts';
import { minuteOf, type Window, windowsInForce } from '../../../shared/domain/pacing/windows.ts';
import { aRate } from '../../builders/a-rate.ts';

const now = Date.parse('2026-11-30T09:00:00Z');
const limits = {
  windows: [
    { limit: 10, windowMs: 1_000 },
    { limit: 60, windowMs: 60_000 },
    { limit: 5_000, windowMs: 86_400_000 },
  ],
  concurrent: null,
};
const windows = windowsInForce(limits, aRate(), now);
const lane = fc.constantFrom('live', 'backfill', 'reconcile' as const);
const endedAgo = fc.array(fc.nat(60_000), { maxLength: 80 });
const cap = fc.record({
  limit: fc.integer({ min: 1, max: 5_000 }),
  windowMs: fc.constantFrom(10_000, 60_000),
});

/** A rate whose calls ended so many ms ago. */
function rateOf(agoMs: number[]): Rate {
  let rate = aRate();
  for (const ms of agoMs.toSorted((left, right) => right - left)) rate = called(rate, now - ms);
  return rate;
}

function called(rate: Rate, endedEpochMs: number): Rate {
  const { state, stampEpochMs } = reserve(rate, windows, endedEpochMs);
  return tellEnd(state, windows, { stampEpochMs, endedEpochMs });
}

const headerText = fc.oneof(
  fc.constant(undefined),
  fc.string(),
  fc.integer().map(String),
  fc.double().map(String),
  fc.integer({ min: -400, max: 400 }).map((seconds) => String(Math.floor(now / 1_000) + seconds)),
);
const signals: fc.Arbitrary<RateSignals> = fc.record({
  isRefused: fc.boolean(),
  reset: headerText,
  retryAfter: headerText,
  limit: headerText,
  problem: fc.oneof(
    headerText,
    fc.constantFrom('minute', 'day', 'concurrent', 'appminute', undefined),
  ),
  minuteRemaining: headerText,
  dayRemaining: headerText,
  isKeyed: fc.boolean(),
});

describe('laws of pacing', () => {
  it('1: a call more never lets the next one start earlier', () => {
    fc.assert(
      fc.property(endedAgo, fc.nat(60_000), lane, (agoMs, oneMoreMs, name) => {
        const gates = gatesOf(windows, {}, { lane: name, nowEpochMs: now });
        const fewer = nextStart(rateOf(agoMs), gates, now);
        expect(nextStart(rateOf([...agoMs, oneMoreMs]), gates, now)).toBeGreaterThanOrEqual(fewer);
      }),
    );
  });

  it('2: at the next start every gate holds fewer calls than it allows', () => {
    fc.assert(
      fc.property(endedAgo, lane, (agoMs, name) => {
        const rate = rateOf(agoMs);
        const gates = gatesOf(windows, {}, { lane: name, nowEpochMs: now });
        const start = nextStart(rate, gates, now);
        for (const gate of gates) {
          const window = { ...gate, limit: gate.allowed, cap: gate.allowed };
          expect(callsSince(rate, window, start - gate.windowMs)).toBeLessThan(gate.allowed);
        }
      }),
    );
  });

  it('3: a reservation that is given back leaves the next start as it was', () => {
    fc.assert(
      fc.property(endedAgo, fc.nat(5_000), lane, (agoMs, aheadMs, name) => {
        const rate = rateOf(agoMs);
        const gates = gatesOf(windows, {}, { lane: name, nowEpochMs: now });
        const { state, stampEpochMs } = reserve(rate, windows, now + aheadMs);
        const given = tellEnd(state, windows, { stampEpochMs, endedEpochMs: undefined });
        expect(nextStart(given, gates, now)).toBe(nextStart(rate, gates, now));
      }),
    );
  });

  it('4: telling an end twice is telling it once, and the order of ends does not matter', () => {
    const ends = fc.array(fc.nat(20_000), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(ends, fc.infiniteStream(fc.nat()), (durationsMs, order) => {
        let state: RingState = aRate();
        const calls = durationsMs.map((durationMs) => {
          const reserved = reserve(state, windows, now);
          state = reserved.state;
          return { stampEpochMs: reserved.stampEpochMs, endedEpochMs: now + durationMs };
        });
        const told = (list: typeof calls) =>
          list.reduce((before, call) => tellEnd(before, windows, call), state);
        const shuffled = calls
          .map((call) => ({ call, at: order.next().value ?? 0 }))
          .toSorted((left, right) => left.at - right.at)
          .map(({ call }) => call);
        expect(told([...shuffled, ...calls])).toEqual(told(calls));
        expect(told(calls).runningEpochMs).toEqual([]);
      }),
    );
  });

  it('5: hope never goes beyond what the cautious stamps say, nor behind now', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(30_000), { maxLength: 30 }), (startedAgoMs) => {
        let state: RingState = aRate();
        for (const ms of startedAgoMs) state = reserve(state, windows, now - ms).state;
        const gates = gatesOf(windows, {}, { lane: 'live', nowEpochMs: now });
        const hoped = nextStart(hopeful(state, now), gates, now);
        expect(hoped).toBeGreaterThanOrEqual(now);
        expect(hoped).toBeLessThanOrEqual(nextStart(state, gates, now));
      }),
    );
  });

  it('6: buckets hold a call at least as long as single stamps, and a sixtieth longer at most', () => {
    const loads = fc.array(fc.nat(60_000), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(loads, fc.integer({ min: 1, max: 200 }), (agoMs, n) => {
        const ends = agoMs.map((ms) => now - ms).toSorted((left, right) => left - right);
        const counter = ends.reduce<Array<[number, number]>>(
          (before, end) => countCall(before, 60_000, end),
          [],
        );
        const exact = ends.at(-n);
        const bucketed = nthLatest(counter, n);
        expect(bucketed === undefined).toBe(exact === undefined);
        if (exact === undefined || bucketed === undefined) return;
        expect(bucketed).toBeGreaterThanOrEqual(exact);
        expect(bucketed - exact).toBeLessThan(1_000);
      }),
    );
  });

  it('7: whatever an answer says, a block is never lowered and caps are never raised', () => {
    fc.assert(
      fc.property(signals, endedAgo, fc.nat(200_000), (said, agoMs, blockedMs) => {
        const before = block(rateOf(agoMs), now + blockedMs);
        const at = { windows, lanePart: 1, unsentCalls: 0, nowEpochMs: now };
        const after = hear(before, said, at);
        expect(after.blockedUntilEpochMs).toBeGreaterThanOrEqual(before.blockedUntilEpochMs);
        expect(after.blockedUntilEpochMs).toBeLessThanOrEqual(
          Math.max(before.blockedUntilEpochMs, now + 86_400_000),
        );
        const inForce = windowsInForce(limits, after, now);
        for (const [index, window] of inForce.entries()) {
          expect(window.limit).toBeGreaterThanOrEqual(1);
          expect(window.limit).toBeLessThanOrEqual(windows[index]?.limit ?? 0);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('8: an answer that was no refusal blocks nobody and cuts nothing', () => {
    fc.assert(
      fc.property(signals, endedAgo, (said, agoMs) => {
        const before = rateOf(agoMs);
        const at = { windows, lanePart: 0.8, unsentCalls: 0, nowEpochMs: now };
        const { counted: _counted, ...after } = hear(before, { ...said, isRefused: false }, at);
        expect(after).toEqual(before);
      }),
    );
  });

  it('9: the share is never below a tenth nor above nine tenths, and never shrinks by itself', () => {
    const times = fc.tuple(fc.nat(40_000_000), fc.nat(40_000_000));
    const ownCallsAndKind = fc.tuple(fc.nat(6_000), fc.boolean());
    fc.assert(
      fc.property(cap, ownCallsAndKind, times, (window, [ownCalls, isFixed], [one, other]) => {
        const share = cutAt(window, ownCalls, isFixed);
        const [sooner, later] = one < other ? [one, other] : [other, one];
        const first = allowedOf(share, window, now + sooner) ?? Number.POSITIVE_INFINITY;
        const second = allowedOf(share, window, now + later) ?? Number.POSITIVE_INFINITY;
        expect(second).toBeGreaterThanOrEqual(first);
        expect(first).toBeGreaterThanOrEqual(Math.max(1, Math.floor(window.limit * 0.1)));
        if (Number.isFinite(second)) {
          expect(second).toBeLessThanOrEqual(Math.max(1, Math.floor(window.limit * 0.9)));
        }
      }),
    );
  });

  it('10: all refusals of one window cut once, and each later window may cut again', () => {
    const ownCallsAndKind = fc.tuple(fc.nat(6_000), fc.boolean());
    fc.assert(
      fc.property(cap, ownCallsAndKind, fc.nat(9_999), (window, [ownCalls, isFixed], laterMs) => {
        const first = cutAt(window, ownCalls, isFixed);
        const sameUntilEpochMs = now + 2 * window.windowMs;
        const refusal = { ...window, ownCalls, sameUntilEpochMs, isFixed };
        const same = cut(first, { ...refusal, nowEpochMs: now + laterMs });
        const next = cut(first, { ...refusal, nowEpochMs: now + window.windowMs });
        expect(same.allowed).toBe(first.allowed);
        const raised = allowedOf(first, window, now + window.windowMs) ?? window.limit;
        expect(next.allowed).toBeLessThanOrEqual(Math.max(raised, first.allowed));
      }),
    );
  });

  it('11: a higher lane may always start at least what a lower one may', () => {
    const shares = fc.option(
      fc.record({
        allowed: fc.integer({ min: 6, max: 54 }),
        refusedAt: fc.integer({ min: 6, max: 60 }),
        sinceEpochMs: fc.constant(now),
        sameUntilEpochMs: fc.constant(now),
        isFixed: fc.boolean(),
      }),
      { nil: undefined },
    );
    fc.assert(
      fc.property(endedAgo, shares, (agoMs, share) => {
        const rate = { ...rateOf(agoMs), ...(share ? { share } : {}) };
        const starts = (['live', 'backfill', 'reconcile'] as const).map((name) => {
          const gates = gatesOf(windows, rate, { lane: name, nowEpochMs: now });
          const own = gates.filter(({ windowMs }) => limitsHas(windowMs));
          return nextStart(rate, own, now);
        });
        expect(starts).toEqual(starts.toSorted((left, right) => left - right));
      }),
    );
  });

  it('12: the item stays below 4 KB under whatever caps and load', () => {
    const large = fc.constantFrom<Window[]>(
      windows,
      [{ limit: 120, cap: 120, windowMs: 60_000, isBucketed: false }],
      [{ limit: 190, cap: 190, windowMs: 10_000, isBucketed: true }],
      [{ limit: 3_000, cap: 3_000, windowMs: 60_000, isBucketed: true }],
    );
    fc.assert(
      fc.property(large, fc.integer({ min: 20, max: 400 }), (inForce, latencyMs) => {
        expect(weightOf(busiest(inForce, latencyMs))).toBeLessThan(4_096);
      }),
      { numRuns: 6 },
    );
  });

  it('13: whatever was called, one window that stands still never gets more than its share', () => {
    const allowedAndLane = fc.tuple(fc.integer({ min: 10, max: 54 }), lane);
    const pauses = fc.array(fc.nat(20_000), { minLength: 80, maxLength: 120 });
    fc.assert(
      fc.property(endedAgo, allowedAndLane, pauses, (agoMs, [allowed, name], pausesMs) => {
        const instants = { sinceEpochMs: now + 3_600_000, sameUntilEpochMs: now };
        const share = { allowed, refusedAt: allowed, ...instants, isFixed: true };
        let rate: Rate = { ...rateOf(agoMs), share };
        const gates = gatesOf(windows, rate, { lane: name, nowEpochMs: now });
        const starts: number[] = [];
        let time = now + 60_000;
        for (const pauseMs of pausesMs) {
          // Sometimes a worker is late, mostly it comes at once.
          time = nextStart(rate, gates, time + (pauseMs > 18_000 ? pauseMs : 0));
          starts.push(time);
          // Its answer comes after it.
          rate = called(rate, time + 1);
        }
        const perWindow = Map.groupBy(starts, (start) => Math.floor(start / 60_000));
        const most = Math.max(...[...perWindow.values()].map(({ length }) => length));
        expect(most).toBeLessThanOrEqual(Math.max(1, Math.floor(allowed * laneParts[name])));
      }),
      { numRuns: 50 },
    );
  });
});

function cutAt(window: { limit: number; windowMs: number }, ownCalls: number, isFixed: boolean) {
  return cut(undefined, {
    ...window,
    ownCalls,
    isFixed,
    nowEpochMs: now,
    sameUntilEpochMs: now + window.windowMs,
  });
}

function limitsHas(windowMs: number): boolean {
  return limits.windows.some((window) => window.windowMs === windowMs);
}

/** A rate after a minute of all that the gates let through, ten calls at once. */
function busiest(inForce: Window[], latencyMs: number): Rate {
  let rate = hear(aRate(), readSignals(aRefusal), {
    windows: inForce,
    lanePart: laneParts.live,
    unsentCalls: 0,
    nowEpochMs: now - 3_600_000 * 10,
  });
  rate = { ...rate, blockedUntilEpochMs: 0 };
  const gates = gatesOf(inForce, {}, { lane: 'live', nowEpochMs: now });
  const running: Array<{ stampEpochMs: number; endedEpochMs: number }> = [];
  for (let time = now; time < now + 70_000; ) {
    if (running.length >= 10) {
      const first = running.shift();
      if (first !== undefined) rate = tellEnd(rate, inForce, first);
    }
    time = Math.max(time + 1, nextStart(rate, gates, time));
    const reserved = reserve(rate, inForce, time);
    rate = reserved.state;
    running.push({ stampEpochMs: reserved.stampEpochMs, endedEpochMs: time + latencyMs });
    if (nextStart(rate, gates, time) > time + 25_000) {
      for (const call of running.splice(0)) rate = tellEnd(rate, inForce, call);
    }
  }
  const minute = minuteOf(inForce);
  return minute ? { ...rate, cap: { limit: minute.limit, windowMs: minute.windowMs } } : rate;
}

const aRefusal = { status: 429, header: () => '37', isKeyed: false };

/** As DynamoDB weighs: names, numbers by their digits, a byte and more per element. */
function weightOf(value: unknown): number {
  if (typeof value === 'number') return 2 + Math.ceil(String(value).length / 2) + 1;
  if (typeof value === 'string') return 1 + value.length;
  if (Array.isArray(value)) return value.reduce((total, one) => total + weightOf(one), 4);
  if (value === null || typeof value !== 'object') return 2;
  return Object.entries(value).reduce((sum, [name, one]) => sum + name.length + weightOf(one), 4);
}
