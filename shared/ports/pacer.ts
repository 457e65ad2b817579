import type { Provider } from '../contracts/ids.ts';

export type Lane = 'live' | 'backfill' | 'reconcile';

/** Everything that calls a provider goes through this, so that its caps are never exceeded by us. */
export interface Pacer {
  /**
   * Runs the call when a slot is free. Sleeps for at most 2 s inside; a longer wait throws.
   * @throws DeferredError with `retryAfterSeconds` when no slot comes soon enough.
   */
  run<T>(
    call: { operatorId: string; provider: Provider; lane: Lane },
    send: () => Promise<T>,
  ): Promise<T>;
  /** The provider said 429: nobody calls for this operator before the instant. */
  block(operatorId: string, provider: Provider, untilEpochMs: number): Promise<void>;
  /** Writes true completion times over the cautious stamps; call at the end of a batch. */
  settle(): Promise<void>;
}
