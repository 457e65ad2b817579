import type { Provider } from '../contracts/ids.ts';
import type { Account } from '../contracts/stored-items.ts';

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

export interface OauthProvider {
  readonly provider: Provider;
  authorizeUrl(request: {
    state: string;
    codeChallenge: string;
    redirectUri: string;
  }): Promise<string>;
  exchange(request: {
    code: string;
    codeVerifier: string;
    redirectUri: string;
  }): Promise<GrantAnswer>;
  refresh(refreshToken: string): Promise<GrantAnswer>;
  /** Which company this grant is for; counts as first use of the token. */
  whoIs(accessToken: string): Promise<Account>;
}
