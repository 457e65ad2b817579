/** An answer as it is replayed: same status, same body, hence the same request id. */
export interface RememberedAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

const rememberMs = 24 * 60 * 60 * 1000;

/**
 * First answers to POSTs by operator and key, errors included, for 24 hours. The key alone counts:
 * another path or body under the same key gets the old answer (the harshest reading of the docs).
 */
export class IdempotencyStore {
  readonly #answers = new Map<string, RememberedAnswer & { readonly storedEpochMs: number }>();

  recall(operatorSlug: string, key: string, nowEpochMs: number): RememberedAnswer | undefined {
    const found = this.#answers.get(`${operatorSlug} ${key}`);
    if (found === undefined || nowEpochMs - found.storedEpochMs >= rememberMs) return undefined;
    return found;
  }

  remember(
    operatorSlug: string,
    key: string,
    answer: RememberedAnswer & { readonly storedEpochMs: number },
  ): void {
    this.#answers.set(`${operatorSlug} ${key}`, answer);
  }
}
