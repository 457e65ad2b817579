import * as oauth from 'oauth4webapi';
import type { Provider } from '../../contracts/ids.ts';
import type { OauthSettings } from '../../contracts/provider-settings.ts';
import type { Account } from '../../contracts/stored-items.ts';
import type { Clock } from '../../ports/clock.ts';
import type { GrantAnswer, OauthProvider } from '../../ports/oauth-provider.ts';
import type { Secrets } from '../../ports/secrets.ts';
import { readGrantAnswer } from './grant-answer.ts';

/** Finds out which company a fresh access token is for. */
export type WhoIs = (accessToken: string, get: AuthorizedGet) => Promise<Account>;

/** A GET with the bearer token; aborted after the time for questions. */
export type AuthorizedGet = (url: string) => Promise<Response>;

export interface OauthClientParts {
  provider: Provider;
  settings: OauthSettings;
  whoIs: WhoIs;
  secrets: Secrets;
  clock: Clock;
  fetch: typeof fetch;
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
  readonly #parts: OauthClientParts;
  readonly #server: oauth.AuthorizationServer;

  constructor(parts: OauthClientParts) {
    this.provider = parts.provider;
    this.#parts = parts;
    this.#server = { issuer: parts.settings.authorizeUrl, token_endpoint: parts.settings.tokenUrl };
  }

  async authorizeUrl(request: {
    state: string;
    codeChallenge: string;
    redirectUri: string;
  }): Promise<string> {
    const { clientId } = await this.#credentials();
    const url = new URL(this.#parts.settings.authorizeUrl);
    const parameters = {
      response_type: 'code',
      client_id: clientId,
      redirect_uri: request.redirectUri,
      scope: this.#parts.settings.scopes,
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
    const { client, authentication } = await this.#client();
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
        this.#options(exchangeTimeoutMs),
      ),
    );
  }

  /** Sends no scope: a narrower one would narrow the grant for good (Doorkeeper 5.5). */
  async refresh(refreshToken: string): Promise<GrantAnswer> {
    const { client, authentication } = await this.#client();
    return this.#answer(() =>
      oauth.refreshTokenGrantRequest(
        this.#server,
        client,
        authentication,
        refreshToken,
        this.#options(refreshTimeoutMs),
      ),
    );
  }

  async whoIs(accessToken: string): Promise<Account> {
    return this.#parts.whoIs(accessToken, (url) =>
      this.#parts.fetch(url, {
        headers: { accept: 'application/json', authorization: `Bearer ${accessToken}` },
        redirect: 'error',
        signal: AbortSignal.timeout(questionTimeoutMs),
      }),
    );
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

  async #client() {
    const { clientId, clientSecret } = await this.#credentials();
    const authenticate = clientAuthentication[this.#parts.settings.clientAuthentication];
    return { client: { client_id: clientId }, authentication: authenticate(clientSecret) };
  }

  #credentials() {
    return this.#parts.secrets.clientCredentials(this.#parts.settings.clientSecretName);
  }

  #options(timeoutMs: number): oauth.TokenEndpointRequestOptions {
    return {
      [oauth.customFetch]: (url, init) => this.#parts.fetch(url, init),
      [oauth.allowInsecureRequests]: isLoopback(this.#parts.settings.tokenUrl),
      signal: () => AbortSignal.timeout(timeoutMs),
    };
  }
}

/** Plain http never leaves the machine: only a sandbox on it is spoken to without TLS. */
function isLoopback(url: string): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname);
}
