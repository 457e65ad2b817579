import type { Provider } from '../contracts/ids.ts';
import type { RetiredPair } from '../contracts/token-pairs.ts';

export interface RetiredPairKey {
  operatorId: string;
  provider: Provider;
  pairId: string;
}

/** Pairs that are to be revoked, across all operators; each stays until it was. */
export interface RetiredPairs {
  /** The same pair put twice is one. */
  put(pair: RetiredPair): Promise<void>;
  get(key: RetiredPairKey): Promise<RetiredPair | undefined>;
  list(operatorId: string): Promise<RetiredPair[]>;
  /** Keeps other workers away until the instant; false while another one works on the pair. */
  takeLease(
    key: RetiredPairKey,
    lease: { nowEpochMs: number; untilEpochMs: number },
  ): Promise<boolean>;
  /** Gives a lease back, by its end, so that the next try need not wait; another one's stays. */
  releaseLease(key: RetiredPairKey, untilEpochMs: number): Promise<void>;
  /** Stores what a refresh made of it, over the version that was read. */
  keep(
    pair: RetiredPair,
    tokens: { sealedTokens: string; expiresAtEpochMs: number },
  ): Promise<boolean>;
  remove(key: RetiredPairKey): Promise<void>;
  /** Every row there is, from the table itself: none is missing that stood before the call. */
  everyKey(): Promise<RetiredPairKey[]>;
  /** Notes that a pair had a try: the others come first now. */
  noteTried(key: RetiredPairKey, atEpochMs: number): Promise<void>;
  /** Those first that wait for the longest time since their last try. */
  waiting(atMost: number): Promise<RetiredPairKey[]>;
}
