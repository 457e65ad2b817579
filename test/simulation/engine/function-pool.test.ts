import { describe, expect, it } from 'vitest';
import { fastRandom } from './fast-random.ts';
import { FaultDice } from './fault-dice.ts';
import { FunctionPool } from './function-pool.ts';
import { Recorder } from './recorder.ts';
import type { SimProcess } from './sim-process.ts';
import { VirtualTime } from './virtual-time.ts';

type Handle = (process: SimProcess, input: string) => Promise<string>;

function newPool(handle: Handle) {
  const random = fastRandom(1);
  const time = new VirtualTime({ startEpochMs: 0, random });
  const recorder = new Recorder(time);
  const dice = new FaultDice({ random, recorder, enabled: {} });
  const started: SimProcess[] = [];
  const pool = new FunctionPool<string, string>(
    { time, dice, recorder },
    {
      name: 'worker',
      timeoutMs: 10_000,
      concurrency: 2,
      wire: (process) => {
        started.push(process);
        return (input) => handle(process, input);
      },
    },
    { hasSkew: false },
  );
  return { pool, time, started, dice };
}

describe('a simulated function', () => {
  it('keeps its environment warm between invocations', async () => {
    const { pool, time, started } = newPool(async (process, input) => {
      await process.sleep(100);
      return `${input} done`;
    });

    const first = pool.invoke('one');
    await time.run(() => false);
    const second = pool.invoke('two');
    await time.run(() => false);

    expect([await first, await second]).toEqual([
      { kind: 'succeeded', output: 'one done' },
      { kind: 'succeeded', output: 'two done' },
    ]);
    expect(started).toHaveLength(1);
  });

  it('starts no more at once than it may', async () => {
    const { pool, time } = newPool((process) => process.sleep(100).then(() => 'done'));

    const ends = ['one', 'two', 'three'].map((input) => pool.invoke(input));
    await time.run(() => false);

    expect((await Promise.all(ends)).map(({ kind }) => kind)).toEqual([
      'succeeded',
      'succeeded',
      'throttled',
    ]);
  });

  it('ends at its time-out, and an environment that was cut off goes on in the next invocation', async () => {
    const seen: string[] = [];
    const { pool, time, dice } = newPool(async (process, input) => {
      await process.sleep(input === 'slow' ? 15_000 : 1);
      seen.push(`${input} at ${time.nowEpochMs()}`);
      return input;
    });
    const ends: string[] = [];
    while (dice.counts.left_at_time_out === undefined) {
      const slow = pool.invoke('slow');
      await time.run(() => false);
      ends.push((await slow).kind);
    }
    expect(seen).toEqual([]);

    const quick = pool.invoke('quick');
    await time.run(() => false);

    expect((await quick).kind).toBe('succeeded');
    expect(new Set(ends)).toEqual(new Set(['timed_out']));
    expect(seen.map((text) => text.split(' ')[0])).toEqual(['slow', 'quick']);
  });

  it('tells of an invocation that nothing was ever going to wake', async () => {
    const { pool, time } = newPool(() => new Promise(() => undefined));

    const lost = pool.invoke('one');
    await time.run(() => false);

    expect((await lost).kind).toBe('timed_out');
    expect(pool.lostWakeUps).toEqual(['worker: worker-1']);
  });

  it('reports a crash at once and starts anew the next time', async () => {
    const { pool, time, started } = newPool(async (process, input) => {
      if (input === 'bad') process.crash();
      await process.sleep(1);
      return input;
    });

    const bad = pool.invoke('bad');
    await time.run(() => false);
    const good = pool.invoke('good');
    await time.run(() => false);

    expect([(await bad).kind, (await good).kind]).toEqual(['crashed', 'succeeded']);
    expect(started).toHaveLength(2);
  });
});
