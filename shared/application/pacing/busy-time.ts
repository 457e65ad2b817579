import type { Clock } from '../../ports/clock.ts';

/**
 * How much of a worker's paid time calls are under way, and how much it only sleeps for a slot. Calls
 * side by side count once.
 */
export class BusyTime {
  readonly #clock: Clock;
  #calls = 0;
  #sleepers = 0;
  #sinceEpochMs = 0;
  #callMs = 0;
  #waitMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async call<T>(send: () => Promise<T>): Promise<T> {
    this.#count();
    this.#calls += 1;
    try {
      return await send();
    } finally {
      this.#count();
      this.#calls -= 1;
    }
  }

  async sleep(durationMs: number): Promise<void> {
    if (durationMs <= 0) return;
    this.#count();
    this.#sleepers += 1;
    try {
      await this.#clock.sleep(durationMs);
    } finally {
      this.#count();
      this.#sleepers -= 1;
    }
  }

  /** What came together since it was last asked. */
  take(): { callMs: number; waitMs: number } {
    this.#count();
    const taken = { callMs: this.#callMs, waitMs: this.#waitMs };
    this.#callMs = 0;
    this.#waitMs = 0;
    return taken;
  }

  #count(): void {
    const now = this.#clock.nowEpochMs();
    const passedMs = now - this.#sinceEpochMs;
    if (this.#calls > 0) this.#callMs += passedMs;
    else if (this.#sleepers > 0) this.#waitMs += passedMs;
    this.#sinceEpochMs = now;
  }
}
