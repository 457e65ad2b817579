import type { Provider } from '../../shared/contracts/ids.ts';
import type { Account } from '../../shared/contracts/stored-items.ts';
import type { Grant, GrantAnswer, OauthProvider } from '../../shared/ports/oauth-provider.ts';

type Scripted<T> = T | (() => T | Promise<T>);

/** Answers as scripted, then grants; keeps what it was asked. */
export class ScriptedOauthProvider implements OauthProvider {
  readonly provider: Provider;
  readonly exchanges: Array<{ code: string; codeVerifier: string; redirectUri: string }> = [];
  readonly refreshes: string[] = [];
  account: Account = { id: 'account-1', name: 'Harbour Storage Ltd' };
  readonly #exchangeAnswers: Array<Scripted<GrantAnswer>> = [];
  readonly #refreshAnswers: Array<Scripted<GrantAnswer>> = [];
  readonly #whoIsErrors: unknown[] = [];
  #granted = 0;

  constructor(provider: Provider) {
    this.provider = provider;
  }

  nextExchange(answer: Scripted<GrantAnswer>): void {
    this.#exchangeAnswers.push(answer);
  }

  nextRefresh(answer: Scripted<GrantAnswer>): void {
    this.#refreshAnswers.push(answer);
  }

  failWhoIs(error: unknown): void {
    this.#whoIsErrors.push(error);
  }

  /** A grant nobody had before; two hours, as Stora's. */
  aGrant(overrides: Partial<Grant> = {}): GrantAnswer {
    this.#granted += 1;
    return {
      kind: 'granted',
      grant: {
        accessToken: `access-${this.provider}-${this.#granted}`,
        refreshToken: `refresh-${this.provider}-${this.#granted}`,
        expiresInSeconds: 7_200,
        scopes: 'public.contact:read',
        ...overrides,
      },
    };
  }

  async authorizeUrl(request: { state: string; codeChallenge: string; redirectUri: string }) {
    return `https://${this.provider}.example/authorize?${new URLSearchParams(request)}`;
  }

  async exchange(request: { code: string; codeVerifier: string; redirectUri: string }) {
    this.exchanges.push(request);
    return this.#answer(this.#exchangeAnswers.shift());
  }

  async refresh(refreshToken: string) {
    this.refreshes.push(refreshToken);
    return this.#answer(this.#refreshAnswers.shift());
  }

  async whoIs() {
    if (this.#whoIsErrors.length > 0) throw this.#whoIsErrors.shift();
    return this.account;
  }

  async #answer(scripted: Scripted<GrantAnswer> | undefined): Promise<GrantAnswer> {
    if (typeof scripted === 'function') return scripted();
    return scripted ?? this.aGrant();
  }
}
