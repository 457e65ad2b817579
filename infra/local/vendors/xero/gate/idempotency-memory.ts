/** An answer in a form that can be given again. */
export interface StoredAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type Recall =
  | { readonly kind: 'new' }
  | { readonly kind: 'replay'; readonly answer: Promise<StoredAnswer> }
  | { readonly kind: 'mismatch' };

/**
 * Remembers answers by Idempotency-Key for six minutes from the first call, errors too. A repeat while the first is
 * still under way gets the first one's answer.
 */
export class IdempotencyMemory {
  readonly #entries = new Map<string, Entry>();

  /** What is known of a key; `fingerprint` is everything that must be equal for a replay. */
  recall(key: string, fingerprint: string, nowEpochMs: number): Recall {
    const entry = this.#entries.get(key);
    if (entry === undefined || nowEpochMs >= entry.forgetAtEpochMs) return { kind: 'new' };
    return entry.fingerprint === fingerprint
      ? { kind: 'replay', answer: entry.answer }
      : { kind: 'mismatch' };
  }

  /** Keeps the answer to come. */
  remember(
    key: string,
    entry: { readonly fingerprint: string; readonly answer: Promise<StoredAnswer> },
    nowEpochMs: number,
  ): void {
    this.size(nowEpochMs);
    this.#entries.set(key, { ...entry, forgetAtEpochMs: nowEpochMs + memoryMs });
  }

  /** Number of keys remembered; drops the expired ones on the way. */
  size(nowEpochMs: number): number {
    for (const [key, entry] of this.#entries) {
      if (nowEpochMs >= entry.forgetAtEpochMs) this.#entries.delete(key);
    }
    return this.#entries.size;
  }
}

interface Entry {
  readonly fingerprint: string;
  readonly answer: Promise<StoredAnswer>;
  readonly forgetAtEpochMs: number;
}

const memoryMs = 6 * 60_000;
