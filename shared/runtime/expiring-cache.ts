import { ageMsOf } from '../domain/age-of.ts';
import type { Clock } from '../ports/clock.ts';

export interface CacheBounds {
  /** So many at most; the one that was put in first goes first. */
  entries: number;
  /** An entry is not given out any more from this age on. */
  lifeMs: number;
}

/**
 * What was read, for a short time, on the clock that is handed in. What has ended is dropped at the next
 * use: opened tokens lie here, too.
 */
export class ExpiringCache<V> {
  readonly #clock: Clock;
  readonly #bounds: CacheBounds;
  readonly #entries = new Map<string, { value: V; readAtEpochMs: number }>();

  constructor(clock: Clock, bounds: CacheBounds) {
    this.#clock = clock;
    this.#bounds = bounds;
  }

  /** What is kept, else what `read` gives. */
  async getOrRead(key: string, read: () => Promise<V>): Promise<V> {
    this.#dropEnded();
    const kept = this.#entries.get(key);
    return kept === undefined ? this.readAnew(key, read) : kept.value;
  }

  /**
   * What `read` gives, whatever was kept. It counts from when it was asked for: what somebody changed
   * before the answer came may be missing in it. That there is nothing is not kept.
   */
  async readAnew<R extends V | undefined>(key: string, read: () => Promise<R>): Promise<R> {
    this.forget(key);
    const readAtEpochMs = this.#clock.nowEpochMs();
    const value = await read();
    if (value !== undefined) this.#put(key, { value, readAtEpochMs });
    return value;
  }

  /** What is kept. Undefined says nothing about whether there is any. */
  kept(key: string): V | undefined {
    this.#dropEnded();
    return this.#entries.get(key)?.value;
  }

  /** Keeps what is so now, or was at `readAtEpochMs`; of a key there is one. */
  keep(key: string, value: V, readAtEpochMs = this.#clock.nowEpochMs()): void {
    this.#put(key, { value, readAtEpochMs });
  }

  /** What is kept, else what `make` gives. */
  getOrMake(key: string, make: () => V): V {
    this.#dropEnded();
    const kept = this.#entries.get(key);
    if (kept !== undefined) return kept.value;
    const value = make();
    this.keep(key, value);
    return value;
  }

  forget(key: string): void {
    this.#entries.delete(key);
  }

  /** Forgets what was read at this time or before. */
  forgetReadUntil(epochMs: number): void {
    for (const [key, { readAtEpochMs }] of this.#entries)
      if (readAtEpochMs <= epochMs) this.#entries.delete(key);
  }

  #put(key: string, entry: { value: V; readAtEpochMs: number }): void {
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > this.#bounds.entries && oldest !== undefined)
      this.#entries.delete(oldest);
  }

  #dropEnded(): void {
    const nowEpochMs = this.#clock.nowEpochMs();
    for (const [key, { readAtEpochMs }] of this.#entries)
      if (ageMsOf(readAtEpochMs, nowEpochMs) >= this.#bounds.lifeMs) this.#entries.delete(key);
  }
}
