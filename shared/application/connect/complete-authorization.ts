import { type Provider, provider as providerSchema } from '../../contracts/ids.ts';
import type { SessionClaims } from '../../contracts/portal-tokens.ts';
import type {
  Account,
  Authorization,
  Connection,
  TokenPair,
} from '../../contracts/stored-items.ts';
import { DeferredError, ProviderError } from '../../domain/errors/errors.ts';
import type { AuthorizationResult } from '../../domain/portal/authorization-result.ts';
import { isSameAccount } from '../../domain/tokens/decide-account-match.ts';
import { isInUse } from '../../domain/tokens/is-live-epoch.ts';
import type { Activities } from '../../ports/activities.ts';
import type { Connections } from '../../ports/connections.ts';
import type { Log, Metrics } from '../../ports/log.ts';
import type { Grant, GrantAnswer } from '../../ports/oauth-provider.ts';
import type { Operators } from '../../ports/operators.ts';
import type { Pacer } from '../../ports/pacer.ts';
import type { RetiredPairs } from '../../ports/retired-pairs.ts';
import type { Secrets } from '../../ports/secrets.ts';
import { auditRefusal } from '../audit/audit-refusal.ts';
import { retireLoose, retireStored } from '../disconnect/retire-pair.ts';
import {
  hashBrowser,
  hashState,
  maySwitchAccount,
  redirectUriOf,
  type StartAuthorizationDeps,
  verifierContext,
} from './start-authorization.ts';
import { sealTokenPair } from './token-pairs.ts';

