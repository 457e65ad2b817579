import * as oauth from 'oauth4webapi';
import type { Account } from '../../contracts/account.ts';
import type { ListedAccount } from '../../contracts/account-items.ts';
import type { Provider } from '../../contracts/ids.ts';
import type { ClientCredentials, OauthSettings } from '../../contracts/provider-settings.ts';
import { fewerScopes } from '../../domain/intake/fewer-scopes.ts';
import type { Clock } from '../../ports/clock.ts';
import type {
  BeforeSending,
  GrantAnswer,
  OauthProvider,
  RevokeAnswer,
  Standing,
} from '../../ports/oauth-provider.ts';
import type { Secrets } from '../../ports/secrets.ts';
import type { AuthorizedCall, WhoIs } from '../../runtime/oauth/authorized-call.ts';
import type { ProviderAccess } from '../../runtime/oauth/provider-access.ts';
import { readGrantAnswer } from './grant-answer.ts';
import { readRevokeAnswer } from './revoke-answer.ts';

export interface OauthClientParts {
  provider: Provider;
  settings: OauthSettings;
  whoIs: WhoIs;
  access: ProviderAccess;
  secrets: Secrets;
  clock: Clock;
  fetch: typeof fetch;
}

/** How we prove who we are. */
interface Identity {
  client: oauth.Client;
  authentication: oauth.ClientAuth;
}

/** A refresh runs without a person waiting; Doorkeeper under load was seen to take many seconds. */
const refreshTimeoutMs = 30_000;

/** A person waits, and an HTTP API of AWS gives up after 30 s: exchange and questions fit into that. */
const exchangeTimeoutMs = 12_000;
const questionTimeoutMs = 4_000;

const clientAuthentication = {
  body: oauth.ClientSecretPost,
  basic: oauth.ClientSecretBasic,
} as const satisfies Record<OauthSettings['clientAuthentication'], unknown>;

/**
 * The authorization code flow with one provider. What differs between providers is in the settings
 * and in `whoIs`; every answer of the token endpoint becomes a `GrantAnswer`, none is thrown.
 */
export class OauthClient implements OauthProvider {
  readonly provider: Provider;
  readonly revocationEnds: OauthProvider['revocationEnds'];
  readonly disconnectAccount?: NonNullable<OauthProvider['disconnectAccount']>;
  readonly #parts: OauthClientParts;
  readonly #server: oauth.AuthorizationServer;

  constructor(parts: OauthClientParts) {
    this.provider = parts.provider;
    this.#parts = parts;
    const { authorizeUrl, tokenUrl, revokeUrl } = parts.settings;
    this.#server = {
      issuer: authorizeUrl,
      token_endpoint: tokenUrl,
      revocation_endpoint: revokeUrl,
    };
    const { revocationEnds, disconnectAccount } = parts.access;
    this.revocationEnds = revocationEnds;
    if (disconnectAccount === undefined) return;
    this.disconnectAccount = (accessToken, account, beforeSending) =>
      disconnectAccount(this.#callWith(accessToken), account, beforeSending);
  }

  async authorizeUrl(request: {
    state: string;
    codeChallenge: string;
    redirectUri: string;
    isForFewerScopes?: boolean;
  }): Promise<string> {
    const { clientId } = await this.#credentials();
    const { authorizeUrl, scopes } = this.#parts.settings;
    const url = new URL(authorizeUrl);
    const parameters = {
      response_type: 'code',
      client_id: clientId,
      redirect_uri: request.redirectUri,
      scope: request.isForFewerScopes ? fewerScopes(scopes) : scopes,
      state: request.state,
      code_challenge: request.codeChallenge,
      // Doorkeeper refuses a challenge that does not name its method.
      code_challenge_method: 'S256',
    };
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    return url.href;
  }

