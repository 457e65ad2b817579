import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../../../infra/local/vendors/common/seeded-random.ts';
import { PacedCalls } from '../../../shared/application/pacing/paced-calls.ts';
import type { ProviderLimits } from '../../../shared/contracts/provider-settings.ts';
import type { Rate } from '../../../shared/contracts/rate-item.ts';
import { DeferredError } from '../../../shared/domain/errors/errors.ts';
import type { Clock } from '../../../shared/ports/clock.ts';
import type { Lane } from '../../../shared/ports/pacer.ts';
import type { Rates } from '../../../shared/ports/rates.ts';
import { InMemoryRates } from '../../fakes/in-memory-rates.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { mostInFixedWindow, mostInSlidingWindow } from '../../support/window-counts.ts';

const storaLimits: ProviderLimits = {
  windows: [
    { limit: 10, windowMs: 1_000 },
    { limit: 60, windowMs: 60_000 },
  ],
  concurrent: null,
};
const xeroLimits: ProviderLimits = {
  windows: [
    { limit: 60, windowMs: 60_000 },
    { limit: 5_000, windowMs: 86_400_000 },
  ],
  concurrent: 5,
};
const limits = { stora: storaLimits, xero: xeroLimits };
const key = { operatorId: 'harbour', provider: 'stora' } as const;
const call = { ...key, lane: 'live' } as const;

interface Load {
  seed: number;
  workers: Lane[];
  callsEach: number;
  latencyMs(random: number): number;
  conflictShare: number;
  batchSize: number;
}

/** Workers of different processes on one store, each greedy, each in batches as a queue hands them out. */
async function compete(load: Load): Promise<{ arrivals: number[]; minutes: number }> {
  const random = createSeededRandom(load.seed);
  const clock = new VirtualClock();
  const start = clock.nowEpochMs();
  const store = new InMemoryRates();
  const arrivals: number[] = [];
  const work = async (lane: Lane) => {
    const rates = slowRates(store, { clock, random, conflictShare: load.conflictShare });
    const pacer = new PacedCalls({ clock, rates, limits });
    for (let sent = 0; sent < load.callsEach; ) {
      try {
        await pacer.run({ ...key, lane }, async () => {
          const latency = load.latencyMs(random.next());
          arrivals.push(clock.nowEpochMs() + random.next() * latency);
          sent += 1;
          await clock.sleep(latency);
        });
        if (sent % load.batchSize === 0) await pacer.flush(key.operatorId);
      } catch (error) {
        // The deferred batch comes back later; anything else is a failure of the test.
        if (!(error instanceof DeferredError)) throw error;
        await pacer.flush(key.operatorId);
        await clock.sleep(error.retryAfterSeconds * 1_000);
      }
    }
  };
  await clock.run(load.workers.map(work));
  return { arrivals, minutes: (clock.nowEpochMs() - start) / 60_000 };
}

/** The store with the latency of a database, and with somebody else's save now and then. */
function slowRates(
  store: Rates,
  how: { clock: Clock; random: { next(): number }; conflictShare: number },
): Rates {
  const { clock, random, conflictShare } = how;
  return {
    get: async (operatorId, provider) => {
      await clock.sleep(2 + Math.floor(random.next() * 8));
      const found = await store.get(operatorId, provider);
      await clock.sleep(2);
      return found;
    },
    save: async (rate: Rate) => {
      await clock.sleep(2 + Math.floor(random.next() * 8));
      if (random.next() < conflictShare) await touch(store);
      const saved = await store.save(rate);
      await clock.sleep(2 + Math.floor(random.next() * 8));
      return saved;
    },
  };
}

/** A save that changes nothing but the revision. */
async function touch(store: Rates): Promise<void> {
  const standing = await store.get(key.operatorId, key.provider);
  if (standing !== undefined) await store.save(standing);
}

function expectWithinCaps(arrivals: number[]): void {
  for (const { limit, windowMs } of storaLimits.windows) {
    expect(mostInSlidingWindow(arrivals, windowMs)).toBeLessThanOrEqual(limit ?? 0);
    for (const part of [0, 0.31, 0.5, 0.77]) {
      const fixed = { windowMs, offsetMs: part * windowMs };
      expect(mostInFixedWindow(arrivals, fixed)).toBeLessThanOrEqual(limit ?? 0);
    }
  }
}

const quick = (random: number) => 60 + Math.floor(random * 340);
const uneven = (random: number) => 20 + Math.floor(random ** 6 * 24_000);

describe('PacedCalls of several workers on one store', () => {
  it.each<[string, Omit<Load, 'seed'>]>([
    [
      'two live workers',
      {
        workers: ['live', 'live'],
        callsEach: 150,
        latencyMs: quick,
        conflictShare: 0,
        batchSize: 10,
      },
    ],
    [
      'two live workers with a save of somebody else in between every third time',
      {
        workers: ['live', 'live'],
        callsEach: 150,
        latencyMs: quick,
        conflictShare: 0.33,
        batchSize: 10,
      },
    ],
    [
      'a quick and a slow mix of calls up to 24 s',
      {
        workers: ['live', 'live', 'live'],
        callsEach: 90,
        latencyMs: uneven,
        conflictShare: 0.1,
        batchSize: 7,
      },
    ],
    [
      'three lanes',
      {
        workers: ['live', 'backfill', 'reconcile'],
        callsEach: 80,
        latencyMs: quick,
        conflictShare: 0.1,
        batchSize: 10,
      },
    ],
  ])('never exceed a cap: %s', async (_what, load) => {
    for (const seed of [1, 2, 3, 4]) {
      const { arrivals } = await compete({ ...load, seed });
      expect(arrivals).toHaveLength(load.callsEach * load.workers.length);
      expectWithinCaps(arrivals);
    }
  });

  it('use the caps well, alone and against each other', async () => {
    for (const workers of [['live'], ['live', 'live']] as Lane[][]) {
      const callsEach = 600 / workers.length;
      const load = {
        seed: 7,
        workers,
        callsEach,
        latencyMs: quick,
        conflictShare: 0,
        batchSize: 10,
      };
      const { arrivals, minutes } = await compete(load);
      expectWithinCaps(arrivals);
      expect((600 - 60) / (60 * minutes)).toBeGreaterThanOrEqual(0.9);
    }
  });

  it('leave a live call its slots while a backfill takes all it may', async () => {
    const clock = new VirtualClock();
    const rates = new InMemoryRates();
    const backfill = new PacedCalls({ clock, rates, limits });
    const live = new PacedCalls({ clock, rates, limits });
    let isOver = false;
    const waitsMs: number[] = [];
    const fill = async () => {
      while (!isOver) {
        try {
          await backfill.run({ ...key, lane: 'backfill' }, () => clock.sleep(200));
        } catch (error) {
          if (!(error instanceof DeferredError)) throw error;
          await backfill.flush(key.operatorId);
          await clock.sleep(error.retryAfterSeconds * 1_000);
        }
      }
    };
    const ask = async () => {
      for (let asked = 0; asked < 20; asked += 1) {
        await clock.sleep(13_000);
        const before = clock.nowEpochMs();
        await live.run(call, async () => waitsMs.push(clock.nowEpochMs() - before));
        await live.flush(key.operatorId);
      }
      isOver = true;
    };
    await clock.run([fill(), ask()]);

    expect(waitsMs).toHaveLength(20);
    expect(Math.max(...waitsMs)).toBeLessThanOrEqual(2_000);
  });
});
