import type { ConnectionKey } from './connections.ts';

export interface AccessToken {
  value: string;
  /** The company to act in, by the provider's id. */
  accountId: string;
  accountName: string;
  epoch: number;
  tokenVersion: number;
  /** When the reading of its row began; absent: no row is behind it. */
  readAtEpochMs?: number;
}

/**
 * What is behind the refusal of a call. `stands`: the company lets us in, so that the call itself is
 * not allowed. `token_refused`: it is the token. `replaced`: there is another one by now.
 */
export type RefusalVerdict = 'stands' | 'token_refused' | 'replaced';

export interface AccessTokens {
  /**
   * A token that is good for at least some minutes, refreshed when needed. Its row may have been read
   * some seconds ago, by `readAtEpochMs`.
   * @throws NotConnectedError when there is no live grant; DeferredError while another worker refreshes.
   */
  get(key: ConnectionKey): Promise<AccessToken>;
  /** After the provider answered 401 to `rejected`: a newer token, at most one refresh. */
  replaceRejected(key: ConnectionKey, rejected: AccessToken): Promise<AccessToken>;
  /**
   * After a refusal that no newer token explains: asks the provider whether it still lets us in.
   * @throws NotConnectedError when it does not; from then on the connection waits for its operator.
   *   DeferredError when nobody can say now.
   */
  judgeRefusal(key: ConnectionKey, refused: AccessToken): Promise<RefusalVerdict>;
}
