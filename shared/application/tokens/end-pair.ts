import type { Account } from '../../contracts/account.ts';
import type { Provider } from '../../contracts/ids.ts';
import type { TokenPair } from '../../contracts/token-pairs.ts';
import { DeferredError, NotConnectedError, ProviderError } from '../../domain/errors/errors.ts';
import { isInUse } from '../../domain/tokens/is-live-epoch.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log, Metrics } from '../../ports/log.ts';
import type { BeforeSending, OauthProvider } from '../../ports/oauth-provider.ts';
import type { Secrets } from '../../ports/secrets.ts';
import { connectionsOfOthers, type HolderDeps, isSameAccess } from './account-holding.ts';
import { markTakingOut } from './taking-out.ts';

export interface EndPairDeps extends HolderDeps {
  providers: Record<Provider, OauthProvider>;
  secrets: Secrets;
  clientSecretNames: Record<Provider, string>;
  clock: Clock;
  log: Log;
  metrics: Metrics;
}

/** A pair that is to be revoked, and how a refreshed one is kept before anybody uses it. */
export interface HeldPair {
  operatorId: string;
  provider: Provider;
  account: Account;
  tokens: TokenPair;
  expiresAtEpochMs: number;
  /** False: another worker took over; the pair was put where it will be revoked. */
  keep(tokens: TokenPair, expiresAtEpochMs: number): Promise<boolean>;
  /** @throws DeferredError when what was decided to be ended may have been connected anew. */
  readonly lookAgain: BeforeSending;
}

/** Cannot go on now: the same steps again later. */
export interface Wait {
  kind: 'wait';
  reason: string;
  retryAfterSeconds: number;
}

export interface Ended {
  kind: 'ended';
  /** Other companies that the same person's permission goes on to open: it was not revoked as a whole. */
  othersOpen?: number;
  /** Another operator uses the very same access: it was left to them. */
  isHeldElsewhere?: boolean;
}

export type Liveness = { kind: 'live'; tokens: TokenPair } | { kind: 'dead' } | Wait;

/** An access token with less left could expire between the look and the revocation. */
const marginMs = 60_000;

/** Our own credentials are mended by people. */
const afterAlarmSeconds = 300;

/**
 * Brings a pair into the only state in which revoking it works: its access token unexpired (an
 * expired one is answered 200 and left alive, with its refresh token) and presented once (else the
 * pair before it survives). A refused refresh proves that nothing is left to revoke.
 */
export async function makeRevocable(deps: EndPairDeps, held: HeldPair): Promise<Liveness> {
  const { tokens, expiresAtEpochMs } = held;
  const provider = deps.providers[held.provider];
  const isFresh = expiresAtEpochMs - deps.clock.nowEpochMs() > marginMs;
  // Also an expired one: refreshed without ever having been presented, it would leave the pair
  // before it alive, which nobody holds any more (Doorkeeper 5.5).
  const isPresented = isFresh || provider.revocationEnds === 'pair';
  const isAlive = isPresented && (await provider.isAlive(tokens.accessToken));
  if (isFresh && isAlive) return { kind: 'live', tokens };
  if (tokens.refreshToken === undefined) return { kind: 'dead' };
  return refresh(deps, held, tokens.refreshToken);
}

async function refresh(deps: EndPairDeps, held: HeldPair, refreshToken: string): Promise<Liveness> {
  const provider = deps.providers[held.provider];
  const answer = await withNewCredentials(deps, held, () => provider.refresh(refreshToken));
  if (answer.kind === 'grant_refused') return { kind: 'dead' };
  if (answer.kind === 'unknown') return wait('token_endpoint_not_ready', answer.retryAfterSeconds);
  if (answer.kind !== 'granted') return alarm(deps, held, refreshAlarms[answer.kind]);
  const { grant } = answer;
  const tokens = {
    accessToken: grant.accessToken,
    refreshToken: grant.refreshToken ?? refreshToken,
  };
  const expiresAtEpochMs = deps.clock.nowEpochMs() + grant.expiresInSeconds * 1000;
  if (!(await held.keep(tokens, expiresAtEpochMs))) return wait('taken_over', 60);
  // Presented for its effect on the pair before; whether it is dead by now shows after the revocation.
  await provider.isAlive(tokens.accessToken);
  return { kind: 'live', tokens };
}

