import { describe, expect, it } from 'vitest';
import { holdWhile } from '../../shared/runtime/hold-while.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

/** Sleeps that end when the test says so. */
class HandClock extends FakeClock {
  #wake: () => void = () => undefined;

  override sleep(durationMs: number): Promise<void> {
    this.sleptMs.push(durationMs);
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    return promise;
  }

  async wake(): Promise<void> {
    this.#wake();
    // The loop takes a few turns until it sleeps again.
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  }
}

describe('a hold', () => {
  it('stands before the work begins, is renewed, and ends with the work', async () => {
    const clock = new HandClock();
    const renewed: number[] = [];
    const end = await holdWhile({ seconds: 12, clock }, async (seconds) => {
      renewed.push(seconds);
    });
    expect(renewed).toEqual([12]);

    await clock.wake();
    expect(renewed).toEqual([12, 12]);
    expect(clock.sleptMs).toEqual([4_000, 4_000]);

    await end();
    await clock.wake();
    expect(renewed).toEqual([12, 12]);
  });

  it('ends only after a renewal that is under way', async () => {
    const clock = new HandClock();
    const second = Promise.withResolvers<void>();
    const renewals = [Promise.resolve(), second.promise];
    const end = await holdWhile(
      { seconds: 12, clock },
      () => renewals.shift() ?? Promise.resolve(),
    );
    await clock.wake();
    let isEnded = false;
    const ending = end().then(() => {
      isEnded = true;
    });
    await Promise.resolve();
    expect(isEnded).toBe(false);

    second.resolve();
    await ending;
    expect(isEnded).toBe(true);
  });
});
