import type { Clock } from '../../ports/clock.ts';

/** A few texts for a short time; the oldest goes first when it is full. */
export class ExpiringCache {
  readonly #clock: Clock;
  readonly #bounds: { entries: number; lifeMs: number };
  readonly #entries = new Map<string, { value: string; untilEpochMs: number }>();

  constructor(clock: Clock, bounds: { entries: number; lifeMs: number }) {
    this.#clock = clock;
    this.#bounds = bounds;
  }

  get(key: string): string | undefined {
    this.#dropEnded();
    return this.#entries.get(key)?.value;
  }

  set(key: string, value: string): void {
    this.#entries.delete(key);
    const untilEpochMs = this.#clock.nowEpochMs() + this.#bounds.lifeMs;
    this.#entries.set(key, { value, untilEpochMs });
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > this.#bounds.entries && oldest !== undefined) {
      this.#entries.delete(oldest);
    }
  }

  /** All live equally long, so the ended ones are always in front. */
  #dropEnded(): void {
    const now = this.#clock.nowEpochMs();
    for (const [key, { untilEpochMs }] of this.#entries) {
      if (untilEpochMs > now) return;
      this.#entries.delete(key);
    }
  }
}
