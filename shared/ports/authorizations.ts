import type { Authorization } from '../contracts/stored-items.ts';

export interface Authorizations {
  put(authorization: Authorization): Promise<void>;
  /** Takes the row away and returns it: of two simultaneous calls one gets it, the other nothing. */
  consume(stateHash: string): Promise<Authorization | undefined>;
}
