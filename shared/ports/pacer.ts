import type { Provider } from '../contracts/ids.ts';

export type Lane = 'live' | 'backfill' | 'reconcile';

export interface PacedCall {
  operatorId: string;
  provider: Provider;
  lane: Lane;
}

/** What the pacer wants to know of a provider's answer. */
export interface ProviderAnswer {
  status: number;
  /** The header of this lower-case name. */
  header: (name: string) => string | undefined;
  /** The request carried an idempotency key. */
  isKeyed: boolean;
}

/** Everything that calls a provider goes through this, so that its caps are never exceeded by us. */
export interface Pacer {
  /**
   * Runs the call when a slot is free. Waits inside for own calls that are under way, and sleeps for
   * at most 2 s besides; a longer wait throws.
   * @throws DeferredError with `retryAfterSeconds` when no slot comes soon enough.
   */
  run<T>(call: PacedCall, send: () => Promise<T>): Promise<T>;
  /**
   * Takes in what an answer says of the caps. Tell it inside `send`, before the call counts as
   * ended, so that no other call slips through. Returns for a 429 the instant (epoch ms) before
   * which nobody may call; `block` until then makes other workers know.
   */
  answered(call: PacedCall, answer: ProviderAnswer): number | undefined;
  /** Nobody calls for this operator before the instant. */
  block(operatorId: string, provider: Provider, untilEpochMs: number): Promise<void>;
  /**
   * Writes true completion times over the cautious stamps of an operator's calls and gives back the
   * slots that nobody here waits for; call at the end of a batch. Other operators' work may go on
   * beside it in the same process, hence only this one.
   */
  flush(operatorId: string): Promise<void>;
  /** The same for every operator, where the work of all of them ends together. */
  flushAll(): Promise<void>;
}

/** How many calls a process has made; only differences tell anything. */
export interface CallCounts {
  callsMade(operatorId: string, provider: Provider): number;
}
