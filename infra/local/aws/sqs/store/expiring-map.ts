import { ArrivalQueue } from './arrival-queue.ts';

interface Entry<Value> {
  readonly key: string;
  readonly value: Value;
  readonly expiresAtEpochMs: number;
  removed: boolean;
}

/** Remembers each value for one fixed time after it was set; reading does not prolong it. */
export class ExpiringMap<Value> {
  readonly #lifetimeMs: number;
  readonly #entries = new Map<string, Entry<Value>>();
  readonly #arrivals = new ArrivalQueue<Entry<Value>>();

  constructor(lifetimeMs: number) {
    this.#lifetimeMs = lifetimeMs;
  }

  get(key: string, nowEpochMs: number): Value | undefined {
    this.#forgetExpired(nowEpochMs);
    return this.#entries.get(key)?.value;
  }

  set(key: string, value: Value, nowEpochMs: number): void {
    this.#forgetExpired(nowEpochMs);
    const previous = this.#entries.get(key);
    if (previous) previous.removed = true;
    const entry = { key, value, expiresAtEpochMs: nowEpochMs + this.#lifetimeMs, removed: false };
    this.#entries.set(key, entry);
    this.#arrivals.push(entry);
  }

  #forgetExpired(nowEpochMs: number): void {
    let oldest = this.#arrivals.peek();
    while (oldest && oldest.expiresAtEpochMs <= nowEpochMs) {
      oldest.removed = true;
      this.#entries.delete(oldest.key);
      oldest = this.#arrivals.peek();
    }
  }
}
