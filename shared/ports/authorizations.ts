import type { Authorization } from '../contracts/authorization-item.ts';

export interface Authorizations {
  put(authorization: Authorization): Promise<void>;
  /** Takes the row away and returns it: of two simultaneous calls one gets it, the other nothing. */
  consume(stateHash: string): Promise<Authorization | undefined>;
}

/** The same rows for who changes the key under which their verifiers are sealed. */
export interface WaitingAuthorizations {
  /** Looks without taking it away; nothing when it has ended. */
  peek(stateHash: string): Promise<Authorization | undefined>;
  /** Every row there is, from the table itself: none is missing that stood before the call. */
  everyKey(): Promise<Pick<Authorization, 'stateHash' | 'operatorId'>[]>;
  /** Puts the same verifier there, sealed by another key; false when it was consumed or is another one. */
  rewrapVerifier(stateHash: string, verifier: { from: string; to: string }): Promise<boolean>;
}
