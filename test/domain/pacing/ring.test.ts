import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../../../infra/local/vendors/common/seeded-random.ts';
import {
  block,
  nextStart,
  type Pace,
  type RingState,
  reserve,
  settle,
} from '../../../shared/domain/pacing/ring.ts';
import { mostInFixedWindow, mostInSlidingWindow } from '../../support/window-counts.ts';

const second = { limit: 10, windowMs: 1_000 };
const minute = { limit: 60, windowMs: 60_000 };
const live: Pace = { windows: [second, minute], share: 1, callTimeoutMs: 30_000 };
const empty: RingState = { stampsEpochMs: [], blockedUntilEpochMs: 0 };
const now = Date.parse('2026-11-30T09:00:00Z');
const skewMs = 50;

/** A ring on which calls ended at these times. */
function ringOf(endedEpochMs: number[]): RingState {
  return { ...empty, stampsEpochMs: endedEpochMs };
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
    const tiny: Pace = { ...live, windows: [{ limit: 1, windowMs: 1_000 }], share: 0.6 };

    expect(nextStart(empty, tiny, now)).toBe(now);
    expect(nextStart(ringOf([now]), tiny, now)).toBe(now + 1_000 + skewMs);
  });
});

describe('reserve', () => {
  it('counts a running call as ending as late as it may', () => {
    expect(reserve(empty, live, now).stampsEpochMs).toEqual([now + 30_000]);
  });

  it('forgets the calls that no window can see any more', () => {
    const ended = [now - 70_000, now - 66_000, now - 64_000, now - 1];

    expect(reserve(ringOf(ended), live, now).stampsEpochMs).toEqual([
      now - 64_000,
      now - 1,
      now + 30_000,
    ]);
  });

  it('keeps an older call whose place is needed again when a slot is given back', () => {
    // Sixty calls in the minute before; the slot for later is taken, then given back.
    const ended = Array.from({ length: 60 }, (_, index) => now - 59_000 + index * 900);
    const start = nextStart(ringOf(ended), live, now);
    const taken = reserve(ringOf(ended), live, start);
    const given = settle(taken, { stampEpochMs: start + 30_000, endedEpochMs: undefined });

    expect(start).toBeGreaterThan(now);
    expect(nextStart(given, live, now)).toBe(start);
  });
});

describe('settle', () => {
  const reserved = reserve(reserve(empty, live, now), live, now + 1);

  it('replaces the cautious stamp by the true end, in order', () => {
    const call = { stampEpochMs: now + 30_001, endedEpochMs: now + 200 };

    expect(settle(reserved, call).stampsEpochMs).toEqual([now + 200, now + 30_000]);
  });

  it('gives back the slot of a call that never left', () => {
    const call = { stampEpochMs: now + 30_000, endedEpochMs: undefined };

    expect(settle(reserved, call).stampsEpochMs).toEqual([now + 30_001]);
  });

  it('takes one of several calls that share a stamp', () => {
    const twice = reserve(reserve(empty, live, now), live, now);
    const call = { stampEpochMs: now + 30_000, endedEpochMs: now + 7 };

    expect(settle(twice, call).stampsEpochMs).toEqual([now + 7, now + 30_000]);
  });

  it('changes nothing for a stamp that is not there', () => {
    expect(settle(reserved, { stampEpochMs: 1, endedEpochMs: now })).toEqual(reserved);
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
    const blocked = reserve(block(empty, now + 9_000), live, now);
    const settled = settle(blocked, { stampEpochMs: now + 30_000, endedEpochMs: now + 1 });

    expect(settled.blockedUntilEpochMs).toBe(now + 9_000);
  });
});

interface Simulation {
  arrivals: number[];
  lastEndMs: number;
}

interface Load {
  pace: Pace;
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
      caller === undefined ? Infinity : nextStart(state, load.pace, time + skew) - skew;
    const nextEnd = running.toSorted((a, b) => a.endMs - b.endMs)[0];
    if (caller === undefined || (nextEnd !== undefined && nextEnd.endMs <= startMs)) {
      if (nextEnd === undefined) throw new Error('Nobody runs and nobody may start.');
      time = nextEnd.endMs;
      running = running.filter((call) => call !== nextEnd);
      idle.push(nextEnd.caller);
      const endedEpochMs = time + (skews[nextEnd.caller] ?? 0);
      state = settle(state, { stampEpochMs: nextEnd.stampEpochMs, endedEpochMs });
      continue;
    }
    time = startMs;
    idle.shift();
    left -= 1;
    const latency = load.latencyMs(random.next());
    state = reserve(state, load.pace, time + skew);
    running.push({
      caller,
      endMs: time + latency,
      stampEpochMs: time + skew + load.pace.callTimeoutMs,
    });
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
          const pace = { ...live, share };
          const calls = 400;
          const load = { pace, seed, calls, inFlight, latencyMs, clockSpreadMs };
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
      const load = { pace: live, seed: inFlight, calls, inFlight, latencyMs, clockSpreadMs: 0 };
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
      const lane = { ...live, share };
      let state = empty;
      while (nextStart(state, lane, now) === now) {
        const start = reserve(state, lane, now);
        state = settle(start, { stampEpochMs: now + 30_000, endedEpochMs: now });
      }
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
function startsAt(state: RingState, atMs: number, windows: Pace['windows']): number {
  const pace = { ...live, windows };
  let next = state;
  let starts = 0;
  while (nextStart(next, pace, atMs) === atMs) {
    const call = { stampEpochMs: atMs + 30_000, endedEpochMs: atMs };
    next = settle(reserve(next, pace, atMs), call);
    starts += 1;
  }
  return starts;
}
