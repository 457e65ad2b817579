import { createHash } from 'node:crypto';

export interface GrantSettings {
  readonly accessTokenSeconds: number;
  readonly codeSeconds: number;
  /** Does a refresh give a new refresh token and end the old one? Nobody says; each answer carries one. */
  readonly rotatesRefreshTokens: boolean;
}

export interface Consent {
  readonly redirectUri: string;
  readonly hubId: number;
  readonly userId: number;
  readonly scopes: readonly string[];
  readonly codeChallenge: string | undefined;
}

interface Holder {
  readonly hubId: number;
  readonly userId: number;
  readonly scopes: readonly string[];
}

export interface AccessToken extends Holder {
  readonly token: string;
  readonly expiresAtEpochMs: number;
  /** Of an installation that is over. */
  readonly isEnded: boolean;
}

export interface RefreshToken extends Holder {
  readonly token: string;
}

export interface TokenPair {
  readonly access: AccessToken;
  readonly refreshToken: string;
}

interface PendingCode {
  readonly consent: Consent;
  readonly expiresAtEpochMs: number;
}

/** Why no tokens are given, by the name that the answer's `status` has. */
export type GrantProblem =
  | 'BAD_AUTH_CODE'
  | 'BAD_REDIRECT_URI'
  | 'BAD_CODE_VERIFIER'
  | 'BAD_REFRESH_TOKEN';

/**
 * Consents and tokens of the app: they belong to an account, as HubSpot's do, whoever consented. Pure: the time is
 * passed in.
 */
export class Grants {
  settings: GrantSettings;
  readonly #urlSafe: (length: number) => string;
  readonly #codes = new Map<string, PendingCode>();
  readonly #access = new Map<string, AccessToken>();
  readonly #refresh = new Map<string, RefreshToken>();
  readonly #installed = new Map<number, readonly string[]>();

  constructor(settings: GrantSettings, urlSafe: (length: number) => string) {
    this.settings = settings;
    this.#urlSafe = urlSafe;
  }

  /** Records an approval, which gives a code; it is the exchange that installs the app. */
  approve(consent: Consent, nowEpochMs: number): string {
    const code = this.#urlSafe(36);
    this.#codes.set(code, {
      consent,
      expiresAtEpochMs: nowEpochMs + this.settings.codeSeconds * 1_000,
    });
    return code;
  }

  /** Tokens for a code, once. */
  exchange(
    code: string,
    proof: { readonly redirectUri: string; readonly verifier: string | undefined },
    nowEpochMs: number,
  ): TokenPair | GrantProblem {
    const pending = this.#codes.get(code);
    this.#codes.delete(code);
    if (pending === undefined || nowEpochMs >= pending.expiresAtEpochMs) return 'BAD_AUTH_CODE';
    const { consent } = pending;
    if (proof.redirectUri !== consent.redirectUri) return 'BAD_REDIRECT_URI';
    if (consent.codeChallenge !== undefined && consent.codeChallenge !== s256(proof.verifier ?? ''))
      return 'BAD_CODE_VERIFIER';
    const { hubId, userId, scopes } = consent;
    this.#installed.set(hubId, scopes);
    return this.#issue({ hubId, userId, scopes }, { nowEpochMs, refreshToken: undefined });
  }

  refresh(token: string, nowEpochMs: number): TokenPair | GrantProblem {
    const known = this.#refresh.get(token);
    if (known === undefined || !this.isInstalled(known.hubId)) return 'BAD_REFRESH_TOKEN';
    const { rotatesRefreshTokens } = this.settings;
    if (rotatesRefreshTokens) this.#refresh.delete(token);
    const { hubId, userId, scopes } = known;
    return this.#issue(
      { hubId, userId, scopes },
      { nowEpochMs, refreshToken: rotatesRefreshTokens ? undefined : token },
    );
  }

  accessToken(token: string): AccessToken | undefined {
    return this.#access.get(token);
  }

  refreshToken(token: string): RefreshToken | undefined {
    const known = this.#refresh.get(token);
    return known !== undefined && this.isInstalled(known.hubId) ? known : undefined;
  }

  /** Ends the token. The app stays installed, and what a refresh token gave stays good. */
  revoke(token: string): void {
    this.#access.delete(token);
    this.#refresh.delete(token);
  }

  isInstalled(hubId: number): boolean {
    return this.#installed.has(hubId);
  }

  /** Scopes that the account gave, when the app is installed. */
  installedScopes(hubId: number): readonly string[] | undefined {
    return this.#installed.get(hubId);
  }

  /** An administrator takes the app away: refresh tokens are dead for good, access tokens of no use. */
  uninstall(hubId: number): void {
    this.#installed.delete(hubId);
    for (const [token, { hubId: of }] of this.#refresh)
      if (of === hubId) this.#refresh.delete(token);
    for (const [token, access] of this.#access)
      if (access.hubId === hubId) this.#access.set(token, { ...access, isEnded: true });
  }

  #issue(
    holder: Holder,
    about: { readonly nowEpochMs: number; readonly refreshToken: string | undefined },
  ): TokenPair {
    const access: AccessToken = {
      ...holder,
      token: `CN${this.#urlSafe(120)}`,
      isEnded: false,
      expiresAtEpochMs: about.nowEpochMs + this.settings.accessTokenSeconds * 1_000,
    };
    this.#access.set(access.token, access);
    const refreshToken = about.refreshToken ?? `eu1-${this.#urlSafe(36)}`;
    this.#refresh.set(refreshToken, { ...holder, token: refreshToken });
    this.#forgetOld(about.nowEpochMs);
    return { access, refreshToken };
  }

  // A token that is long expired is as unknown as one that never was.
  #forgetOld(nowEpochMs: number): void {
    for (const [token, { expiresAtEpochMs }] of this.#access)
      if (expiresAtEpochMs < nowEpochMs - 86_400_000) this.#access.delete(token);
  }
}

function s256(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}
