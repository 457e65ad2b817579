import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../../../infra/local/vendors/common/seeded-random.ts';
import {
  block,
  callAtMostMs,
  type Gate,
  hopeful,
  nextStart,
  type RingState,
  reserve,
  tellEnd,
} from '../../../shared/domain/pacing/ring.ts';
import type { Window } from '../../../shared/domain/pacing/windows.ts';
import { mostInFixedWindow, mostInSlidingWindow } from '../../support/window-counts.ts';

const second: Window = { limit: 10, cap: 10, windowMs: 1_000, isBucketed: false };
const minute: Window = { limit: 60, cap: 60, windowMs: 60_000, isBucketed: false };
const windows = [second, minute];
const live = gatesFor(1);
const empty: RingState = { stampsEpochMs: [], blockedUntilEpochMs: 0 };
const now = Date.parse('2026-11-30T09:00:00Z');
const skewMs = 50;

function gatesFor(part: number, of: Window[] = windows): Gate[] {
  return of.map(({ limit, windowMs, isBucketed }) => {
    return { allowed: Math.max(1, Math.floor(limit * part)), windowMs, isBucketed };
  });
}

/** A ring on which calls ended at these times. */
function ringOf(endedEpochMs: number[]): RingState {
  return { ...empty, stampsEpochMs: endedEpochMs };
}

function reserved(state: RingState, startEpochMs: number): RingState {
  return reserve(state, windows, startEpochMs).state;
}

describe('nextStart', () => {
  it('lets the first call go at once', () => {
    expect(nextStart(empty, live, now)).toBe(now);
  });

  it('holds the eleventh call until a second after the first ended', () => {
    const ended = Array.from({ length: 10 }, (_, index) => now + index);

    expect(nextStart(ringOf(ended), live, now + 10)).toBe(now + 1_000 + skewMs);
  });

  it('holds the sixty-first call until a minute after the first ended', () => {
    const ended = Array.from({ length: 60 }, (_, index) => now - 30_000 + index * 150);

    expect(nextStart(ringOf(ended), live, now)).toBe(now - 30_000 + 60_000 + skewMs);
  });

  it('holds every call during a block', () => {
    expect(nextStart(block(empty, now + 5_000), live, now)).toBe(now + 5_000);
  });

  it('never answers with the past', () => {
    expect(nextStart(ringOf([now - 900_000]), live, now)).toBe(now);
  });

  it('leaves a lane of a tiny cap at least one call', () => {
    const tiny = gatesFor(0.6, [{ ...second, limit: 1 }]);

    expect(nextStart(empty, tiny, now)).toBe(now);
    expect(nextStart(ringOf([now]), tiny, now)).toBe(now + 1_000 + skewMs);
  });
});

describe('reserve', () => {
  it('counts a running call as ending as late as it may', () => {
    expect(reserve(empty, windows, now)).toMatchObject({
      stampEpochMs: now + callAtMostMs,
      state: { runningEpochMs: [now + callAtMostMs] },
    });
  });

  it('gives calls of one instant stamps of their own', () => {
    const twice = reserved(reserved(empty, now), now);

    expect(twice.runningEpochMs).toEqual([now + 30_000, now + 30_001]);
  });

  it('forgets the calls that no window can see any more', () => {
    const ended = [now - 70_000, now - 66_000, now - 64_000, now - 1];

    expect(reserved(ringOf(ended), now).stampsEpochMs).toEqual([now - 64_000, now - 1]);
  });

  it('takes a call that nobody settled as ended at its cautious stamp', () => {
    const later = now + callAtMostMs + 10_000;

    expect(reserved(reserved(empty, now), later)).toMatchObject({
      stampsEpochMs: [now + callAtMostMs],
      runningEpochMs: [later + callAtMostMs],
    });
  });

  it('keeps an older call whose place is needed again when a slot is given back', () => {
    // Sixty calls in the minute before; the slot for later is taken, then given back.
    const ended = Array.from({ length: 60 }, (_, index) => now - 59_000 + index * 900);
    const start = nextStart(ringOf(ended), live, now);
    const { state, stampEpochMs } = reserve(ringOf(ended), windows, start);
    const given = tellEnd(state, windows, { stampEpochMs, endedEpochMs: undefined });

    expect(start).toBeGreaterThan(now);
    expect(nextStart(given, live, now)).toBe(start);
  });
});

