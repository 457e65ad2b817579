import type { Provider } from '../../contracts/ids.ts';
import type { SessionClaims } from '../../contracts/portal-tokens.ts';
import { bytesOfHex, encodeBase64Url } from '../../domain/portal/base64-url.ts';
import type { Authorizations } from '../../ports/authorizations.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Crypto } from '../../ports/crypto.ts';
import type { OauthProvider } from '../../ports/oauth-provider.ts';
import type { SealContext, Vault } from '../../ports/vault.ts';

export interface StartAuthorizationDeps {
  authorizations: Authorizations;
  vault: Vault;
  providers: Record<Provider, OauthProvider>;
  clock: Clock;
  crypto: Crypto;
  portalBaseUrl: string;
}

/** Long enough to sign in with a second factor; Doorkeeper's codes live as long. */
export const authorizationMs = 10 * 60_000;

/**
 * Ends the `state` of a person who said beforehand that another company is meant. It is part of
 * what is hashed and stored, so nobody can add it later.
 */
const switchMark = '.switch';

/** Remembers a started authorization and returns where the browser goes to give permission. */
export async function startAuthorization(
  deps: StartAuthorizationDeps,
  start: {
    session: SessionClaims;
    provider: Provider;
    mayBeOtherAccount: boolean;
    isForFewerScopes?: boolean;
  },
): Promise<string> {
  const { session, provider } = start;
  const { crypto } = deps;
  const state = crypto.randomToken(32) + (start.mayBeOtherAccount ? switchMark : '');
  const codeVerifier = crypto.randomToken(32);
  await deps.authorizations.put({
    stateHash: hashState(crypto, state),
    operatorId: session.operatorId,
    provider,
    sealedVerifier: await deps.vault.seal(codeVerifier, verifierContext(start)),
    browserHash: hashBrowser(crypto, session),
    linkId: session.linkId,
    expiresAtEpochMs: deps.clock.nowEpochMs() + authorizationMs,
  });
  return deps.providers[provider].authorizeUrl({
    state,
    codeChallenge: encodeBase64Url(bytesOfHex(crypto.sha256Hex(codeVerifier))),
    redirectUri: redirectUriOf(deps.portalBaseUrl, provider),
    ...(start.isForFewerScopes ? { isForFewerScopes: true } : {}),
  });
}

/** One path per provider, so that an answer of one is never taken for that of another (RFC 9700). */
export function redirectUriOf(portalBaseUrl: string, provider: Provider): string {
  return `${portalBaseUrl}/callback/${provider}`;
}

/** The store holds only this: whoever reads it cannot finish somebody's authorization. */
export function hashState(crypto: Crypto, state: string): string {
  return crypto.sha256Hex(`state ${state}`);
}

/** Binds an authorization to the visit, and so to the browser, that started it. */
export function hashBrowser(crypto: Crypto, session: SessionClaims): string {
  return crypto.sha256Hex(`browser ${session.sessionId}`);
}

/** No connection and so no epoch exists yet, hence always 0. */
export function verifierContext(owner: {
  session: Pick<SessionClaims, 'operatorId'>;
  provider: Provider;
}): SealContext {
  const { operatorId } = owner.session;
  return { operatorId, provider: owner.provider, epoch: 0, purpose: 'pkce-verifier' };
}

/** Tells whether the person agreed to another company before leaving for the provider. */
export function maySwitchAccount(state: string): boolean {
  return state.endsWith(switchMark);
}
