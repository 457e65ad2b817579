import type { WaitingGrant } from '../contracts/account-items.ts';
import type { Provider } from '../contracts/ids.ts';

export interface WaitingGrantKey {
  operatorId: string;
  provider: Provider;
  waitingId: string;
}

/** Grants that wait for a person's choice, or for companies to be given back. */
export interface WaitingGrants {
  /** Over whatever waits under the same key. */
  put(grant: WaitingGrant): Promise<void>;
  /** Also one that has run out: whoever reads looks at its end. */
  get(key: WaitingGrantKey): Promise<WaitingGrant | undefined>;
  /**
   * Marks this very grant as answered: of two answers one gets true. Whoever gave it has until the
   * given instant to act on it.
   */
  answer(grant: WaitingGrant, atEpochMs: number, untilEpochMs: number): Promise<boolean>;
  /** Removes this very grant; one that was put over it stays. */
  remove(grant: WaitingGrant): Promise<void>;
  list(operatorId: string): Promise<WaitingGrant[]>;
  /** Every row there is, from the table itself: none is missing that stood before the call. */
  everyKey(): Promise<WaitingGrantKey[]>;
  /** Puts the same tokens there, sealed by another key; false when it is gone or another one. */
  rewrapTokens(grant: WaitingGrant, sealedTokens: string): Promise<boolean>;
  /** Whose time ran out before the instant, longest first. */
  expired(beforeEpochMs: number, atMost: number): Promise<WaitingGrantKey[]>;
}
