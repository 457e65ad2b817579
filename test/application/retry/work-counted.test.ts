import { beforeEach, describe, expect, it } from 'vitest';
import {
  type NotedDeferral,
  type TriedMessage,
  unforeseenReason,
  workCounted,
} from '../../../shared/application/retry/work-counted.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { InMemoryTries } from '../../fakes/in-memory-tries.ts';
import { RecordingLog } from '../../fakes/recording-log.ts';

type Result = { kind: 'done' } | { kind: 'given_up' };
const done: Result = { kind: 'done' };
const waits = { kind: 'deferred', reason: 'pace', retryAfterSeconds: 7 } as const;
const fails = { kind: 'deferred', reason: unforeseenReason, retryAfterSeconds: 20 } as const;

/** Stands for the process: nothing after it runs, and nobody catches it. */
const death = new Error('The process died.');

let clock: FakeClock;
let tries: InMemoryTries;
let log: RecordingLog;
let begun: string[][];
let answers: Record<string, Result | NotedDeferral | 'dies'>;
let seen: Array<TriedMessage<string>>;
beforeEach(() => {
  clock = new FakeClock();
  tries = new InMemoryTries();
  log = new RecordingLog();
  begun = [];
  answers = {};
  seen = [];
});

async function work(batch: Array<TriedMessage<string>>) {
  seen.push(...batch);
  begun.push(batch.map((one) => `${one.message}${one.tries}`));
  clock.advance(4_000);
  const results = batch.map(({ message }) => answers[message] ?? done);
  // The whole batch stands still with the one that never ends.
  if (results.includes('dies')) return new Promise<never>(() => {});
  return results.filter((result) => result !== 'dies');
}

/** One receive; undefined when the worker died in it. */
async function receive(receiveCount: number, ...messages: string[]) {
  const results = workCounted<string, Result>(
    messages.map((message) => ({ message, receiveCount })),
    {
      operatorId: 'acorn',
      queue: 'changes-xero',
      keyOf: (message) => message,
      work,
      giveUp: async () => ({ kind: 'given_up' }),
    },
    { tries, clock, log },
  );
  const isDead = new Promise<undefined>((resolve) => setImmediate(() => resolve(undefined)));
  return Promise.race([results, isDead]);
}

const counts = () => tries.all()[0]?.tries ?? {};
const countOf = (message: string) => counts()[message]?.count;

describe('a first receive', () => {
  it('neither reads nor writes a count', async () => {
    tries.faults.failNext('get', death);
    tries.faults.failNext('save', death);

    expect(await receive(1, 'a', 'b')).toEqual([done, done]);
    expect(begun).toEqual([['a1', 'b1']]);
  });
});

const isDown = {
  kind: 'deferred',
  reason: 'xero_http_503',
  retryAfterSeconds: 20,
  wait: 'failure',
} as const;
const isAway = {
  kind: 'deferred',
  reason: 'needs_reconnect',
  retryAfterSeconds: 900,
  wait: 'reconnect',
} as const;

describe('the time for which the other side has failed', () => {
  it('begins with the first failure, also at a first receive', async () => {
    answers = { a: isDown };
    await receive(1, 'a');
    const failingSinceEpochMs = clock.nowEpochMs();
    clock.advance(20_000);
    await receive(2, 'a');
    await receive(3, 'a');

    expect(seen.at(-1)).toMatchObject({ failures: 2, failingSinceEpochMs, tries: 2 });
  });

  it('stands still while a message waits for its turn', async () => {
    answers = { a: isDown };
    await receive(1, 'a');
    const failingSinceEpochMs = clock.nowEpochMs() + 7_000;
    answers = { a: waits };
    await receive(2, 'a');
    await receive(3, 'a');

    expect(seen.at(-1)).toMatchObject({ failures: 1, failingSinceEpochMs });
  });

  it('is over once somebody has to connect again, and after a success', async () => {
    answers = { a: isDown };
    await receive(1, 'a');
    answers = { a: isAway };
    await receive(2, 'a');
    await receive(3, 'a');

    expect(seen.at(-1)).toMatchObject({ failures: 0, rests: 1 });
    expect(seen.at(-1)?.failingSinceEpochMs).toBeUndefined();
    answers = {};
    await receive(4, 'a');
    expect(counts()).toEqual({});
  });

  it('begins with the next failure when it could not be stored', async () => {
    tries.faults.failNext('save', new Error('throttled'));
    answers = { a: isDown };

    expect(await receive(1, 'a')).toMatchObject([{ reason: isDown.reason }]);
    expect(log.of('tries.failure_not_noted')).toHaveLength(1);
  });
});

