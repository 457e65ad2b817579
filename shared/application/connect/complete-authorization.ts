import type { Authorization } from '../../contracts/authorization-item.ts';
import { type Provider, provider as providerSchema } from '../../contracts/ids.ts';
import type { SessionClaims } from '../../contracts/portal-tokens.ts';
import type { AuthorizationResult } from '../../domain/portal/authorization-result.ts';
import type { GrantAnswer } from '../../ports/oauth-provider.ts';
import type { Secrets } from '../../ports/secrets.ts';
import { sourceName } from '../../source/source-name.ts';
import { auditRefusal } from '../audit/audit-refusal.ts';
import { noteConsent } from '../tokens/consent.ts';
import {
  hashBrowser,
  hashState,
  maySwitchAccount,
  redirectUriOf,
  type StartAuthorizationDeps,
  verifierContext,
} from './start-authorization.ts';
import { type TakeGrantDeps, takeGrant } from './take-grant.ts';

export interface CompleteAuthorizationDeps extends StartAuthorizationDeps, TakeGrantDeps {
  secrets: Secrets;
  clientSecretNames: Record<Provider, string>;
}

export interface CallbackVisit {
  /** The part of the path after `/callback/`, unchecked. */
  provider: string;
  state: string | undefined;
  code: string | undefined;
  error: string | undefined;
  /** The visit of the browser that came back, if its cookie was good. */
  session: SessionClaims | undefined;
}

/** Whatever is longer was not issued by us or by a provider we know (theirs have up to 100). */
const parameterMaxLength = 2_048;

/**
 * Finishes an authorization: the state is taken out of the store before anything else, so that of
 * a reloaded or doubled callback only one ever reaches the provider (a code exchanged twice can
 * revoke what the first exchange gave).
 */
export async function completeAuthorization(
  deps: CompleteAuthorizationDeps,
  visit: CallbackVisit,
): Promise<AuthorizationResult> {
  const known = providerSchema.safeParse(visit.provider);
  if (!known.success) return { kind: 'unknown_provider' };
  const provider = known.data;
  if (!isUsable(visit.state)) return { kind: 'state_missing', provider };
  const authorization = await deps.authorizations.consume(hashState(deps.crypto, visit.state));
  if (authorization === undefined) {
    // Mostly a page that was loaded again. It names no operator, so it can only be logged.
    deps.log.info('authorization.unknown_state', { provider });
    return { kind: 'used_or_unknown', provider };
  }
  const refusal = findRefusal(deps, authorization, { ...visit, provider });
  if (refusal !== undefined) {
    deps.log.warn('authorization.refused', { provider, kind: refusal });
    const { operatorId, linkId } = authorization;
    const detail = { provider, linkId, reason: refusal };
    await auditRefusal(deps, { operatorId, type: 'authorization.refused', detail });
    return { kind: refusal, provider };
  }
  if (visit.error !== undefined) return answerError(deps, authorization, visit.error);
  const operator = await deps.operators.get(authorization.operatorId);
  if (operator === undefined || operator.removal) return { kind: 'operator_removed', provider };
  if (!isUsable(visit.code)) return { kind: 'code_missing', provider };
  const answer = await exchange(deps, authorization, visit.code);
  if (answer.kind !== 'granted') return { kind: exchangeProblem(deps, answer), provider };
  return takeGrant(deps, authorization, {
    grant: answer.grant,
    mayBeOtherAccount: maySwitchAccount(visit.state),
    visitorName: visit.session?.visitorName,
  });
}

function isUsable(parameter: string | undefined): parameter is string {
  return parameter !== undefined && parameter !== '' && parameter.length <= parameterMaxLength;
}

function findRefusal(
  deps: CompleteAuthorizationDeps,
  authorization: Authorization,
  visit: CallbackVisit,
): 'expired' | 'wrong_provider' | 'wrong_browser' | undefined {
  if (authorization.expiresAtEpochMs <= deps.clock.nowEpochMs()) return 'expired';
  if (authorization.provider !== visit.provider) return 'wrong_provider';
  const { session } = visit;
  const isSameBrowser =
    session !== undefined &&
    session.operatorId === authorization.operatorId &&
    session.linkId === authorization.linkId &&
    hashBrowser(deps.crypto, session) === authorization.browserHash;
  return isSameBrowser ? undefined : 'wrong_browser';
}

async function answerError(
  deps: CompleteAuthorizationDeps,
  authorization: Authorization,
  error: string,
): Promise<AuthorizationResult> {
  const { provider } = authorization;
  // Only the source's page offers fewer.
  if (error === 'invalid_scope' && provider === sourceName) {
    deps.metrics.count('ScopesRefused');
    deps.log.warn('authorization.scopes_refused', { provider });
    return { kind: 'provider_error', provider, words: 'scopes_refused' };
  }
  if (error !== 'access_denied') {
    // The code is the provider's, but came through the browser: only its length is safe to log.
    deps.log.warn('authorization.provider_error', { provider, errorLength: error.length });
    return { kind: 'provider_error', provider };
  }
  await noteConsent(deps, authorization, { type: 'connection.denied', detail: {} });
  return { kind: 'denied', provider };
}

async function exchange(
  deps: CompleteAuthorizationDeps,
  authorization: Authorization,
  code: string,
): Promise<GrantAnswer> {
  const { operatorId, provider } = authorization;
  const context = verifierContext({ session: { operatorId }, provider });
  const request = {
    code,
    codeVerifier: await deps.vault.open(authorization.sealedVerifier, context),
    redirectUri: redirectUriOf(deps.portalBaseUrl, provider),
  };
  const answer = await deps.providers[provider].exchange(request);
  if (answer.kind !== 'client_refused') return answer;
  // A wrong client is noticed before the code is touched, so it is still good for rotated credentials.
  deps.secrets.forget(deps.clientSecretNames[provider]);
  return deps.providers[provider].exchange(request);
}

function exchangeProblem(
  deps: CompleteAuthorizationDeps,
  answer: Exclude<GrantAnswer, { kind: 'granted' }>,
) {
  const outcome = {
    grant_refused: { kind: 'code_refused', alarm: undefined },
    client_refused: { kind: 'our_fault', alarm: 'ClientCredentialsRefused' },
    request_refused: { kind: 'our_fault', alarm: 'TokenRequestRefused' },
    unknown: { kind: 'provider_unavailable', alarm: undefined },
  } as const;
  const { kind, alarm } = outcome[answer.kind];
  if (alarm) deps.metrics.count(alarm);
  const code = answer.kind === 'request_refused' ? answer.code : answer.kind;
  deps.log.warn('authorization.exchange_failed', { code });
  return kind;
}