export interface CompleteAuthorizationDeps extends StartAuthorizationDeps {
  operators: Operators;
  connections: Connections;
  retiredPairs: RetiredPairs;
  activities: Activities;
  secrets: Secrets;
  clientSecretNames: Record<Provider, string>;
  pacer: Pacer;
  /** What a fresh connection needs; a failure is repaired by the sweep and never undoes it. */
  afterConnected: Record<Provider, (operatorId: string) => Promise<void>>;
  log: Log;
  metrics: Metrics;
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

/** Everything after the exchange: the code is spent, so these steps are tried again. */
const whoIsTries = 2;
const whoIsPauseMs = 1_000;
/** Somebody waits for the page, and the gateway gives up after 30 s. */
const whoIsPatienceMs = 15_000;
const replaceTries = 3;

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
  return connect(deps, authorization, {
    grant: answer.grant,
    mayBeOtherAccount: maySwitchAccount(visit.state),
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
  // Only Stora's page offers fewer.
  if (error === 'invalid_scope' && provider === 'stora') {
    deps.metrics.count('ScopesRefused');
    deps.log.warn('authorization.scopes_refused', { provider });
    return { kind: 'provider_error', provider, words: 'scopes_refused' };
  }
  if (error !== 'access_denied') {
    // The code is the provider's, but came through the browser: only its length is safe to log.
    deps.log.warn('authorization.provider_error', { provider, errorLength: error.length });
    return { kind: 'provider_error', provider };
  }
  await note(deps, authorization, { type: 'connection.denied', detail: {} });
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

async function connect(
  deps: CompleteAuthorizationDeps,
  authorization: Authorization,
  given: { grant: Grant; mayBeOtherAccount: boolean },
): Promise<AuthorizationResult> {
  const { provider, operatorId } = authorization;
  const account = await whoIs(deps, authorization, given.grant.accessToken);
  if (typeof account === 'string') {
    await giveUp(deps, authorization, { grant: given.grant, account: unknownAccount });
    return { kind: account, provider };
  }
  for (let attempt = 1; attempt <= replaceTries; attempt += 1) {
    const previous = await deps.connections.get({ operatorId, provider });
    if (!given.mayBeOtherAccount && !isSameAccount(previous?.account, account)) {
      await giveUp(deps, authorization, { grant: given.grant, account });
      await note(deps, authorization, { type: 'connection.other_account', detail: {} });
      return {
        kind: 'other_account',
        provider,
        before: previous?.account.name ?? '',
        now: account.name,
      };
    }
    const connection = await newConnection(deps, authorization, { ...given, account, previous });
    if (previous !== undefined) await retireStored(deps, previous);
    if (await replace(deps, connection, previous)) {
      await settle(deps, authorization, connection);
      return { kind: 'connected', provider };
    }
  }
  // Others connected the same provider each time we tried: they were given the later permission.
  await giveUp(deps, authorization, { grant: given.grant, account });
  return { kind: 'provider_unavailable', provider };
}

function replace(
  deps: CompleteAuthorizationDeps,
  connection: Connection,
  previous: Connection | undefined,
): Promise<boolean> {
  return previous === undefined
    ? deps.connections.replace(connection, 0)
    : deps.connections.replace(connection, previous.epoch, previous.tokenVersion);
}

/** Nobody could tell us for which company the grant is. */
const unknownAccount: Account = { id: '', name: '' };

/**
 * Puts away a grant that is not going to be used, so that it is revoked. Where a revocation ends all
 * that the person gave us, it would take other connections with it: such a pair is not kept at all
 * and lapses.
 */
async function giveUp(
  deps: CompleteAuthorizationDeps,
  authorization: Authorization,
  given: { grant: Grant; account: Account },
): Promise<void> {
  const { operatorId, provider } = authorization;
  if (deps.providers[provider].revocationEnds !== 'pair') return;
  const { grant, account } = given;
  await retireLoose(deps, {
    operatorId,
    provider,
    account,
    epoch: 0,
    tokens: pairOf(grant),
    expiresAtEpochMs: deps.clock.nowEpochMs() + grant.expiresInSeconds * 1000,
  });
}

function pairOf(grant: Grant): TokenPair {
  const { accessToken, refreshToken } = grant;
  return { accessToken, ...(refreshToken === undefined ? {} : { refreshToken }) };
}

async function newConnection(
  deps: CompleteAuthorizationDeps,
  authorization: Authorization,
  given: { grant: Grant; account: Account; previous: Connection | undefined },
): Promise<Connection> {
  const { grant, account, previous } = given;
  const { operatorId, provider } = authorization;
  const nowEpochMs = deps.clock.nowEpochMs();
  const epoch = (previous?.epoch ?? 0) + 1;
  return {
    operatorId,
    provider,
    status: 'connected',
    sealedTokens: await sealTokenPair(deps.vault, { operatorId, provider, epoch }, pairOf(grant)),
    ...continuedSince(previous, account),
    // Never starts over: a refresher of the former grant must not find its version again.
    tokenVersion: (previous?.tokenVersion ?? 0) + 1,
    epoch,
    expiresAtEpochMs: nowEpochMs + grant.expiresInSeconds * 1000,
    scopes: grant.scopes,
    account,
    connectedAt: new Date(nowEpochMs).toISOString(),
    connectedBy: authorization.linkId,
  };
}

/** Connecting the same company anew goes on with what is under way; after a disconnect nothing is. */
function continuedSince(
  previous: Connection | undefined,
  account: Account,
): Pick<Connection, 'sinceEpoch' | 'sinceAt'> {
  if (previous === undefined || !isInUse(previous)) return {};
  if (!isSameAccount(previous.account, account)) return {};
  const { epoch, connectedAt } = previous;
  const { sinceEpoch = epoch, sinceAt = connectedAt } = previous;
  return { sinceEpoch, sinceAt };
}

async function settle(
  deps: CompleteAuthorizationDeps,
  authorization: Authorization,
  connection: Connection,
): Promise<void> {
  const { operatorId, provider } = authorization;
  await note(deps, authorization, {
    type: 'connection.connected',
    detail: { epoch: connection.epoch, accountName: connection.account.name },
  });
  deps.log.info('connection.connected', { operatorId, provider, epoch: connection.epoch });
  try {
    await deps.afterConnected[provider](operatorId);
  } catch (error) {
    // Recovery: the connection stands; the refresh sweep makes up for what is missing.
    deps.log.error('connection.set_up_incomplete', { operatorId, provider }, error);
  }
}

async function whoIs(
  deps: CompleteAuthorizationDeps,
  authorization: Authorization,
  accessToken: string,
): Promise<Account | 'no_account' | 'provider_unavailable'> {
  const { operatorId, provider } = authorization;
  // The question takes a slot like any call: the company may be busy with what we do for it already.
  const call = { operatorId, provider, lane: 'live' } as const;
  const givesUpAtEpochMs = deps.clock.nowEpochMs() + whoIsPatienceMs;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await deps.pacer.run(call, () => deps.providers[provider].whoIs(accessToken));
    } catch (error) {
      // Recovery: what may pass is tried again; what remains is told to the person.
      const pauseMs = pauseAfter(error, attempt);
      if (pauseMs !== undefined && deps.clock.nowEpochMs() + pauseMs < givesUpAtEpochMs) {
        await deps.clock.sleep(pauseMs);
        continue;
      }
      const code = error instanceof ProviderError ? error.failure.code : 'pace';
      deps.log.warn('authorization.account_unknown', { code, attempt });
      return code === 'no_account' ? 'no_account' : 'provider_unavailable';
    }
  }
}

/** Undefined when asking again is of no use. @throws what nobody foresaw. */
function pauseAfter(error: unknown, attempt: number): number | undefined {
  if (error instanceof DeferredError) return error.retryAfterSeconds * 1_000;
  if (!(error instanceof ProviderError)) throw error;
  return error.failure.canRetryHelp && attempt < whoIsTries ? whoIsPauseMs : undefined;
}

async function note(
  deps: CompleteAuthorizationDeps,
  authorization: Authorization,
  activity: { type: string; detail: Record<string, string | number> },
): Promise<void> {
  const { operatorId, provider, linkId } = authorization;
  await deps.activities.append({
    operatorId,
    activityId: deps.crypto.uuid(),
    at: new Date(deps.clock.nowEpochMs()).toISOString(),
    type: activity.type,
    actor: 'operator',
    detail: { provider, linkId, ...activity.detail },
  });
}
