import type { SeededRandom } from '../../common/seeded-random.ts';

/** One database row: an access token and its refresh token share one revocation. */
export interface TokenRow {
  readonly accessToken: string;
  readonly refreshToken: string | null;
  /** Refresh token to revoke when this row's access token is first presented; empty when done. */
  previousRefreshToken: string;
  readonly clientId: string;
  readonly operatorSlug: string;
  readonly scopes: readonly string[];
  readonly createdEpochMs: number;
  readonly expiresInSeconds: number;
  revokedEpochMs: number | null;
}

export interface CodeRow {
  readonly code: string;
  readonly clientId: string;
  readonly operatorSlug: string;
  readonly scopes: readonly string[];
  readonly redirectUri: string;
  readonly codeChallenge: string;
  readonly codeChallengeMethod: string;
  readonly createdEpochMs: number;
  readonly expiresInSeconds: number;
  used: boolean;
}

export interface BrowserSession {
  readonly id: string;
  readonly authenticityToken: string;
  operatorSlug: string | null;
}

export interface NewTokens {
  readonly clientId: string;
  readonly operatorSlug: string;
  readonly scopes: readonly string[];
  readonly expiresInSeconds: number;
  readonly withRefreshToken: boolean;
  readonly previousRefreshToken?: string;
}

/** Tokens, codes and browser sessions; rows are never deleted, as in the real table. */
export class OauthStore {
  readonly rows: TokenRow[] = [];
  readonly #byAccessToken = new Map<string, TokenRow>();
  readonly #byRefreshToken = new Map<string, TokenRow>();
  readonly #codes = new Map<string, CodeRow>();
  readonly #sessions = new Map<string, BrowserSession>();
  readonly #random: SeededRandom;

  constructor(random: SeededRandom) {
    this.#random = random;
  }

  issueTokens(input: NewTokens, nowEpochMs: number): TokenRow {
    const row: TokenRow = {
      accessToken: this.#random.urlSafe(43),
      refreshToken: input.withRefreshToken ? this.#random.urlSafe(43) : null,
      previousRefreshToken: input.previousRefreshToken ?? '',
      clientId: input.clientId,
      operatorSlug: input.operatorSlug,
      scopes: input.scopes,
      createdEpochMs: nowEpochMs,
      expiresInSeconds: input.expiresInSeconds,
      revokedEpochMs: null,
    };
    this.rows.push(row);
    this.#byAccessToken.set(row.accessToken, row);
    if (row.refreshToken !== null) this.#byRefreshToken.set(row.refreshToken, row);
    return row;
  }

  findByAccessToken(accessToken: string): TokenRow | undefined {
    return this.#byAccessToken.get(accessToken);
  }

  findByRefreshToken(refreshToken: string): TokenRow | undefined {
    return this.#byRefreshToken.get(refreshToken);
  }

  /**
   * Finds the row of a presented access token; presenting it, whatever the answer will be,
   * revokes the pair it replaced.
   */
  present(accessToken: string, nowEpochMs: number): TokenRow | undefined {
    const row = this.#byAccessToken.get(accessToken);
    if (row === undefined || row.previousRefreshToken === '') return row;
    const previous = this.#byRefreshToken.get(row.previousRefreshToken);
    if (previous !== undefined) revokeRow(previous, nowEpochMs);
    row.previousRefreshToken = '';
    return row;
  }

  issueCode(input: Omit<CodeRow, 'code' | 'used'>): CodeRow {
    const row: CodeRow = { ...input, code: this.#random.urlSafe(43), used: false };
    this.#codes.set(row.code, row);
    return row;
  }

  findCode(code: string): CodeRow | undefined {
    return this.#codes.get(code);
  }

  findSession(id: string): BrowserSession | undefined {
    return this.#sessions.get(id);
  }

  openSession(): BrowserSession {
    const session: BrowserSession = {
      id: this.#random.urlSafe(32),
      authenticityToken: this.#random.urlSafe(43),
      operatorSlug: null,
    };
    this.#sessions.set(session.id, session);
    return session;
  }
}

/** Revokes once; the first time counts. */
export function revokeRow(row: TokenRow, nowEpochMs: number): void {
  row.revokedEpochMs ??= nowEpochMs;
}

export function isRowRevoked(row: TokenRow): boolean {
  return row.revokedEpochMs !== null;
}

export function isRowExpired(row: TokenRow, nowEpochMs: number): boolean {
  return nowEpochMs > row.createdEpochMs + row.expiresInSeconds * 1000;
}

/** Neither revoked nor expired. */
export function isRowAccessible(row: TokenRow, nowEpochMs: number): boolean {
  return !isRowRevoked(row) && !isRowExpired(row, nowEpochMs);
}
