import { describe, expect, it } from 'vitest';
import { ExpiringCache } from '../../shared/runtime/expiring-cache.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

function cacheOf(bounds: { entries: number; lifeMs: number }) {
  const clock = new FakeClock();
  const cache = new ExpiringCache<string>(clock, bounds);
  const reads: string[] = [];
  const read = (key: string, value = key) =>
    cache.getOrRead(key, async () => {
      reads.push(key);
      return value;
    });
  return { clock, cache, reads, read };
}

describe('an expiring cache', () => {
  it('reads once within the life of an entry, and again when that is over', async () => {
    const { clock, reads, read } = cacheOf({ entries: 9, lifeMs: 1_000 });

    await read('a', 'first');
    clock.advance(999);
    expect(await read('a', 'second')).toBe('first');
    clock.advance(1);

    expect(await read('a', 'third')).toBe('third');
    expect(reads).toEqual(['a', 'a']);
  });

  it('counts the age from the question, not from the answer', async () => {
    const { clock, cache, read } = cacheOf({ entries: 9, lifeMs: 1_000 });

    await cache.getOrRead('a', async () => {
      clock.advance(600);
      return 'slow';
    });
    clock.advance(400);

    expect(await read('a', 'fresh')).toBe('fresh');
  });

  it('gives out nothing that was read in the future of a clock that was set back', async () => {
    const { clock, read } = cacheOf({ entries: 9, lifeMs: 1_000 });

    await read('a', 'before');
    clock.advance(-3_600_000);

    expect(await read('a', 'after')).toBe('after');
  });

  it('lets the one go that was put in first', async () => {
    const { reads, read } = cacheOf({ entries: 2, lifeMs: 1_000 });

    for (const key of ['a', 'b', 'c', 'b', 'a']) await read(key);

    expect(reads).toEqual(['a', 'b', 'c', 'a']);
  });

  it('keeps nothing of a read that failed', async () => {
    const { cache, read } = cacheOf({ entries: 2, lifeMs: 1_000 });

    await expect(cache.getOrRead('a', () => Promise.reject(new Error('down')))).rejects.toThrow();

    expect(await read('a', 'up')).toBe('up');
  });

  it('forgets one entry, or what was read until an instant', async () => {
    const { clock, cache, reads, read } = cacheOf({ entries: 9, lifeMs: 60_000 });
    await read('a');
    clock.advance(10);
    const untilEpochMs = clock.nowEpochMs();
    await read('b');
    clock.advance(10);
    await read('c');

    cache.forget('c');
    cache.forgetReadUntil(untilEpochMs);
    for (const key of ['a', 'b', 'c']) await read(key);

    expect(reads).toEqual(['a', 'b', 'c', 'a', 'b', 'c']);
  });

  it('makes a thing once', () => {
    const { cache } = cacheOf({ entries: 2, lifeMs: 1_000 });
    const made: string[] = [];
    const make = () => {
      made.push('a');
      return 'a';
    };

    expect([cache.getOrMake('a', make), cache.getOrMake('a', make)]).toEqual(['a', 'a']);
    expect(made).toHaveLength(1);
  });

  it('has no end without a life', async () => {
    const { clock, reads, read } = cacheOf({ entries: 9, lifeMs: Number.POSITIVE_INFINITY });

    await read('a');
    clock.advance(10 ** 12);
    await read('a');

    expect(reads).toEqual(['a']);
  });
});
