import { describe, expect, it } from 'vitest';
import { onVirtualTime } from './virtual-globals.ts';
import { VirtualTime } from './virtual-time.ts';

describe('virtual time', () => {
  it('wakes sleepers in the order of their ends, those of one instant as they lay down', async () => {
    const time = new VirtualTime(1_000);
    const woken: string[] = [];
    const sleep = async (name: string, durationMs: number) => {
      await time.sleep(durationMs);
      woken.push(`${name} ${time.nowEpochMs()}`);
    };

    await time.run(
      Promise.all([sleep('c', 70), sleep('a', 5), sleep('b', 5), sleep('d', 3_600_000)]),
    );

    expect(woken).toEqual(['a 1005', 'b 1005', 'c 1070', 'd 3601000']);
  });

  it('keeps a thousand happenings in order', async () => {
    const time = new VirtualTime(0);
    const seen: number[] = [];
    for (let index = 0; index < 1_000; index += 1) {
      const atEpochMs = (index * 7_919) % 1_009;
      time.happenAt(atEpochMs, () => seen.push(atEpochMs));
    }

    await time.run(time.sleep(2_000));

    expect(seen).toHaveLength(1_000);
    expect(seen).toEqual(seen.toSorted((left, right) => left - right));
  });

  it('lets everything that can go on go on before time passes', async () => {
    const time = new VirtualTime(0);
    const seen: number[] = [];
    const work = async () => {
      await time.sleep(10);
      for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
      seen.push(time.nowEpochMs());
    };

    await time.run(Promise.all([work(), time.sleep(11)]));

    expect(seen).toEqual([10]);
  });

  it('says so when all wait for something that never comes', async () => {
    const time = new VirtualTime(0);

    await expect(time.run(new Promise(() => undefined))).rejects.toThrow('never comes');
  });

  it('hands a failure of the work on', async () => {
    const time = new VirtualTime(0);

    await expect(time.run(Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  });
});

describe('code that takes no clock', () => {
  it('runs on virtual time, and real time is back afterwards', async () => {
    const real = { setTimeout, setInterval, clearInterval, now: Date.now };
    const time = new VirtualTime(5_000);
    let ticks = 0;

    const seen = await onVirtualTime(time, async () => {
      const { setTimeout: later, setInterval: every } = globalThis;
      const interval = every(() => {
        ticks += 1;
        if (ticks === 3) clearInterval(interval);
      }, 250);
      const { promise: minuteOver, resolve } = Promise.withResolvers<number>();
      later(() => resolve(Date.now()), 60_000);
      return minuteOver;
    });

    expect({ seen, ticks }).toEqual({ seen: 65_000, ticks: 3 });
    expect({ setTimeout, setInterval, clearInterval, now: Date.now }).toEqual(real);
  });

  it('gives real time back after a failure as well', async () => {
    const realNow = Date.now;

    const failing = onVirtualTime(new VirtualTime(0), () => Promise.reject(new Error('broken')));

    await expect(failing).rejects.toThrow('broken');
    expect(Date.now).toBe(realNow);
  });
});
