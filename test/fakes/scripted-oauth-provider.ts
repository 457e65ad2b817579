import type { Account } from '../../shared/contracts/account.ts';
import type { ListedAccount } from '../../shared/contracts/account-items.ts';
import type { Provider } from '../../shared/contracts/ids.ts';
import type {
  Grant,
  GrantAnswer,
  OauthProvider,
  RevokeAnswer,
  Standing,
} from '../../shared/ports/oauth-provider.ts';

type Scripted<T> = T | (() => T | Promise<T>);

/** Answers as scripted, then grants; keeps what it was asked. */
export class ScriptedOauthProvider implements OauthProvider {
  readonly provider: Provider;
  readonly exchanges: Array<{ code: string; codeVerifier: string; redirectUri: string }> = [];
  readonly refreshes: string[] = [];
  readonly revocations: string[] = [];
  /** Access tokens that were presented, in order. */
  readonly presented: string[] = [];
  readonly disconnected: string[] = [];
  readonly revocationEnds: 'pair' | 'person';
  /** Companies that a token still opens after one was disconnected. */
  remainingAccounts = 0;
  /** The operator removed us at the provider; tokens go on being refreshed. */
  isTakenOut = false;
  person: string | undefined;
  /** The company of every grant, unless `listed` says otherwise. */
  account: Account = { id: 'account-1', name: 'Harbour Storage Ltd' };
  /** All companies that a grant opens, as a provider lists them whose tokens belong to a person. */
  listed: ListedAccount[] | undefined;
  readonly #exchangeAnswers: Array<Scripted<GrantAnswer>> = [];
  readonly #refreshAnswers: Array<Scripted<GrantAnswer>> = [];
  readonly #revokeAnswers: Array<Scripted<RevokeAnswer>> = [];
  readonly #aliveAnswers: Array<Scripted<boolean>> = [];
  readonly #whoIsErrors: unknown[] = [];
  readonly #disconnectErrors: unknown[] = [];
  readonly #dead = new Set<string>();
  readonly #pairs = new Map<string, string>();
  #granted = 0;

  constructor(provider: Provider) {
    this.provider = provider;
    this.revocationEnds = provider === 'xero' ? 'person' : 'pair';
  }

  nextRevoke(answer: Scripted<RevokeAnswer>): void {
    this.#revokeAnswers.push(answer);
  }

  nextAlive(answer: Scripted<boolean>): void {
    this.#aliveAnswers.push(answer);
  }

  /** Tells which access token dies with a refresh token that was not granted here. */
  knowPair(pair: { accessToken: string; refreshToken: string }): void {
    this.#pairs.set(pair.refreshToken, pair.accessToken);
  }

  nextExchange(answer: Scripted<GrantAnswer>): void {
    this.#exchangeAnswers.push(answer);
  }

  nextRefresh(answer: Scripted<GrantAnswer>): void {
    this.#refreshAnswers.push(answer);
  }

  failDisconnect(error: unknown): void {
    this.#disconnectErrors.push(error);
  }

  failWhoIs(error: unknown): void {
    this.#whoIsErrors.push(error);
  }

  /** A grant nobody had before; two hours, as Stora's. */
  aGrant(overrides: Partial<Grant> = {}): GrantAnswer {
    this.#granted += 1;
    const grant = {
      accessToken: `access-${this.provider}-${this.#granted}`,
      refreshToken: `refresh-${this.provider}-${this.#granted}`,
      expiresInSeconds: 7_200,
      scopes: 'public.contact:read',
      ...overrides,
    };
    if (grant.refreshToken !== undefined) this.#pairs.set(grant.refreshToken, grant.accessToken);
    return { kind: 'granted', grant };
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

  /** Unless scripted: answered, and the pair is dead from then on. */
  async revoke(refreshToken: string): Promise<RevokeAnswer> {
    this.revocations.push(refreshToken);
    const scripted = this.#revokeAnswers.shift();
    if (typeof scripted === 'function') return scripted();
    if (scripted !== undefined) return scripted;
    const accessToken = this.#pairs.get(refreshToken);
    if (accessToken !== undefined) this.#dead.add(accessToken);
    return { kind: 'answered' };
  }

  /** Unless scripted: alive until its pair was revoked. */
  async isAlive(accessToken: string): Promise<boolean> {
    this.presented.push(accessToken);
    const scripted = this.#aliveAnswers.shift();
    if (typeof scripted === 'function') return scripted();
    return scripted ?? !this.#dead.has(accessToken);
  }

  /** Alive tokens stand, unless the company was taken out. */
  async standingOf(accessToken: string, account: Account): Promise<Standing> {
    if (!(await this.isAlive(accessToken))) return 'token_refused';
    const isOut = this.isTakenOut || this.disconnected.includes(account.id);
    return isOut ? 'taken_out' : 'stands';
  }

  async personOf(): Promise<string | undefined> {
    return this.person;
  }

  async disconnectAccount(_accessToken: string, account: Account): Promise<{ remaining: number }> {
    if (this.#disconnectErrors.length > 0) throw this.#disconnectErrors.shift();
    this.disconnected.push(account.connectionId ?? account.id);
    return { remaining: this.remainingAccounts };
  }

  async accountsOf(): Promise<ListedAccount[]> {
    if (this.#whoIsErrors.length > 0) throw this.#whoIsErrors.shift();
    return structuredClone(this.listed ?? [{ ...this.account, isOfThisConsent: true }]);
  }

  async #answer(scripted: Scripted<GrantAnswer> | undefined): Promise<GrantAnswer> {
    if (typeof scripted === 'function') return scripted();
    return scripted ?? this.aGrant();
  }
}