describe('a batch that was handed out before', () => {
  it('goes together, is counted before the work and cleared after it', async () => {
    answers = { b: 'dies' };
    await receive(2, 'a', 'b');
    expect([countOf('a'), countOf('b')]).toEqual([1, 1]);

    answers = {};
    expect(await receive(3, 'a', 'b')).toEqual([done, done]);
    expect(counts()).toEqual({});
  });

  it('is never given up for waiting, however long', async () => {
    answers = { a: waits };
    for (let count = 1; count <= 40; count += 1) {
      expect(await receive(count, 'a', 'b')).toEqual([waits, done]);
    }
    expect(counts()).toEqual({});
    expect(log.of('message.given_up')).toEqual([]);
  });

  it('is not begun when it cannot be counted', async () => {
    tries.faults.failNext('save', new Error('The table is down.'));

    const [result] = (await receive(2, 'a')) ?? [];

    expect(result).toEqual({
      kind: 'deferred',
      reason: 'tries_not_counted',
      retryAfterSeconds: 30,
    });
    expect(begun).toEqual([]);
  });

  it('keeps its results when the count cannot be taken back', async () => {
    answers = { a: waits };
    const save = tries.save.bind(tries);
    let saves = 0;
    tries.save = async (row) => {
      saves += 1;
      if (saves === 2) throw new Error('The table is down.');
      return save(row);
    };

    expect(await receive(2, 'a')).toEqual([waits]);
    expect(countOf('a')).toBe(1);
  });

  it('counts on what another worker saved meanwhile', async () => {
    await tries.save({
      operatorId: 'acorn',
      queue: 'changes-xero',
      revision: 0,
      tries: { x: { count: 2, firstAt: clock.nowIso() } },
    });
    const get = tries.get.bind(tries);
    tries.get = async (...key) => {
      tries.get = get;
      const row = await get(...key);
      if (row !== undefined) await tries.save({ ...row, tries: { ...row.tries } });
      return row;
    };
    answers = { a: fails };

    await receive(2, 'a');

    expect([countOf('x'), countOf('a')]).toEqual([2, 1]);
  });
});

describe('work that never ends', () => {
  it('is begun five times at most, then given up, and its neighbours go on', async () => {
    answers = { b: 'dies' };
    const results = [];
    for (let count = 1; count <= 6; count += 1) results.push(await receive(count, 'a', 'b', 'c'));
    results.push(await receive(7, 'c'));

    expect(results.slice(0, 5)).toEqual(Array(5).fill(undefined));
    // Acknowledged before another one may kill the worker.
    expect(results[5]).toMatchObject([done, { kind: 'given_up' }, { reason: 'not_reached' }]);
    expect(results[6]).toEqual([done]);
    expect(begun.flat().filter((one) => one.startsWith('b'))).toEqual([
      'b1',
      'b2',
      'b3',
      'b4',
      'b5',
    ]);
    expect(log.of('message.given_up')).toHaveLength(1);
    expect(counts()).toEqual({});
  });

  it('costs five tries each when there are two in one batch', async () => {
    answers = { a: 'dies', c: 'dies' };
    let left = ['a', 'b', 'c'];
    for (let count = 1; count <= 20 && left.length > 0; count += 1) {
      const results = (await receive(count, ...left)) ?? [];
      const first = results.findIndex(({ kind }) => kind === 'deferred');
      left = left.slice(first < 0 ? results.length : first);
    }

    expect(left).toEqual([]);
    expect(begun.flat().filter((one) => one.startsWith('a'))).toHaveLength(5);
    expect(begun.flat().filter((one) => one.startsWith('c')).length).toBeLessThanOrEqual(5);
    expect(log.of('message.given_up')).toHaveLength(2);
  });

  it('leaves the counts of its neighbours as they are', async () => {
    answers = { b: 'dies' };
    for (let count = 1; count <= 5; count += 1) await receive(count, 'a', 'b', 'c');

    expect([countOf('a'), countOf('b'), countOf('c')]).toEqual([undefined, 4, 1]);
  });

  it('is ended at the next receive when giving it up failed', async () => {
    answers = { a: 'dies' };
    for (let count = 1; count <= 5; count += 1) await receive(count, 'a');
    let isFailing = true;
    const end = () =>
      workCounted<string, Result>(
        [{ message: 'a', receiveCount: 6 }],
        {
          operatorId: 'acorn',
          queue: 'changes-xero',
          keyOf: (message) => message,
          work,
          giveUp: async () => {
            if (isFailing) throw new Error('The table is down.');
            return { kind: 'given_up' };
          },
        },
        { tries, clock, log },
      );

    expect(await end()).toMatchObject([{ kind: 'deferred', reason: unforeseenReason }]);
    isFailing = false;
    expect(await end()).toEqual([{ kind: 'given_up' }]);
  });
});

describe('work that fails', () => {
  it('keeps its count and tells the work which try it is', async () => {
    answers = { a: fails };
    for (let count = 1; count <= 4; count += 1) await receive(count, 'a', 'b');

    expect(begun[0]).toEqual(['a1', 'b1']);
    expect(begun.flat().filter((one) => one.startsWith('a'))).toEqual(['a1', 'a2', 'a3', 'a4']);
  });

  it('one by one ends in time for what was done to be acknowledged', async () => {
    const messages = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    answers = { a: 'dies' };
    await receive(2, ...messages);
    answers = {};

    const results = (await receive(3, ...messages)) ?? [];

    expect(results.map(({ kind }) => kind)).toEqual([
      ...Array(4).fill('done'),
      ...Array(3).fill('deferred'),
    ]);
    expect(results[4]).toEqual({ kind: 'deferred', reason: 'not_reached', retryAfterSeconds: 2 });
  });
});
