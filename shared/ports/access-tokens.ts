import type { ConnectionKey } from './connections.ts';

export interface AccessToken {
  value: string;
  /** Account to act in (Xero tenant id). */
  accountId: string;
  accountName: string;
  epoch: number;
  tokenVersion: number;
}

export interface AccessTokens {
  /**
   * A token that is good for at least some minutes, refreshed when needed.
   * @throws NotConnectedError when there is no live grant; DeferredError while another worker refreshes.
   */
  get(key: ConnectionKey): Promise<AccessToken>;
  /** After the provider answered 401 to `rejected`: a newer token, at most one refresh. */
  replaceRejected(key: ConnectionKey, rejected: AccessToken): Promise<AccessToken>;
}
