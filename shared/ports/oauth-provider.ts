import type { Account } from '../contracts/account.ts';
import type { ListedAccount } from '../contracts/account-items.ts';
import type { Provider } from '../contracts/ids.ts';

export interface Grant {
  accessToken: string;
  /** Absent when the provider kept the old one. */
  refreshToken: string | undefined;
  expiresInSeconds: number;
  scopes: string;
}

export type GrantAnswer =
  | { kind: 'granted'; grant: Grant }
  /** The grant itself is dead or was never valid (`invalid_grant`). */
  | { kind: 'grant_refused' }
  /** Our own credentials were refused (`invalid_client`): never the operator's fault. */
  | { kind: 'client_refused' }
  /** The provider calls our request wrong (other OAuth errors): a bug or misconfiguration of ours. */
  | { kind: 'request_refused'; code: string }
  /** 429, 5xx, time-out, unreadable body: unknown whether it happened. */
  | { kind: 'unknown'; retryAfterSeconds: number };

/** What became of a request to revoke. Answered proves nothing: ask `isAlive` afterwards. */
export type RevokeAnswer =
  | { kind: 'answered' }
  /** Our own credentials were refused. */
  | { kind: 'client_refused' }
  /** No answer, 429 or 5xx: ask again later. */
  | { kind: 'unknown'; retryAfterSeconds: number };

/**
 * Asked right before each call that may end more than one pair; nothing of ours comes between.
 * @throws what then goes to the caller, and nothing is sent.
 */
export type BeforeSending = () => Promise<void>;

/** What the provider says of a company that refused a call: it, or the token, may be what ended. */
export type Standing = 'stands' | 'taken_out' | 'token_refused';

export interface OauthProvider {
  readonly provider: Provider;
  /**
   * What one revocation ends: the pair alone, or everything that the person who consented ever
   * gave us, other companies included.
   */
  readonly revocationEnds: 'pair' | 'person';
  authorizeUrl(request: {
    state: string;
    codeChallenge: string;
    redirectUri: string;
    /** Only for what the books cannot do without: the provider refused all that we would like. */
    isForFewerScopes?: boolean;
  }): Promise<string>;
  exchange(request: {
    code: string;
    codeVerifier: string;
    redirectUri: string;
  }): Promise<GrantAnswer>;
  refresh(refreshToken: string): Promise<GrantAnswer>;
  /** Sends the refresh token to be revoked; never the access token, never a hint (Doorkeeper 5.5). */
  revoke(refreshToken: string, beforeSending: BeforeSending): Promise<RevokeAnswer>;
  /**
   * Whether the access token still opens anything; counts as its first use.
   * @throws ProviderError when the provider does not say.
   */
  isAlive(accessToken: string): Promise<boolean>;
  /**
   * Whether the token still opens this very company: an operator may take us out at the provider
   * while tokens go on being refreshed. Counts as the token's first use.
   * @throws ProviderError when the provider does not say.
   */
  standingOf(accessToken: string, account: Account): Promise<Standing>;
  /**
   * Names the person who gave the token, where one revocation ends all that this person gave.
   * Undefined where the provider does not tell, or where each pair is ended by itself.
   */
  personOf(accessToken: string): Promise<string | undefined>;
  /**
   * Takes the company out of what the person gave us, where a provider can do that by itself, and
   * says how many companies the token opens afterwards. Harmless when done already.
   * @throws ProviderError when it is not known to be done.
   */
  disconnectAccount?(
    accessToken: string,
    account: Account,
    beforeSending: BeforeSending,
  ): Promise<{ remaining: number }>;
  /**
   * Every company that the token opens; where tokens belong to a person, all that this person ever
   * gave us, also for other operators. Counts as first use of the token.
   */
  accountsOf(accessToken: string): Promise<ListedAccount[]>;
}
