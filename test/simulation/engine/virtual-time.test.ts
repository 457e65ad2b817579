import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../../../infra/local/vendors/common/seeded-random.ts';
import { VirtualTime } from './virtual-time.ts';

const startEpochMs = Date.parse('2026-11-30T09:00:00.000Z');

function newTime(seed = 1) {
  return new VirtualTime({ startEpochMs, random: createSeededRandom(seed) });
}

describe('virtual time', () => {
  it('runs events in the order of their instants, whatever the order they were planned in', async () => {
    const time = newTime();
    const seen: number[] = [];
    for (const afterMs of [70, 5, 3_600_000, 0, 5_000, 71]) {
      time.after(afterMs, () => seen.push(time.nowEpochMs() - startEpochMs));
    }

    const end = await time.run(() => false);

    expect(seen).toEqual([0, 5, 70, 71, 5_000, 3_600_000]);
    expect(end).toBe('nothing_due');
  });

  it('lets everything that can go on go on before the next event', async () => {
    const time = newTime();
    const seen: string[] = [];
    const dive = async () => {
      for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
      seen.push('deep in promises');
    };
    time.after(1, () => time.follow(dive()));
    time.after(1.5, () => seen.push('later'));

    await time.run(() => false);

    expect(seen).toEqual(['deep in promises', 'later']);
  });

  it('orders events of one instant by the seed alone', async () => {
    const orders = await Promise.all([7, 7, 8].map((seed) => orderOfTies(seed)));

    expect(orders[0]).toEqual(orders[1]);
    expect(orders[0]).not.toEqual(orders[2]);
  });

  it('leaves out what was cancelled', async () => {
    const time = newTime();
    const seen: string[] = [];
    const timer = time.after(10, () => seen.push('cancelled'));
    time.after(5, () => timer.cancel());

    await time.run(() => false);

    expect(seen).toEqual([]);
    expect(time.nowEpochMs()).toBe(startEpochMs + 5);
  });

  it('stops when it is told that it is over, with events left', async () => {
    const time = newTime();
    const tick = () => void time.after(1_000, tick);
    tick();

    const end = await time.run(() => time.nowEpochMs() >= startEpochMs + 10_000);

    expect(end).toBe('over');
    expect(time.nowEpochMs()).toBe(startEpochMs + 10_000);
  });

  it('fails with the work that it follows', async () => {
    const time = newTime();
    time.after(1, () => time.follow(Promise.reject(new Error('Lost on the way.'))));
    time.after(2, () => undefined);

    await expect(time.run(() => false)).rejects.toThrow('Lost on the way.');
  });

  it('tells a failure of the simulation itself', async () => {
    const time = newTime();
    time.after(1, () => {
      throw new Error('A bug of the simulation.');
    });

    await expect(time.run(() => false)).rejects.toThrow('A bug of the simulation.');
  });
});

async function orderOfTies(seed: number): Promise<number[]> {
  const time = newTime(seed);
  const seen: number[] = [];
  for (let number = 0; number < 10; number += 1) time.after(100, () => seen.push(number));
  await time.run(() => false);
  return seen;
}
