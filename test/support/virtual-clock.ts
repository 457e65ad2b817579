import type { Clock } from '../../shared/ports/clock.ts';

interface Sleeper {
  untilEpochMs: number;
  wake(): void;
}

/**
 * Time for several workers at once: it stands still while any of them has something to do and then
 * jumps to the earliest end of a sleep. Hours of waiting take no time, and a run can be repeated.
 */
export class VirtualClock implements Clock {
  #nowEpochMs: number;
  #sleepers: Sleeper[] = [];

  constructor(startAt = '2026-11-30T09:00:00.000Z') {
    this.#nowEpochMs = Date.parse(startAt);
  }

  nowEpochMs(): number {
    return this.#nowEpochMs;
  }

  sleep(durationMs: number): Promise<void> {
    return new Promise((wake) => {
      this.#sleepers.push({ untilEpochMs: this.#nowEpochMs + Math.max(0, durationMs), wake });
    });
  }

  /** Lets the workers run to their end and gives what they return. */
  async run<T>(workers: Array<Promise<T>>): Promise<T[]> {
    let isOver = false;
    const all = Promise.all(workers).finally(() => {
      isOver = true;
    });
    while (!isOver) {
      await drained();
      if (!isOver) this.#wakeNext();
    }
    return all;
  }

  #wakeNext(): void {
    const next = this.#sleepers.toSorted((a, b) => a.untilEpochMs - b.untilEpochMs)[0];
    if (next === undefined) throw new Error('Every worker waits for something that never comes.');
    this.#sleepers = this.#sleepers.filter((sleeper) => sleeper !== next);
    this.#nowEpochMs = Math.max(this.#nowEpochMs, next.untilEpochMs);
    next.wake();
  }
}

/** Resolves when every promise that can go on has gone on. */
function drained(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
