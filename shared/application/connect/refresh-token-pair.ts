import type { Provider } from '../../contracts/ids.ts';
import type { Connection } from '../../contracts/stored-items.ts';
import {
  decideRefreshOutcome,
  type RefreshAlarm,
  type RefreshVerdict,
} from '../../domain/tokens/decide-refresh-outcome.ts';
import type { Activities } from '../../ports/activities.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Connections, TokenFence } from '../../ports/connections.ts';
import type { Crypto } from '../../ports/crypto.ts';
import type { Log, Metrics } from '../../ports/log.ts';
import type { Grant, GrantAnswer, OauthProvider } from '../../ports/oauth-provider.ts';
import type { Secrets } from '../../ports/secrets.ts';
import type { Vault } from '../../ports/vault.ts';
import { openTokenPair, sealTokenPair } from './token-pairs.ts';

export interface TokenDeps {
  connections: Connections;
  vault: Vault;
  providers: Record<Provider, OauthProvider>;
  secrets: Secrets;
  clientSecretNames: Record<Provider, string>;
  activities: Activities;
  clock: Clock;
  crypto: Crypto;
  log: Log;
  metrics: Metrics;
}

export type RefreshResult =
  /** We stored a new pair, or somebody else did meanwhile: read the store. */
  | { kind: 'look_again' }
  /** Another worker holds the lease; until this instant at most. */
  | { kind: 'busy' }
  | { kind: 'dead' }
  | { kind: 'wait'; retryAfterSeconds: number; reason: string };

/** The token request has 30 s to answer; the rest is for storing the pair. */
const leaseMs = 45_000;
const requestMs = 30_000;

/** One that succeeds or decides, after one refused grant and one refused client at most. */
const requestsAtMost = 3;

/** The new pair is the only copy: losing it would cost the operator a reconnect. */
const storeTries = 4;

/**
 * Refreshes the pair of one connection, at most once at a time across all workers: a lease keeps
 * others away and the version fences the write, so that a paused holder cannot overwrite.
 */
export async function refreshTokenPair(deps: TokenDeps, seen: Connection): Promise<RefreshResult> {
  const nowEpochMs = deps.clock.nowEpochMs();
  // Looking spares a failing write for every poll of every waiting worker.
  if ((seen.leaseUntilEpochMs ?? 0) > nowEpochMs) return { kind: 'busy' };
  const fence: TokenFence = {
    operatorId: seen.operatorId,
    provider: seen.provider,
    tokenVersion: seen.tokenVersion,
    epoch: seen.epoch,
    leaseOwner: deps.crypto.uuid(),
  };
  const untilEpochMs = nowEpochMs + leaseMs;
  if (!(await deps.connections.takeLease(fence, { nowEpochMs, untilEpochMs }))) {
    return { kind: 'busy' };
  }
  try {
    return await refreshUnderLease(deps, fence, untilEpochMs);
  } catch (error) {
    // Recovery: the lease goes back so that the next try need not wait; failing that, it runs out.
    await deps.connections.releaseLease(fence).catch(() => undefined);
    throw error;
  }
}

async function refreshUnderLease(
  deps: TokenDeps,
  fence: TokenFence,
  leaseUntilEpochMs: number,
): Promise<RefreshResult> {
  const connection = await deps.connections.get(fence);
  if (connection === undefined || !isUnchanged(connection, fence)) {
    return release(deps, fence, { kind: 'look_again' });
  }
  const pair = await openTokenPair(deps.vault, connection);
  const { refreshToken } = pair;
  // A grant without refresh token ends with its access token, like one that was revoked.
  if (refreshToken === undefined) return markDead(deps, fence);
  const seenKinds = new Set<GrantAnswer['kind']>();
  for (let request = 1; request <= requestsAtMost; request += 1) {
    const answer = await deps.providers[fence.provider].refresh(refreshToken);
    const verdict = decideRefreshOutcome<Grant>({
      answer,
      times: seenKinds.has(answer.kind) ? 2 : 1,
      hasNewerPair: answer.kind !== 'granted' && (await hasNewerPair(deps, fence)),
    });
    seenKinds.add(answer.kind);
    const isLeaseTooShort = deps.clock.nowEpochMs() + requestMs > leaseUntilEpochMs;
    const result = await act(deps, fence, { verdict, refreshToken, answer, isLeaseTooShort });
    if (result !== 'again') return result;
  }
  // Unreachable: each kind of answer allows one further request.
  return release(deps, fence, wait(60, 'token_refresh_undecided'));
}

