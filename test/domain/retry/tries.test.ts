import { describe, expect, it } from 'vitest';
import {
  clearTries,
  countTries,
  isUsedUp,
  takeTriesBack,
  triesAtMost,
  tryNumber,
  wasTried,
} from '../../../shared/domain/retry/tries.ts';

const at = '2026-11-30T09:00:00.000Z';
const later = '2026-11-30T10:00:00.000Z';

describe('tries of a message', () => {
  it('begin at one, because the first receive is never counted', () => {
    expect(tryNumber({}, 'a')).toBe(1);
    expect(wasTried({}, ['a'])).toBe(false);
  });

  it('are used up at the fifth: four counted and the one that was not', () => {
    let counts = {};
    const seen = [1, 2, 3, 4].map(() => {
      counts = countTries(counts, ['a'], at);
      return [tryNumber(counts, 'a'), isUsedUp(counts, 'a')];
    });

    expect(triesAtMost).toBe(5);
    expect(seen).toEqual([
      [2, false],
      [3, false],
      [4, false],
      [5, true],
    ]);
  });

  it('are never counted beyond the fifth, also when two workers begin it at once', () => {
    let counts = {};
    for (let begun = 1; begun <= 7; begun += 1) counts = countTries(counts, ['a'], at);

    expect(tryNumber(counts, 'a')).toBe(triesAtMost);
    expect(isUsedUp(counts, 'a')).toBe(true);
  });

  it('are counted once for a message that came twice in one batch', () => {
    expect(countTries({}, ['a', 'a'], at)).toEqual({ a: { count: 1, firstAt: at } });
  });

  it('keep the instant of the first', () => {
    expect(countTries(countTries({}, ['a'], at), ['a'], later)).toEqual({
      a: { count: 2, firstAt: at },
    });
  });

  it('are taken back one by one, and gone at none', () => {
    const twice = countTries(countTries({}, ['a', 'b'], at), ['a'], at);

    expect(takeTriesBack(twice, ['a', 'b', 'unknown'])).toEqual({ a: { count: 1, firstAt: at } });
  });

  it('are cleared at an end, whatever their number', () => {
    expect(clearTries(countTries({}, ['a', 'b'], at), ['a'])).toEqual({
      b: { count: 1, firstAt: at },
    });
  });

  it('of the oldest fall out, so that the row stays small', () => {
    let counts = countTries({}, ['oldest'], at);
    for (let batch = 0; batch < 5; batch += 1) {
      const keys = Array.from({ length: 10 }, (_, index) => `${batch}-${index}`);
      counts = countTries(counts, keys, new Date(Date.parse(later) + batch).toISOString());
    }

    expect(Object.keys(counts)).toHaveLength(20);
    expect(Object.keys(counts).every((key) => /^[34]-/.test(key))).toBe(true);
  });
});
