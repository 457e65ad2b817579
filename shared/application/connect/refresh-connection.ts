import type { TokenRefreshMessage } from '../../contracts/messages.ts';
import { DeferredError, NotConnectedError } from '../../domain/errors/errors.ts';
import { refreshAheadMs } from '../../domain/tokens/refresh-rhythm.ts';
import type { AccessToken } from '../../ports/access-tokens.ts';
import type { ConnectionTokens } from './access-tokens.ts';
import type { TokenDeps } from './token-deps.ts';

export type RefreshConnectionDeps = Pick<
  TokenDeps,
  'connections' | 'providers' | 'log' | 'metrics'
> & { tokens: ConnectionTokens };

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
  { message, receiveCount }: ReceivedRefresh,
  deps: RefreshConnectionDeps,
): Promise<RefreshDisposition> {
  const { provider } = message;
  try {
    if (await isStale(message, deps)) return done;
    const { outcome, token } = await deps.tokens.refreshAhead(message, refreshAheadMs(provider));
    if (outcome === 'refreshed') await useOnce(message, token, deps);
    return done;
  } catch (error) {
    // Recovery: a dead grant was marked and shown to the operator; all else is tried again.
    if (error instanceof NotConnectedError) return done;
    return retryOf(error, { message, receiveCount }, deps);
  }
}

async function isStale(
  message: TokenRefreshMessage,
  deps: RefreshConnectionDeps,
): Promise<boolean> {
  const current = await deps.connections.get(message);
  return current?.tokenVersion !== message.tokenVersion || current.epoch !== message.epoch;
}

/**
 * Presents the new token: only that ends the pair before it where pairs die on the first use of their
 * successor (Doorkeeper 5.5); of an operator who does nothing, dead secrets would stay alive for ever.
 */
async function useOnce(
  message: TokenRefreshMessage,
  token: AccessToken,
  deps: RefreshConnectionDeps,
): Promise<void> {
  const { operatorId, provider } = message;
  const facts = { operatorId, provider, tokenVersion: token.tokenVersion };
  try {
    const isAlive = await deps.providers[provider].isAlive(token.value);
    if (!isAlive) deps.log.warn('token.refused_when_new', facts);
  } catch (error) {
    // Recovery: the next call of any worker is a first use as good as this.
    deps.log.warn('token.not_used_yet', {
      ...facts,
      reason: error instanceof Error ? error.name : 'unknown',
    });
  }
}

function retryOf(
  error: unknown,
  { message, receiveCount }: ReceivedRefresh,
  deps: RefreshConnectionDeps,
): RefreshDisposition {
  const { operatorId, provider } = message;
  const isExpected = error instanceof DeferredError;
  const reason = isExpected ? error.reason : 'unforeseen';
  const facts = { operatorId, provider, reason, receiveCount };
  if (isExpected) deps.log.warn('token.refresh_put_off', facts);
  else deps.log.error('token.refresh_failed', facts, error);
  if (receiveCount >= receivesAtMost) {
    deps.metrics.count('TokenRefreshFailed');
    return done;
  }
  const retryAfterSeconds = isExpected ? error.retryAfterSeconds : unforeseenRetrySeconds;
  return { kind: 'deferred', retryAfterSeconds, reason };
}
