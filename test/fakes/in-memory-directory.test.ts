import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from './fake-clock.ts';
import { InMemoryDirectory } from './in-memory-directory.ts';

describe('an index in memory', () => {
  let clock: FakeClock;
  let lagMs: number;
  let seesAll: boolean;
  let late: string[];
  let directory: InMemoryDirectory;
  beforeEach(() => {
    clock = new FakeClock();
    lagMs = 0;
    seesAll = false;
    late = [];
    directory = new InMemoryDirectory('DUE', {
      nowEpochMs: () => clock.nowEpochMs(),
      lagMs: () => lagMs,
      seesAll: () => seesAll,
      noteLate: (name) => late.push(name),
    });
  });

  it('finds ids by their sorts, in their order: from is inside, before is not', () => {
    directory.note('c', 3);
    directory.note('a', 1);
    directory.note('b', 2);

    expect(directory.search()).toEqual(['a', 'b', 'c']);
    expect(directory.search({ from: 2, before: 3 })).toEqual(['b']);
    directory.note('b', undefined);
    expect(directory.search()).toEqual(['a', 'c']);
    expect(late).toEqual([]);
  });

  it('shows, moves and hides an id only once its lag is over, and tells whom it misled', () => {
    lagMs = 1_000;
    directory.note('a', 5);
    expect(directory.search()).toEqual([]);
    clock.advance(1_000);
    expect(directory.search()).toEqual(['a']);

    directory.note('a', 9);
    expect(directory.search({ before: 6 })).toEqual(['a']);
    clock.advance(1_000);
    expect(directory.search({ before: 6 })).toEqual([]);

    directory.note('a', undefined);
    expect(directory.search()).toEqual(['a']);
    expect(late).toEqual(['DUE', 'DUE', 'DUE']);
    clock.advance(1_000);
    expect(directory.search()).toEqual([]);
    expect(late).toHaveLength(3);
  });

  it('takes the changes of one id in their order, however long the first one takes', () => {
    lagMs = 60_000;
    directory.note('a', 1);
    lagMs = 0;
    directory.note('a', 2);
    directory.note('b', 3);

    expect(directory.search()).toEqual(['b']);
    clock.advance(60_000);
    expect(directory.search()).toEqual(['a', 'b']);
    expect(directory.search({ before: 2 })).toEqual([]);
  });

  it('hides nothing from those who see all', () => {
    lagMs = 60_000;
    seesAll = true;
    directory.note('a', 1);
    directory.note('b', 2);
    directory.note('b', undefined);

    expect(directory.search()).toEqual(['a']);
    expect(late).toEqual([]);
  });
});
