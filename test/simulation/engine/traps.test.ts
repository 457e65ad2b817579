import { afterEach, describe, expect, it } from 'vitest';
import { createSeededRandom } from '../../../infra/local/vendors/common/seeded-random.ts';
import { makeCheap } from './fast-clones.ts';
import { deadlineOf, installTraps } from './traps.ts';
import { VirtualTime } from './virtual-time.ts';

const startEpochMs = Date.parse('2026-11-30T09:00:00.000Z');
let restore = () => {};
afterEach(() => restore());

function install() {
  const time = new VirtualTime({ startEpochMs, random: createSeededRandom(1) });
  restore = installTraps(time);
}

describe('the traps of a simulation', () => {
  it.each([
    ['Math.random', Math, 'random'],
    ['setTimeout', globalThis, 'setTimeout'],
    ['setInterval', globalThis, 'setInterval'],
    ['crypto.randomUUID', crypto, 'randomUUID'],
    ['crypto.getRandomValues', crypto, 'getRandomValues'],
  ] as const)('refuse %s', (_name, owner, method) => {
    install();

    expect(() => call(owner, method)).toThrow('was used inside a simulation');
  });

  it('show virtual time to whoever asks for the date', () => {
    install();

    const dates = [Date.now(), Date.parse(new Date().toISOString()), Number(new Date(5))];

    expect(dates).toEqual([startEpochMs, startEpochMs, 5]);
  });

  it('keep the deadline of a time-out in virtual time', () => {
    install();

    const signal = AbortSignal.timeout(25_000);

    expect(deadlineOf(signal)).toBe(startEpochMs + 25_000);
  });

  it('are gone afterwards', () => {
    install();
    restore();

    expect(call(Math, 'random')).toBeLessThan(1);
  });
});

describe('cheap copies', () => {
  it('share nothing with what they were made of', () => {
    restore = makeCheap();
    const original = { list: [{ id: 1 }], numbers: [1, 2], nothing: null, left: undefined };

    const copy = structuredClone(original);
    copy.list[0] = { id: 2 };
    copy.numbers.push(3);

    expect(original).toEqual({
      list: [{ id: 1 }],
      numbers: [1, 2],
      nothing: null,
      left: undefined,
    });
    expect(Object.keys(copy)).toEqual(['list', 'numbers', 'nothing', 'left']);
  });
});

function call(owner: object, method: string): unknown {
  return Reflect.get(owner, method).call(owner);
}
