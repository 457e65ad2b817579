import { describe, expect, it } from 'vitest';
import { PacedCalls } from '../../../shared/application/pacing/paced-calls.ts';
import type { ProviderLimits } from '../../../shared/contracts/provider-settings.ts';
import type { Rate } from '../../../shared/contracts/rate-item.ts';
import { DeferredError } from '../../../shared/domain/errors/errors.ts';
import type { Clock } from '../../../shared/ports/clock.ts';
import type { Rates } from '../../../shared/ports/rates.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { InMemoryRates } from '../../fakes/in-memory-rates.ts';

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

function rateOf(rates: Rates): Promise<Rate | undefined> {
  return rates.get(key.operatorId, key.provider);
}

async function stampsOf(rates: Rates): Promise<number[]> {
  return (await rateOf(rates))?.stampsEpochMs ?? [];
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
    await pacer.flush(key.operatorId);
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

    expect(await rateOf(rates)).toMatchObject({
      stampsEpochMs: [],
      runningEpochMs: [30_000, 30_001, 30_002, 30_003, 30_004].map((ms) => start + ms),
    });
    await pacer.flush(key.operatorId);
    expect(await rateOf(rates)).toMatchObject({
      stampsEpochMs: [start + 200],
      runningEpochMs: [],
    });
  });

  it('sleeps inside for a slot that is near', async () => {
    const clock = new FakeClock();
    const { pacer } = open({ clock });
    for (let sent = 0; sent < 11; sent += 1) await pacer.run(call, async () => undefined);

    expect(Math.max(...clock.sleptMs)).toBe(1_050);
  });

  it('defers for a slot that is far, by the whole seconds until it', async () => {
    const clock = new FakeClock();
    const { pacer } = open({ clock });
    const start = clock.nowEpochMs();
    for (let sent = 0; sent < 60; sent += 1) await pacer.run(call, async () => undefined);
    const elapsedMs = clock.nowEpochMs() - start;

    const { reason, retryAfterSeconds } = await deferralOf(pacer.run(call, async () => undefined));
    expect(reason).toBe('pace');
    expect(retryAfterSeconds).toBe(Math.floor((60_050 - elapsedMs) / 1_000));
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

  it("counts Xero's minute call by call and its day in buckets", async () => {
    const clock = new FakeClock();
    const { pacer, rates } = open({ clock });
    const start = clock.nowEpochMs();
    for (let sent = 0; sent < 60; sent += 1) {
      await pacer.run({ ...call, provider: 'xero' }, async () => undefined);
    }
    await pacer.flush(key.operatorId);

    const rate = await rates.get('harbour', 'xero');
    expect(rate?.stampsEpochMs).toHaveLength(60);
    expect(rate?.counters).toEqual({ 86400000: [[start + 720_000, 60]] });
    expect(clock.sleptMs).toEqual([]);
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

    await expect(pacer.flush(key.operatorId)).resolves.toBeUndefined();
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
    for (const other of others) await other.flush(key.operatorId);
    if (clock instanceof FakeClock) clock.advance(200);

    await expect(pacer.run(call, async () => 'at once')).resolves.toBe('at once');
  });

  it('does not let calls side by side in one worker get into each other’s way', async () => {
    const { pacer, rates } = open();
    const calls = Array.from({ length: 10 }, () => pacer.run(call, async () => 1));

    await expect(Promise.all(calls)).resolves.toHaveLength(10);
    await pacer.flush(key.operatorId);
    expect(await stampsOf(rates)).toHaveLength(10);
  });

  it('starts no call on a slot whose stamp would be over before the call may be', async () => {
    const { clock, pacer, rates } = open();
    // Slow calls use up the time for which five slots were taken at once.
    for (let sent = 0; sent < 5; sent += 1) await pacer.run(call, () => clock.sleep(24_000));
    const stamps = (await rateOf(rates))?.runningEpochMs ?? [];

    expect(Math.max(...stamps)).toBeGreaterThanOrEqual(clock.nowEpochMs());
  });
});
