import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../../../infra/local/vendors/common/seeded-random.ts';
import { SimProcess } from './sim-process.ts';
import { VirtualTime } from './virtual-time.ts';

function newProcess() {
  const time = new VirtualTime({ startEpochMs: 0, random: createSeededRandom(1) });
  return { time, process: new SimProcess(time, 'worker-1') };
}

describe('a simulated process', () => {
  it('never goes on after a crash, not even in its catch and finally', async () => {
    const { time, process } = newProcess();
    const seen: string[] = [];
    process.enter(() => time.follow(work(process, seen)));
    time.after(500, () => process.crash());

    await time.run(() => false);

    expect(seen).toEqual(['started']);
    expect(process.isDead).toBe(true);
  });

  it('goes on after it was frozen, with what it knew before and later than it thinks', async () => {
    const { time, process } = newProcess();
    const seen: string[] = [];
    process.enter(() => time.follow(work(process, seen)));
    time.after(500, () => process.freeze(60_000));

    await time.run(() => false);

    expect(seen).toEqual(['started', 'slept', 'finally']);
    expect(time.nowEpochMs()).toBe(60_500);
  });

  it('waits between invocations, and goes on where it was in the next one', async () => {
    const { time, process } = newProcess();
    const seen: string[] = [];
    process.enter(() => time.follow(work(process, seen)));
    time.after(500, () => process.suspend());
    time.after(90_000, () => {
      seen.push('invoked again');
      process.resume();
    });

    await time.run(() => false);

    expect(seen).toEqual(['started', 'invoked again', 'slept', 'finally']);
  });

  it('is the actor while its code runs', async () => {
    const { time, process } = newProcess();
    const actors: string[] = [];
    process.enter(() => time.follow(process.sleep(10).then(() => actors.push(time.actor.name))));
    time.after(5, () => actors.push(time.actor.name));

    await time.run(() => false);

    expect(actors).toEqual(['sim', 'worker-1']);
  });
});

async function work(process: SimProcess, seen: string[]): Promise<void> {
  seen.push('started');
  try {
    await process.sleep(1_000);
    seen.push('slept');
  } catch {
    // Recovery: none; the test looks whether this ever runs.
    seen.push('catch');
  } finally {
    seen.push('finally');
  }
}