const refreshAlarms = {
  client_refused: 'ClientCredentialsRefused',
  request_refused: 'TokenRequestRefused',
} as const;

/** Revokes a live pair and looks whether it is dead: the answer to a revocation proves nothing. */
export async function revokeLive(
  deps: EndPairDeps,
  held: HeldPair,
  tokens: TokenPair,
): Promise<Ended | Wait> {
  const provider = deps.providers[held.provider];
  let { lookAgain } = held;
  if (provider.disconnectAccount !== undefined) {
    const { account } = held;
    lookAgain = () => markAndLook(deps, held);
    const shared = await sharedWithOthers(deps, held);
    if (shared !== undefined) return shared;
    const { remaining } = await provider.disconnectAccount(tokens.accessToken, account, lookAgain);
    // What is left belongs to other companies of the same person: revoking would end those too.
    if (remaining > 0) return proveTakenOut(deps, held, { tokens, remaining });
  }
  const { refreshToken = tokens.accessToken } = tokens;
  const answer = await withNewCredentials(deps, held, () =>
    provider.revoke(refreshToken, lookAgain),
  );
  if (answer.kind === 'unknown') return wait('revocation_not_answered', answer.retryAfterSeconds);
  if (answer.kind === 'client_refused') return alarm(deps, held, 'ClientCredentialsRefused');
  if (!(await provider.isAlive(tokens.accessToken))) return { kind: 'ended' };
  return alarm(deps, held, 'RevocationIneffective');
}

/**
 * Who connects the company at this moment, be it the operator itself, would be cut off. The mark runs
 * out by itself, or goes with the holder's row: a call without an answer may still arrive.
 */
async function markAndLook(deps: EndPairDeps, held: HeldPair): Promise<void> {
  await markTakingOut(deps, held);
  await held.lookAgain();
}

/**
 * Connected before a company had one holder: taking it out here would cut the other one off. Where
 * that one is leaving, too, it must not be spared by both: one waits for the other.
 */
async function sharedWithOthers(
  deps: EndPairDeps,
  held: HeldPair,
): Promise<Ended | Wait | undefined> {
  const others = await connectionsOfOthers(deps, held);
  const sharers = others.filter((other) => isSameAccess(other, held.account));
  if (sharers.some(isInUse)) return { kind: 'ended', isHeldElsewhere: true };
  const isFirst = sharers.every(({ operatorId }) => held.operatorId < operatorId);
  return isFirst ? undefined : wait('other_leaving_first', transientRetrySeconds);
}

/** The permission lives on for others, so that only of this company it can be proven. */
async function proveTakenOut(
  deps: EndPairDeps,
  held: HeldPair,
  { tokens, remaining }: { tokens: TokenPair; remaining: number },
): Promise<Ended | Wait> {
  const provider = deps.providers[held.provider];
  const standing = await provider.standingOf(tokens.accessToken, held.account);
  if (standing === 'stands') return alarm(deps, held, 'RevocationIneffective');
  return { kind: 'ended', othersOpen: remaining };
}

/** Credentials may have been rotated since they were read: once more with fresh ones. */
async function withNewCredentials<A extends { kind: string }>(
  deps: EndPairDeps,
  held: HeldPair,
  send: () => Promise<A>,
): Promise<A> {
  const answer = await send();
  if (answer.kind !== 'client_refused') return answer;
  deps.secrets.forget(deps.clientSecretNames[held.provider]);
  return send();
}

function alarm(deps: EndPairDeps, held: HeldPair, name: string): Wait {
  const { operatorId, provider } = held;
  deps.metrics.count(name);
  deps.log.error('token.not_revoked', { operatorId, provider, reason: name });
  return wait(name, afterAlarmSeconds);
}

const transientRetrySeconds = 60;

/** What a failure of a provider means for steps that may be done later; undefined: it is no such. */
export function waitAfter(error: unknown): Wait | undefined {
  if (error instanceof DeferredError) return wait(error.reason, error.retryAfterSeconds);
  if (error instanceof ProviderError) return wait(error.failure.code, transientRetrySeconds);
  // The token died under our hands: the next look finds out what is left of its pair.
  if (error instanceof NotConnectedError) return wait('token_died', transientRetrySeconds);
  return undefined;
}

function wait(reason: string, retryAfterSeconds: number): Wait {
  return { kind: 'wait', reason, retryAfterSeconds };
}
