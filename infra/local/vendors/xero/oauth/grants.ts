import { createHash } from 'node:crypto';

export interface GrantSettings {
  readonly accessTokenSeconds: number;
  /** How long the previous refresh token still works after a refresh. */
  readonly refreshGraceSeconds: number;
  readonly refreshIdleDays: number;
  readonly codeSeconds: number;
}

/** What is reported of a consent that adds no organisation, and what nobody is sure of. */
export interface ReconnectManner {
  /** Which event the new token names: its own, or that of the person's latest connection. */
  readonly event: 'new' | 'kept';
  /** Does the consent move `updatedDateUtc` of what was connected before? */
  readonly touches: boolean;
}

export interface Consent {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly userId: string;
  readonly scopes: readonly string[];
  readonly tenantIds: readonly string[];
  readonly codeChallenge: string | undefined;
}

export interface Connection {
  readonly id: string;
  readonly authEventId: string;
  readonly userId: string;
  readonly tenantId: string;
  readonly createdEpochMs: number;
  readonly updatedEpochMs: number;
}

export interface AccessToken {
  readonly token: string;
  readonly userId: string;
  readonly authEventId: string;
  readonly scopes: readonly string[];
  readonly expiresAtEpochMs: number;
}

export interface TokenPair {
  readonly access: AccessToken;
  /** Present with the scope offline_access. */
  readonly refreshToken: string | undefined;
}

export interface Secrets {
  readonly uuid: () => string;
  readonly urlSafe: (length: number) => string;
}

/**
 * Consents, tokens and connections of the app, as Xero keeps them: tokens belong to a user, connections to a user and an
 * organisation. Pure: the time is passed in. A method that returns undefined means `invalid_grant`.
 */
export class Grants {
  readonly settings: GrantSettings;
  readonly connections = new Map<string, Connection>();
  reconnects: ReconnectManner = { event: 'new', touches: false };
  readonly #secrets: Secrets;
  readonly #codes = new Map<string, PendingCode>();
  readonly #access = new Map<string, AccessToken>();
  readonly #refresh = new Map<string, RefreshToken>();

  constructor(settings: GrantSettings, secrets: Secrets) {
    this.settings = settings;
    this.#secrets = secrets;
  }

  /**
   * Records an approval: connects the organisations that are new to the user and gives the code. Those connected before
   * stay as they are, with their old event (xero-php-oauth2#18).
   */
  approve(consent: Consent, nowEpochMs: number): string {
    const before = this.connectionsOf(consent.userId);
    const added = consent.tenantIds.filter(
      (tenantId) => !before.some((each) => each.tenantId === tenantId),
    );
    const authEventId = this.#eventOf(before, added);
    for (const each of this.reconnects.touches ? before : []) {
      this.connections.set(each.id, { ...each, updatedEpochMs: nowEpochMs });
    }
    for (const tenantId of added) {
      this.#connect({ userId: consent.userId, tenantId, authEventId, nowEpochMs });
    }
    const code = this.#secrets.urlSafe(43);
    const expiresAtEpochMs = nowEpochMs + this.settings.codeSeconds * 1000;
    this.#codes.set(code, { consent, authEventId, expiresAtEpochMs });
    return code;
  }

  /** Exchanges a code once, within its life, with the same redirect and a fitting PKCE verifier. */
  exchange(
    code: string,
    proof: { readonly redirectUri: string; readonly verifier: string | undefined },
    nowEpochMs: number,
  ): TokenPair | undefined {
    const pending = this.#codes.get(code);
    this.#codes.delete(code);
    if (pending === undefined || nowEpochMs >= pending.expiresAtEpochMs) return undefined;
    const { consent, authEventId } = pending;
    const { codeChallenge } = consent;
    if (consent.redirectUri !== proof.redirectUri) return undefined;
    if (codeChallenge !== undefined && codeChallenge !== s256(proof.verifier ?? ''))
      return undefined;
    return this.#issue({ userId: consent.userId, scopes: consent.scopes, authEventId }, nowEpochMs);
  }