interface Step {
  verdict: RefreshVerdict<Grant>;
  refreshToken: string;
  answer: GrantAnswer;
  isLeaseTooShort: boolean;
}

async function act(
  deps: TokenDeps,
  fence: TokenFence,
  step: Step,
): Promise<RefreshResult | 'again'> {
  const { verdict } = step;
  if (verdict.step === 'store') return store(deps, fence, { ...step, grant: verdict.grant });
  if (verdict.step === 'use_newer') return release(deps, fence, { kind: 'look_again' });
  if (verdict.step === 'mark_dead') return markDead(deps, fence);
  if (verdict.step === 'wait') {
    if (verdict.alarm) raise(deps, fence, { alarm: verdict.alarm, answer: step.answer });
    return release(deps, fence, wait(verdict.retryAfterSeconds, 'token_endpoint_not_ready'));
  }
  // A slow first answer leaves no room for a second request under this lease: somebody tries later.
  if (step.isLeaseTooShort) return release(deps, fence, wait(10, 'token_endpoint_slow'));
  if (verdict.step === 'try_again') await deps.clock.sleep(verdict.afterMs);
  if (verdict.step === 'renew_credentials') {
    deps.secrets.forget(deps.clientSecretNames[fence.provider]);
  }
  return 'again';
}

/** The write is the very next thing after the answer; a lost one cannot be repeated everywhere. */
async function store(
  deps: TokenDeps,
  fence: TokenFence,
  refreshed: { grant: Grant; refreshToken: string },
): Promise<RefreshResult> {
  const { grant } = refreshed;
  const expiresAtEpochMs = deps.clock.nowEpochMs() + grant.expiresInSeconds * 1000;
  const pair = {
    accessToken: grant.accessToken,
    refreshToken: grant.refreshToken ?? refreshed.refreshToken,
  };
  for (let attempt = 1; ; attempt += 1) {
    try {
      const sealedTokens = await sealTokenPair(deps.vault, fence, pair);
      const tokens = { sealedTokens, expiresAtEpochMs, scopes: grant.scopes };
      const isStored = await deps.connections.storeTokens(fence, tokens);
      deps.log.info('token.refreshed', { ...factsOf(fence), isStored });
      return { kind: 'look_again' };
    } catch (error) {
      // Recovery: the same write again; a condition makes it harmless if the first one did arrive.
      deps.log.warn('token.store_failed', { ...factsOf(fence), attempt });
      if (attempt >= storeTries) throw error;
      await deps.clock.sleep(200 * 2 ** attempt);
    }
  }
}

async function markDead(deps: TokenDeps, fence: TokenFence): Promise<RefreshResult> {
  if (!(await deps.connections.markNeedsReconnect(fence))) return { kind: 'look_again' };
  deps.metrics.count('ConnectionNeedsReconnect');
  deps.log.warn('connection.needs_reconnect', factsOf(fence));
  await deps.activities.append({
    operatorId: fence.operatorId,
    activityId: deps.crypto.uuid(),
    at: new Date(deps.clock.nowEpochMs()).toISOString(),
    type: 'connection.needs_reconnect',
    actor: 'rollerdoor',
    detail: { provider: fence.provider, epoch: fence.epoch },
  });
  return { kind: 'dead' };
}

function raise(
  deps: TokenDeps,
  fence: TokenFence,
  what: { alarm: RefreshAlarm; answer: GrantAnswer },
): void {
  deps.metrics.count(what.alarm);
  const code = what.answer.kind === 'request_refused' ? what.answer.code : what.answer.kind;
  deps.log.error('token.refresh_refused', { ...factsOf(fence), code });
}

async function release(
  deps: TokenDeps,
  fence: TokenFence,
  result: RefreshResult,
): Promise<RefreshResult> {
  await deps.connections.releaseLease(fence);
  return result;
}

async function hasNewerPair(deps: TokenDeps, fence: TokenFence): Promise<boolean> {
  const current = await deps.connections.get(fence);
  return current === undefined || !isUnchanged(current, fence);
}

function isUnchanged(connection: Connection, fence: TokenFence): boolean {
  return (
    connection.status === 'connected' &&
    connection.tokenVersion === fence.tokenVersion &&
    connection.epoch === fence.epoch
  );
}

function wait(retryAfterSeconds: number, reason: string): RefreshResult {
  return { kind: 'wait', retryAfterSeconds, reason };
}

function factsOf(fence: TokenFence) {
  const { operatorId, provider, tokenVersion, epoch } = fence;
  return { operatorId, provider, tokenVersion, epoch };
}
