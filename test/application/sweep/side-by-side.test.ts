import { describe, expect, it } from 'vitest';
import { sideBySide } from '../../../shared/application/sweep/side-by-side.ts';
import type { Clock } from '../../../shared/ports/clock.ts';

/** A clock that a test moves: whoever sleeps wakes when it has come so far. */
class HandClock implements Clock {
  #nowEpochMs = 0;
  readonly #sleepers: { untilEpochMs: number; wake: () => void }[] = [];

  nowEpochMs(): number {
    return this.#nowEpochMs;
  }

  sleep(durationMs: number): Promise<void> {
    if (durationMs <= 0) return Promise.resolve();
    const untilEpochMs = this.#nowEpochMs + durationMs;
    return new Promise((wake) => this.#sleepers.push({ untilEpochMs, wake }));
  }

  async moveTo(epochMs: number): Promise<void> {
    this.#nowEpochMs = epochMs;
    for (const { untilEpochMs, wake } of this.#sleepers) if (untilEpochMs <= epochMs) wake();
    await settled();
  }
}

/** Lets everything run that waits for no clock. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

function begin(items: readonly string[], { places = 2, placeMs = 10, untilEpochMs = 100 } = {}) {
  const clock = new HandClock();
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  let left: string[] | undefined;
  void sideBySide(items, { clock, places, placeMs, untilEpochMs }, (item) => {
    begun.push(item);
    return new Promise((resolve) => ends.set(item, resolve));
  }).then((answer) => {
    left = answer;
  });
  const end = async (item: string) => {
    ends.get(item)?.();
    await settled();
  };
  return { clock, begun, end, left: () => left };
}

describe('work side by side', () => {
  it('begins in order, so many at once, the next when one has ended', async () => {
    const { begun, end, left } = begin(['a', 'b', 'c']);
    expect(begun).toEqual(['a', 'b']);

    await end('b');

    expect(begun).toEqual(['a', 'b', 'c']);
    await end('a');
    await end('c');
    expect(left()).toEqual([]);
  });

  it('gives the place of one that hangs to the next, and still waits for it in the end', async () => {
    const { clock, begun, end, left } = begin(['hangs', 'hangs too', 'c', 'd']);

    await clock.moveTo(9);
    expect(begun).toEqual(['hangs', 'hangs too']);
    await clock.moveTo(10);
    expect(begun).toEqual(['hangs', 'hangs too', 'c', 'd']);
    await end('c');
    await end('d');
    expect(left()).toBeUndefined();
    await end('hangs');
    await end('hangs too');

    expect(left()).toEqual([]);
  });

  it('waits for one that hangs no longer than until the end of the time', async () => {
    const { clock, end, left } = begin(['hangs', 'b'], { places: 1 });
    await clock.moveTo(10);
    await end('b');

    await clock.moveTo(100);

    expect(left()).toEqual([]);
  });

  it('begins nothing once the time is up, and tells what is left', async () => {
    const { clock, begun, end, left } = begin(['a', 'b', 'c'], { places: 1, placeMs: 1_000 });
    await clock.moveTo(100);

    await end('a');

    expect(begun).toEqual(['a']);
    expect(left()).toEqual(['b', 'c']);
  });
});
