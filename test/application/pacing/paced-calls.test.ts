import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../../../infra/local/vendors/common/seeded-random.ts';
import { PacedCalls } from '../../../shared/application/pacing/paced-calls.ts';
import type { ProviderLimits } from '../../../shared/contracts/provider-settings.ts';
import type { Rate } from '../../../shared/contracts/stored-items.ts';
import { DeferredError } from '../../../shared/domain/errors/errors.ts';
import type { Clock } from '../../../shared/ports/clock.ts';
import type { Lane } from '../../../shared/ports/pacer.ts';
import type { Rates } from '../../../shared/ports/rates.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
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

function open(overrides: { clock?: Clock; rates?: Rates; stora?: ProviderLimits } = {}) {
  const clock = overrides.clock ?? new FakeClock();
  const rates = overrides.rates ?? new InMemoryRates();
  const stora = overrides.stora ?? storaLimits;
  return { clock, rates, pacer: new PacedCalls({ clock, rates, limits: { ...limits, stora } }) };
}

async function deferralOf(work: Promise<unknown>): Promise<DeferredError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof DeferredError) return error;
  throw new Error(`No deferral but ${String(error)}.`);
}

async function stampsOf(rates: Rates): Promise<number[]> {
  return (await rates.get(key.operatorId, key.provider))?.stampsEpochMs ?? [];
}

