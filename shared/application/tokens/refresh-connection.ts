import type { Connection } from '../../contracts/connection-item.ts';
import type { TokenRefreshMessage } from '../../contracts/messages.ts';
import { DeferredError, NotConnectedError } from '../../domain/errors/errors.ts';
import { refreshAheadMs } from '../../domain/tokens/refresh-rhythm.ts';
import type { AccessToken } from '../../ports/access-tokens.ts';
import { type ConnectionTokens, refreshRunning } from './access-tokens.ts';
import { type JudgeDeps, judgeRefusal } from './judge-refusal.ts';

export type RefreshConnectionDeps = JudgeDeps & { tokens: ConnectionTokens };

export interface ReceivedRefresh {
  message: TokenRefreshMessage;
  receiveCount: number;
}

export type RefreshDisposition =
  | { kind: 'done' }
  | { kind: 'deferred'; retryAfterSeconds: number; reason: string };

const done: RefreshDisposition = { kind: 'done' };

/**
 * Tries at one message. After that it is dropped: the sweep sends another one every 5 minutes for as
 * long as it takes, so that a provider that is down piles nothing up.
 */
const receivesAtMost = 4;

/** Tries at the first use of a pair that is stored: nothing brings this message again. */
const receivesToUseAtMost = 8;

/** For what nobody foresaw, such as a store that is away. */
const unforeseenRetrySeconds = 30;

/** Handles the messages of one connection, in order; after the first that worked the others are stale. */
export async function refreshConnections(
  received: ReceivedRefresh[],
  deps: RefreshConnectionDeps,
): Promise<RefreshDisposition[]> {
  const dispositions: RefreshDisposition[] = [];
  for (const one of received) {
    const disposition = await refreshConnection(one, deps);
    dispositions.push(disposition);
    if (disposition.kind === 'deferred') {
      return received.map((_, index) => dispositions[index] ?? disposition);
    }
  }
  return dispositions;
}

async function refreshConnection(
  received: ReceivedRefresh,
  deps: RefreshConnectionDeps,
): Promise<RefreshDisposition> {
  try {
    return await refreshAndUse(received, deps);
  } catch (error) {
    // Recovery: a dead grant was marked and shown to the operator; all else is tried again.
    if (error instanceof NotConnectedError) return done;
    const behindSeconds = await leaseLeftSeconds(error, received, deps);
    return retryOf(error, received, { ...deps, behindSeconds });
  }
}

async function refreshAndUse(
  received: ReceivedRefresh,
  deps: RefreshConnectionDeps,
): Promise<RefreshDisposition> {
  const { message } = received;
  const current = await deps.connections.get(message);
  const pairsSince = countPairsSince(message, current);
  if (current !== undefined && pairsSince === 0) {
    const newer = await deps.tokens.refreshAhead(current, refreshAheadMs(message.provider));
    return newer === undefined ? done : useOnce(received, newer, deps);
  }
  // An earlier receive may have ended between the storing of the new pair and its first use.
  if (received.receiveCount === 1 || pairsSince !== 1) return done;
  return useOnce(received, await deps.tokens.get(message), deps);
}

/** Pairs stored since the message was sent; undefined: the authorization is another one, or gone. */
function countPairsSince(
  message: TokenRefreshMessage,
  current: Connection | undefined,
): number | undefined {
  if (current?.epoch !== message.epoch) return undefined;
  return current.tokenVersion - message.tokenVersion;
}

/**
 * Presents the new token, and asks with it whether the company still lets us in: who was taken out at
 * the provider, and sends no traffic, would never be noticed. Only a first use ends the pair before it where pairs die on the first use of their
 * successor (Doorkeeper 5.5). Tried again, because a pair that is refreshed without ever having been
 * used leaves the one before it alive for ever.
 */
async function useOnce(
  { message, receiveCount }: ReceivedRefresh,
  token: AccessToken,
  deps: RefreshConnectionDeps,
): Promise<RefreshDisposition> {
  const { operatorId, provider } = message;
  const facts = { operatorId, provider, tokenVersion: token.tokenVersion };
  try {
    const verdict = await judgeRefusal(deps, { operatorId, provider }, token);
    if (verdict === 'token_refused') deps.log.warn('token.refused_when_new', facts);
    return done;
  } catch (error) {
    if (error instanceof NotConnectedError) throw error;
    // Recovery: received again. After the last time any worker's call is a first use as good as this.
    const reason = error instanceof Error ? error.name : 'unknown';
    deps.log.warn('token.not_used_yet', { ...facts, reason, receiveCount });
    if (receiveCount >= receivesToUseAtMost) return done;
    return { kind: 'deferred', retryAfterSeconds: unforeseenRetrySeconds, reason: 'not_used_yet' };
  }
}

/**
 * How long another worker's lease keeps us away. A worker that died leaves it behind for longer than
 * all tries together would last, so one try waits for its end.
 */
async function leaseLeftSeconds(
  error: unknown,
  { message }: ReceivedRefresh,
  deps: RefreshConnectionDeps,
): Promise<number> {
  if (!(error instanceof DeferredError) || error.reason !== refreshRunning) return 0;
  try {
    const row = await deps.connections.get(message);
    const leftMs = (row?.leaseUntilEpochMs ?? 0) - deps.clock.nowEpochMs();
    return Math.max(0, Math.ceil(leftMs / 1_000));
  } catch {
    // Recovery: the error that brought us here says when to come again.
    return 0;
  }
}

function retryOf(
  error: unknown,
  { message, receiveCount }: ReceivedRefresh,
  deps: RefreshConnectionDeps & { behindSeconds: number },
): RefreshDisposition {
  const { operatorId, provider } = message;
  const isExpected = error instanceof DeferredError;
  const reason = isExpected ? error.reason : 'unforeseen';
  const facts = { operatorId, provider, reason, receiveCount };
  if (isExpected) deps.log.info('token.refresh_put_off', facts);
  else deps.log.error('token.refresh_failed', facts, error);
  if (receiveCount >= receivesAtMost) {
    deps.metrics.count('TokenRefreshFailed');
    return done;
  }
  const wantedSeconds = isExpected ? error.retryAfterSeconds : unforeseenRetrySeconds;
  const retryAfterSeconds = Math.max(wantedSeconds, deps.behindSeconds);
  return { kind: 'deferred', retryAfterSeconds, reason };
}