describe('tellEnd', () => {
  const two = reserved(reserved(empty, now), now + 1);

  it('replaces the cautious stamp by the true end', () => {
    const call = { stampEpochMs: now + 30_001, endedEpochMs: now + 200 };

    expect(tellEnd(two, windows, call)).toMatchObject({
      stampsEpochMs: [now + 200],
      runningEpochMs: [now + 30_000],
    });
  });

  it('gives back the slot of a call that never left', () => {
    const call = { stampEpochMs: now + 30_000, endedEpochMs: undefined };

    expect(tellEnd(two, windows, call)).toMatchObject({
      stampsEpochMs: [],
      runningEpochMs: [now + 30_001],
    });
  });

  it('changes nothing for a stamp that is not there', () => {
    expect(tellEnd(two, windows, { stampEpochMs: 1, endedEpochMs: now })).toEqual(two);
  });

  it('counts into the buckets of a large window, which tidying keeps', () => {
    const large = [{ limit: 300, cap: 300, windowMs: 60_000, isBucketed: true }];
    const { state, stampEpochMs } = reserve(empty, large, now);
    const settled = tellEnd(state, large, { stampEpochMs, endedEpochMs: now + 200 });

    expect(reserve(settled, large, now + 900).state.counters).toEqual({
      60000: [[now + 1_000, 1]],
    });
  });
});

describe('block', () => {
  it('is never lowered, in whatever order the answers come', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(10_000_000), { minLength: 1 }), (untils) => {
        let state = empty;
        for (const until of untils) state = block(state, until);
        expect(state.blockedUntilEpochMs).toBe(Math.max(...untils));
      }),
    );
  });

  it('survives reservations and settlements', () => {
    const blocked = reserved(block(empty, now + 9_000), now);
    const call = { stampEpochMs: now + 30_000, endedEpochMs: now + 1 };

    expect(tellEnd(blocked, windows, call).blockedUntilEpochMs).toBe(now + 9_000);
  });
});

describe('hopeful', () => {
  it.each([
    ['just started is soon over', 0, 300],
    ['runs for a second takes another', 1_000, 2_000],
    ['should be over by now is at its cautious stamp', 29_000, 30_000],
  ])('expects that a call which %s', (_what, afterMs, expectedMs) => {
    const state = hopeful(reserved(empty, now), now + afterMs);

    expect(state.runningEpochMs).toEqual([now + expectedMs]);
  });
});

interface Simulation {
  arrivals: number[];
  lastEndMs: number;
}

interface Load {
  gates: Gate[];
  seed: number;
  calls: number;
  inFlight: number;
  latencyMs(random: number): number;
  /** How far the clocks of the callers are apart. */
  clockSpreadMs: number;
}

/** Greedy callers on one ring. A request arrives at the provider at any time while its call runs. */
function simulate(load: Load): Simulation {
  const random = createSeededRandom(load.seed);
  const skews = Array.from({ length: load.inFlight }, () =>
    Math.round((random.next() - 0.5) * load.clockSpreadMs),
  );
  let running: Array<{ caller: number; endMs: number; stampEpochMs: number }> = [];
  let state = empty;
  let time = now;
  const arrivals: number[] = [];
  const idle = skews.map((_, caller) => caller);
  let left = load.calls;
  while (left > 0 || running.length > 0) {
    const caller = left > 0 ? idle[0] : undefined;
    const skew = skews[caller ?? 0] ?? 0;
    const startMs =
      caller === undefined ? Infinity : nextStart(state, load.gates, time + skew) - skew;
    const nextEnd = running.toSorted((a, b) => a.endMs - b.endMs)[0];
    if (caller === undefined || (nextEnd !== undefined && nextEnd.endMs <= startMs)) {
      if (nextEnd === undefined) throw new Error('Nobody runs and nobody may start.');
      time = nextEnd.endMs;
      running = running.filter((call) => call !== nextEnd);
      idle.push(nextEnd.caller);
      const endedEpochMs = time + (skews[nextEnd.caller] ?? 0);
      state = tellEnd(state, windows, { stampEpochMs: nextEnd.stampEpochMs, endedEpochMs });
      continue;
    }
    time = startMs;
    idle.shift();
    left -= 1;
    const latency = load.latencyMs(random.next());
    const taken = reserve(state, windows, time + skew);
    state = taken.state;
    running.push({ caller, endMs: time + latency, stampEpochMs: taken.stampEpochMs });
    arrivals.push(time + random.next() * latency);
  }
  return { arrivals, lastEndMs: time };
}