  async exchange(request: {
    code: string;
    codeVerifier: string;
    redirectUri: string;
  }): Promise<GrantAnswer> {
    const options = this.#options(exchangeTimeoutMs);
    return this.#withEitherSecret(({ client, authentication }) => {
      const callback = oauth.validateAuthResponse(
        this.#server,
        client,
        new URLSearchParams({ code: request.code }),
        // The state was compared, and used up, before we came here.
        oauth.expectNoState,
      );
      return this.#answer(() =>
        oauth.authorizationCodeGrantRequest(
          this.#server,
          client,
          authentication,
          callback,
          request.redirectUri,
          request.codeVerifier,
          options,
        ),
      );
    });
  }

  /** Sends no scope: a narrower one would narrow the grant for good (Doorkeeper 5.5). */
  async refresh(refreshToken: string): Promise<GrantAnswer> {
    const options = this.#options(refreshTimeoutMs);
    return this.#withEitherSecret(({ client, authentication }) =>
      this.#answer(() =>
        oauth.refreshTokenGrantRequest(this.#server, client, authentication, refreshToken, options),
      ),
    );
  }

  async revoke(refreshToken: string, beforeSending: BeforeSending): Promise<RevokeAnswer> {
    const options = this.#options(exchangeTimeoutMs);
    return this.#withEitherSecret(async (identity) => {
      await beforeSending();
      return this.#sendRevocation(refreshToken, { ...identity, options });
    });
  }

  async #sendRevocation(
    refreshToken: string,
    sender: Identity & { options: oauth.RevocationRequestOptions },
  ): Promise<RevokeAnswer> {
    try {
      const response = await oauth.revocationRequest(
        this.#server,
        sender.client,
        sender.authentication,
        refreshToken,
        sender.options,
      );
      await response.body?.cancel();
      return readRevokeAnswer(response, this.#parts.clock.nowEpochMs());
    } catch {
      // Recovery: revoking twice is harmless, so the caller asks again; the error may quote the request.
      return { kind: 'unknown', retryAfterSeconds: 5 };
    }
  }

  isAlive(accessToken: string): Promise<boolean> {
    return this.#parts.access.isAlive(this.#callWith(accessToken));
  }

  standingOf(accessToken: string, account: Account): Promise<Standing> {
    return this.#parts.access.standingOf(this.#callWith(accessToken), account);
  }

  async personOf(accessToken: string): Promise<string | undefined> {
    return this.#parts.access.personOf?.(accessToken);
  }

  async accountsOf(accessToken: string): Promise<ListedAccount[]> {
    return this.#parts.whoIs(accessToken, this.#callWith(accessToken));
  }

  #callWith(accessToken: string): AuthorizedCall {
    return (url, method = 'GET') =>
      this.#parts.fetch(url, {
        method,
        headers: { accept: 'application/json', authorization: `Bearer ${accessToken}` },
        redirect: 'error',
        signal: AbortSignal.timeout(questionTimeoutMs),
      });
  }

  async #answer(send: () => Promise<Response>): Promise<GrantAnswer> {
    const { settings, clock } = this.#parts;
    try {
      const response = await send();
      const text = await response.text();
      return readGrantAnswer(
        { status: response.status, headers: response.headers, text },
        { requestedScopes: settings.scopes, nowEpochMs: clock.nowEpochMs() },
      );
    } catch {
      // Recovery: nobody knows whether it arrived, and the error may quote the request: the caller
      // asks again with the same token.
      return { kind: 'unknown', retryAfterSeconds: 5 };
    }
  }

  /**
   * While our secret is rotated the provider may still go by the former one. It notices a wrong
   * client before it does anything, so asking again is safe.
   */
  async #withEitherSecret<A extends GrantAnswer | RevokeAnswer>(
    ask: (identity: Identity) => Promise<A>,
  ): Promise<A> {
    const { secrets, settings } = this.#parts;
    const answer = await ask(this.#identityOf(await this.#credentials()));
    if (answer.kind !== 'client_refused') return answer;
    const former = await secrets.formerClientCredentials(settings.clientSecretName);
    return former === undefined ? answer : ask(this.#identityOf(former));
  }

  #identityOf({ clientId, clientSecret }: ClientCredentials): Identity {
    const authenticate = clientAuthentication[this.#parts.settings.clientAuthentication];
    return { client: { client_id: clientId }, authentication: authenticate(clientSecret) };
  }

  #credentials() {
    return this.#parts.secrets.clientCredentials(this.#parts.settings.clientSecretName);
  }

  /** One time limit for all that is asked with these options, however often. */
  #options(timeoutMs: number): oauth.TokenEndpointRequestOptions {
    const signal = AbortSignal.timeout(timeoutMs);
    return {
      [oauth.customFetch]: (url, init) => this.#parts.fetch(url, init),
      [oauth.allowInsecureRequests]: isLoopback(this.#parts.settings.tokenUrl),
      signal,
    };
  }
}

/** Plain http never leaves the machine: only a sandbox on it is spoken to without TLS. */
function isLoopback(url: string): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname);
}
