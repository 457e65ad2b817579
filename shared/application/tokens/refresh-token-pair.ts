import type { Connection } from '../../contracts/connection-item.ts';
import {
  decideRefreshOutcome,
  type RefreshAlarm,
  type RefreshVerdict,
} from '../../domain/tokens/decide-refresh-outcome.ts';
import type { TokenFence } from '../../ports/connections.ts';
import type { Grant, GrantAnswer } from '../../ports/oauth-provider.ts';
import { giveUpConnection } from './give-up-connection.ts';
import { presentStored } from './present-stored.ts';
import type { ReadConnection } from './recent-connections.ts';
import { storeTokenPair } from './store-token-pair.ts';
import { factsOf, noteTokenEvent, type TokenDeps } from './token-deps.ts';
import { openTokenPair } from './token-pairs.ts';

export type RefreshResult =
  /** We stored a new pair; this is the row as it stands since. */
  | ({ kind: 'stored' } & ReadConnection)
  /** Somebody else stored a new pair meanwhile: read the store. */
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
  try {
    const row = await deps.connections.takeLease(fence, { nowEpochMs, untilEpochMs });
    return row ? await refreshUnderLease(deps, fence, row) : { kind: 'busy' };
  } catch (error) {
    // Recovery: the lease goes back so that the next try need not wait; failing that, it runs out.
    await deps.connections.releaseLease(fence).catch(() => undefined);
    throw error;
  }
}

async function refreshUnderLease(
  deps: TokenDeps,
  fence: TokenFence,
  connection: Connection,
): Promise<RefreshResult> {
  // The lease is fenced by version and epoch alone, and may be taken on what was given up meanwhile.
  if (!isUnchanged(connection, fence)) return release(deps, fence, { kind: 'look_again' });
  const { leaseUntilEpochMs = 0 } = connection;
  const pair = await openTokenPair(deps.vault, connection);
  const { refreshToken } = pair;
  // A grant without refresh token ends with its access token, like one that was revoked.
  if (refreshToken === undefined) return markDead(deps, fence);
  await presentStored(deps, connection, pair);
  const seenKinds = new Set<GrantAnswer['kind']>();
  for (let request = 1; request <= requestsAtMost; request += 1) {
    // An answer after the lease could meet that of the next holder: somebody tries later.
    const isLeaseTooShort = deps.clock.nowEpochMs() + requestMs > leaseUntilEpochMs;
    if (isLeaseTooShort) return release(deps, fence, wait(10, 'token_endpoint_slow'));
    const answer = await deps.providers[fence.provider].refresh(refreshToken);
    const verdict = decideRefreshOutcome<Grant>({
      answer,
      times: seenKinds.has(answer.kind) ? 2 : 1,
      hasNewerPair: answer.kind !== 'granted' && (await hasNewerPair(deps, fence)),
    });
    seenKinds.add(answer.kind);
    const result = await act(deps, fence, { verdict, refreshToken, answer, connection });
    if (result !== 'again') return result;
  }
  // Unreachable: each kind of answer allows one further request.
  return release(deps, fence, wait(60, 'token_refresh_undecided'));
}

interface Step {
  verdict: RefreshVerdict<Grant>;
  refreshToken: string;
  answer: GrantAnswer;
  connection: Connection;
}

async function act(
  deps: TokenDeps,
  fence: TokenFence,
  step: Step,
): Promise<RefreshResult | 'again'> {
  const { verdict } = step;
  switch (verdict.step) {
    case 'store': {
      const stored = await storeTokenPair(deps, fence, { ...step, grant: verdict.grant });
      return stored ? { kind: 'stored', ...stored } : { kind: 'look_again' };
    }
    case 'use_newer':
      return release(deps, fence, { kind: 'look_again' });
    case 'mark_dead':
      return markDead(deps, fence);
    case 'wait':
      if (verdict.alarm) await raise(deps, fence, { ...step, alarm: verdict.alarm });
      return release(deps, fence, wait(verdict.retryAfterSeconds, 'token_endpoint_not_ready'));
    case 'try_again':
      await deps.clock.sleep(verdict.afterMs);
      return 'again';
    case 'renew_credentials':
      deps.secrets.forget(deps.clientSecretNames[fence.provider]);
      return 'again';
  }
}

async function markDead(deps: TokenDeps, fence: TokenFence): Promise<RefreshResult> {
  const isGivenUp = await giveUpConnection(deps, fence, 'grant_refused');
  return { kind: isGivenUp ? 'dead' : 'look_again' };
}

/** Pages the partner. The operator is told once, and that it is not on them. */
async function raise(
  deps: TokenDeps,
  fence: TokenFence,
  what: { alarm: RefreshAlarm; answer: GrantAnswer; connection: Connection },
): Promise<void> {
  deps.metrics.count(what.alarm);
  const code = what.answer.kind === 'request_refused' ? what.answer.code : what.answer.kind;
  deps.log.error('token.refresh_refused', { ...factsOf(fence), code });
  if (what.connection.clientRefusedSince !== undefined) return;
  const { leaseOwner: _owner, ...pair } = fence;
  const since = new Date(deps.clock.nowEpochMs()).toISOString();
  if (!(await deps.connections.noteClientRefused(pair, since))) return;
  await noteTokenEvent(deps, fence, { type: 'token.client_refused', detail: { code } });
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