  /** Gives a fresh pair for a refresh token that is current, or superseded for less than the grace time. */
  refresh(token: string, nowEpochMs: number): TokenPair | undefined {
    const known = this.#refresh.get(token);
    if (known === undefined || !this.#isUsable(known, nowEpochMs)) return undefined;
    if (known.supersededAtEpochMs === undefined) {
      this.#refresh.set(token, { ...known, supersededAtEpochMs: nowEpochMs });
    }
    return this.#issue(known, nowEpochMs);
  }

  /** Revokes a user's tokens by one refresh token, and with them all of the user's connections. */
  revoke(token: string): void {
    const known = this.#refresh.get(token);
    if (known !== undefined) this.revokeUser(known.userId);
  }

  /** Drops every token and connection of a user. */
  revokeUser(userId: string): void {
    dropWhere(this.#refresh, (each) => each.userId === userId);
    dropWhere(this.#access, (each) => each.userId === userId);
    dropWhere(this.connections, (each) => each.userId === userId);
  }

  /** The access token, whether expired or not. */
  accessToken(token: string): AccessToken | undefined {
    return this.#access.get(token);
  }

  /** The connections that a user has. */
  connectionsOf(userId: string): readonly Connection[] {
    return [...this.connections.values()].filter((each) => each.userId === userId);
  }

  #eventOf(before: readonly Connection[], added: readonly string[]): string {
    const fresh = this.#secrets.uuid();
    if (added.length > 0 || this.reconnects.event === 'new') return fresh;
    return before.at(-1)?.authEventId ?? fresh;
  }

  #connect(asked: {
    readonly userId: string;
    readonly tenantId: string;
    readonly authEventId: string;
    readonly nowEpochMs: number;
  }): void {
    const { nowEpochMs, ...owner } = asked;
    const id = this.#secrets.uuid();
    const at = { createdEpochMs: nowEpochMs, updatedEpochMs: nowEpochMs };
    this.connections.set(id, { id, ...owner, ...at });
  }

  #issue(holder: Holder, nowEpochMs: number): TokenPair {
    const { userId, authEventId, scopes } = holder;
    const expiresAtEpochMs = nowEpochMs + this.settings.accessTokenSeconds * 1000;
    const token = this.#tokenText({ holder, nowEpochMs, expiresAtEpochMs });
    const access = { token, userId, authEventId, scopes, expiresAtEpochMs };
    this.#access.set(token, access);
    const refreshToken = scopes.includes('offline_access') ? this.#secrets.urlSafe(43) : undefined;
    if (refreshToken !== undefined) {
      this.#refresh.set(refreshToken, {
        userId,
        authEventId,
        scopes,
        issuedAtEpochMs: nowEpochMs,
        supersededAtEpochMs: undefined,
      });
    }
    return { access, refreshToken };
  }

  #isUsable(known: RefreshToken, nowEpochMs: number): boolean {
    const { refreshGraceSeconds, refreshIdleDays } = this.settings;
    const idleUntil = known.issuedAtEpochMs + refreshIdleDays * 86_400_000;
    const graceUntil = (known.supersededAtEpochMs ?? nowEpochMs) + refreshGraceSeconds * 1000;
    return (
      nowEpochMs < idleUntil && (known.supersededAtEpochMs === undefined || nowEpochMs < graceUntil)
    );
  }

  // Looks like the real thing: three parts, with the claim that tells the consents of one user apart.
  #tokenText(about: {
    readonly holder: Holder;
    readonly nowEpochMs: number;
    readonly expiresAtEpochMs: number;
  }): string {
    const { holder, nowEpochMs, expiresAtEpochMs } = about;
    const claims = {
      iss: 'https://identity.xero.com',
      aud: 'https://identity.xero.com/resources',
      nbf: Math.floor(nowEpochMs / 1000),
      exp: Math.floor(expiresAtEpochMs / 1000),
      xero_userid: holder.userId,
      authentication_event_id: holder.authEventId,
      jti: this.#secrets.urlSafe(22),
      scope: holder.scopes,
    };
    const header = { alg: 'HS256', typ: 'JWT' };
    return `${base64Url(header)}.${base64Url(claims)}.${this.#secrets.urlSafe(43)}`;
  }
}

interface Holder {
  readonly userId: string;
  readonly authEventId: string;
  readonly scopes: readonly string[];
}

interface RefreshToken extends Holder {
  readonly issuedAtEpochMs: number;
  readonly supersededAtEpochMs: number | undefined;
}

interface PendingCode {
  readonly consent: Consent;
  readonly authEventId: string;
  readonly expiresAtEpochMs: number;
}

function s256(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}

function base64Url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function dropWhere<T>(map: Map<string, T>, isDropped: (value: T) => boolean): void {
  for (const [key, value] of map) if (isDropped(value)) map.delete(key);
}