describe('PacedCalls', () => {
  it('lets a call through and gives its answer', async () => {
    const { pacer } = open();

    await expect(pacer.run(call, async () => 'answer')).resolves.toBe('answer');
  });

  it('passes a failure of the call on and counts the call all the same', async () => {
    const { pacer, rates } = open();
    const failing = pacer.run(call, () => Promise.reject(new Error('No answer.')));

    await expect(failing).rejects.toThrow('No answer.');
    await pacer.settle();
    expect(await stampsOf(rates)).toHaveLength(1);
  });

  it('writes once for five calls', async () => {
    const { pacer, rates } = open();
    for (let sent = 0; sent < 5; sent += 1) await pacer.run(call, async () => undefined);

    expect(await rates.get(key.operatorId, key.provider)).toMatchObject({ revision: 1 });
  });

  it('stores reservations as cautious stamps and replaces them by the true ends', async () => {
    const { clock, pacer, rates } = open();
    const start = clock.nowEpochMs();
    await pacer.run(call, () => clock.sleep(200));

    expect(await stampsOf(rates)).toEqual(Array(5).fill(start + 30_000));
    await pacer.settle();
    expect(await stampsOf(rates)).toEqual([start + 200]);
  });

  it('sleeps inside for a slot that is near', async () => {
    const clock = new FakeClock();
    const { pacer } = open({ clock });
    for (let sent = 0; sent < 11; sent += 1) await pacer.run(call, async () => undefined);

    expect(Math.max(...clock.sleptMs)).toBe(1_050);
  });

  it('defers for a slot that is far, by the seconds until it', async () => {
    const clock = new FakeClock();
    const { pacer } = open({ clock });
    const start = clock.nowEpochMs();
    for (let sent = 0; sent < 60; sent += 1) await pacer.run(call, async () => undefined);
    const elapsedMs = clock.nowEpochMs() - start;

    const { reason, retryAfterSeconds } = await deferralOf(pacer.run(call, async () => undefined));
    expect(reason).toBe('pace');
    expect(retryAfterSeconds).toBe(Math.ceil((60_050 - elapsedMs) / 1_000));
  });

  it('sends nothing when it defers', async () => {
    const { clock, pacer } = open();
    await pacer.block(key.operatorId, key.provider, clock.nowEpochMs() + 30_000);
    let sent = 0;

    await deferralOf(
      pacer.run(call, async () => {
        sent += 1;
      }),
    );
    expect(sent).toBe(0);
  });

  it('keeps operators apart, and providers', async () => {
    const { clock, pacer } = open();
    await pacer.block('harbour', 'stora', clock.nowEpochMs() + 30_000);

    await expect(pacer.run({ ...call, operatorId: 'acorn' }, async () => 1)).resolves.toBe(1);
    await expect(pacer.run({ ...call, provider: 'xero' }, async () => 2)).resolves.toBe(2);
  });

  it('lets everything through at once where the caps are lifted', async () => {
    const lifted = { windows: [{ limit: null, windowMs: 1_000 }], concurrent: null };
    const clock = new FakeClock();
    const { pacer, rates } = open({ clock, stora: lifted });
    for (let sent = 0; sent < 200; sent += 1) await pacer.run(call, async () => undefined);

    expect(clock.sleptMs).toEqual([]);
    expect(await rates.get(key.operatorId, key.provider)).toBeUndefined();
  });

  it("leaves Xero's day to Xero's own answer: the ring holds only the minute", async () => {
    const clock = new FakeClock();
    const { pacer, rates } = open({ clock });
    for (let sent = 0; sent < 60; sent += 1) {
      await pacer.run({ ...call, provider: 'xero' }, async () => undefined);
    }

    expect((await rates.get('harbour', 'xero'))?.stampsEpochMs).toHaveLength(60);
    expect(clock.sleptMs.every((ms) => ms === 0)).toBe(true);
  });

  it('gives back what it took and did not use when it learns of a block', async () => {
    const { clock, pacer, rates } = open();
    await pacer.run(call, async () => undefined);
    await pacer.block(key.operatorId, key.provider, clock.nowEpochMs() + 9_000);

    expect(await rates.get(key.operatorId, key.provider)).toMatchObject({
      stampsEpochMs: [clock.nowEpochMs()],
      blockedUntilEpochMs: clock.nowEpochMs() + 9_000,
    });
  });

  it('never lowers a block that another worker set', async () => {
    const { clock, pacer, rates } = open();
    const other = open({ clock, rates }).pacer;
    const until = clock.nowEpochMs() + 50_000;
    await pacer.run(call, async () => undefined);
    await other.block(key.operatorId, key.provider, until);
    await pacer.block(key.operatorId, key.provider, until - 49_000);

    expect(await rates.get(key.operatorId, key.provider)).toMatchObject({
      blockedUntilEpochMs: until,
    });
  });

  it('defers for a second when others save all the time', async () => {
    const rates: Rates = { get: async () => undefined, save: async () => 'conflict' };
    const { pacer } = open({ rates });

    expect(await deferralOf(pacer.run(call, async () => undefined))).toMatchObject({
      reason: 'rate_item_contended',
      retryAfterSeconds: 1,
    });
  });

  it('ends a batch in peace although its stamps cannot be saved', async () => {
    const { pacer, rates } = open();
    await pacer.run(call, async () => undefined);
    if (rates instanceof InMemoryRates) rates.faults.failNext('save', new Error('Throttled.'));

    await expect(pacer.settle()).resolves.toBeUndefined();
  });

  it('reads the item again after a read that failed', async () => {
    const rates = new InMemoryRates();
    rates.faults.failNext('get', new Error('Throttled.'));
    const { pacer } = open({ rates });

    await expect(pacer.run(call, async () => 1)).rejects.toThrow('Throttled.');
    await expect(pacer.run(call, async () => 1)).resolves.toBe(1);
  });

  it('looks again before it defers on what it remembers', async () => {
    const { clock, pacer, rates } = open();
    const others = [open({ clock, rates }).pacer, open({ clock, rates }).pacer];
    // Two other workers hold five cautious slots each: that is all this one knows of …
    for (const other of others) await other.run(call, async () => undefined);
    await deferralOf(pacer.run(call, async () => undefined));
    // … but they have given them back by now.
    for (const other of others) await other.settle();

    await expect(pacer.run(call, async () => 'at once')).resolves.toBe('at once');
  });

  it('does not let calls side by side in one worker get into each other’s way', async () => {
    const { pacer, rates } = open();
    const calls = Array.from({ length: 10 }, () => pacer.run(call, async () => 1));

    await expect(Promise.all(calls)).resolves.toHaveLength(10);
    await pacer.settle();
    expect(await stampsOf(rates)).toHaveLength(10);
  });

  it('starts no call on a slot whose stamp would be over before the call may be', async () => {
    const { clock, pacer, rates } = open();
    // Slow calls use up the time for which five slots were taken at once.
    for (let sent = 0; sent < 5; sent += 1) await pacer.run(call, () => clock.sleep(24_000));
    const stamps = await stampsOf(rates);

    expect(Math.max(...stamps)).toBeGreaterThanOrEqual(clock.nowEpochMs());
  });
});

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
        if (sent % load.batchSize === 0) await pacer.settle();
      } catch (error) {
        // The deferred batch comes back later; anything else is a failure of the test.
        if (!(error instanceof DeferredError)) throw error;
        await pacer.settle();
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
          await backfill.settle();
          await clock.sleep(error.retryAfterSeconds * 1_000);
        }
      }
    };
    const ask = async () => {
      for (let asked = 0; asked < 20; asked += 1) {
        await clock.sleep(13_000);
        const before = clock.nowEpochMs();
        await live.run(call, async () => waitsMs.push(clock.nowEpochMs() - before));
        await live.settle();
      }
      isOver = true;
    };
    await clock.run([fill(), ask()]);

    expect(waitsMs).toHaveLength(20);
    expect(Math.max(...waitsMs)).toBeLessThanOrEqual(2_000);
  });
});