const latencies = {
  'of 60 to 400 ms': (random: number) => 60 + Math.floor(random * 340),
  'of 20 ms to 3 s': (random: number) => 20 + Math.floor(random ** 4 * 2_980),
  'of nothing at all': () => 0,
  'of nearly the longest allowed': (random: number) => 20_000 + Math.floor(random * 9_999),
};

function expectWithin(arrivals: number[], share: number): void {
  for (const { limit, windowMs } of [second, minute]) {
    const allowed = Math.floor(limit * share);
    expect(mostInSlidingWindow(arrivals, windowMs)).toBeLessThanOrEqual(allowed);
    for (const part of [0, 0.13, 0.5, 0.87]) {
      const fixed = { windowMs, offsetMs: part * windowMs };
      expect(mostInFixedWindow(arrivals, fixed)).toBeLessThanOrEqual(allowed);
    }
  }
}

describe('the ring under load', () => {
  it.each(Object.entries(latencies))(
    'never exceeds a window with latencies %s',
    (_what, latencyMs) => {
      const load = fc.record({
        seed: fc.integer(),
        inFlight: fc.integer({ min: 1, max: 12 }),
        share: fc.constantFrom(1, 0.8, 0.6),
        clockSpreadMs: fc.constantFrom(0, skewMs),
      });
      fc.assert(
        fc.property(load, ({ seed, inFlight, share, clockSpreadMs }) => {
          const gates = gatesFor(share);
          const calls = 400;
          const load = { gates, seed, calls, inFlight, latencyMs, clockSpreadMs };
          expectWithin(simulate(load).arrivals, share);
        }),
        { numRuns: 25 },
      );
    },
  );

  it('uses at least 95 % of the cap with latencies of 60 to 400 ms, alone or side by side', () => {
    const latencyMs = latencies['of 60 to 400 ms'];
    for (const inFlight of [1, 4, 10]) {
      const calls = 6_000;
      const load = { gates: live, seed: inFlight, calls, inFlight, latencyMs, clockSpreadMs: 0 };
      const { arrivals, lastEndMs } = simulate(load);
      expectWithin(arrivals, 1);
      // The first minute's worth goes in a burst, hence counted from its end.
      const minutes = (lastEndMs - now) / 60_000;
      expect((calls - 60) / (60 * minutes)).toBeGreaterThanOrEqual(0.95);
    }
  });

  it.each([
    [0.8, 2, 12],
    [0.6, 4, 24],
  ])(
    'leaves live calls their part while a lane of %d has taken all it may',
    (share, perSecond, perMinute) => {
      const lane = gatesFor(share);
      let state = empty;
      while (nextStart(state, lane, now) === now) state = called(state, now);
      expect(startsAt(state, now, [second])).toBe(perSecond);

      // A minute's worth of the lane, spread so that no second is full.
      const spread = ringOf(
        Array.from({ length: 60 * share }, (_, index) => now - 59_000 + index * 900),
      );
      expect(nextStart(spread, lane, now)).toBeGreaterThan(now);
      expect(startsAt(spread, now, [minute])).toBe(perMinute);
    },
  );
});

/** How many live calls these windows let start at this very instant. */
function startsAt(state: RingState, atMs: number, of: Window[]): number {
  let next = state;
  let starts = 0;
  while (nextStart(next, gatesFor(1, of), atMs) === atMs) {
    next = called(next, atMs);
    starts += 1;
  }
  return starts;
}

/** After a call that took no time. */
function called(state: RingState, atMs: number): RingState {
  const { state: taken, stampEpochMs } = reserve(state, windows, atMs);
  return tellEnd(taken, windows, { stampEpochMs, endedEpochMs: atMs });
}
