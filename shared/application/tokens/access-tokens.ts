import type { Connection } from '../../contracts/connection-item.ts';
import { DeferredError, NotConnectedError } from '../../domain/errors/errors.ts';
import { decideTokenUse, useMarginMs } from '../../domain/tokens/decide-token-use.ts';
import type { AccessToken, AccessTokens } from '../../ports/access-tokens.ts';
import type { ConnectionKey } from '../../ports/connections.ts';
import { judgeRefusal } from './judge-refusal.ts';
import { type ReadConnection, RecentConnections } from './recent-connections.ts';
import { type RefreshResult, refreshTokenPair } from './refresh-token-pair.ts';
import type { TokenDeps } from './token-deps.ts';
import { openTokenPair } from './token-pairs.ts';

export interface ConnectionTokens extends AccessTokens {
  /**
   * Refreshes when less than the margin is left of what was just read, ahead of any need. Returns the
   * token that is newer than that; undefined where it still serves.
   * @throws NotConnectedError, DeferredError as `get` does.
   */
  refreshAhead(seen: Connection, marginMs: number): Promise<AccessToken | undefined>;
}

/** What the caller cannot accept: a token about to expire, or the very one that was rejected. */
interface Need {
  marginMs: number;
  rejectedVersion: number | undefined;
  /** What the caller has just read. */
  seen?: Connection;
}

/** A refresh by another worker takes one round trip; longer is better spent outside of here. */
const patienceMs = 5_000;
const firstPollMs = 250;
const pollAtMostMs = 1_000;
const busyRetryAfterSeconds = 5;

/** Why work is put off behind another worker's lease. */
export const refreshRunning = 'token_refresh_running';

/** A refresh that changed nothing lost to another one; more than this many in a row is a fault. */
const looksAtMost = 3;

/** When no refresh can be had now, a token with this much left still serves the next call. */
const lastResortMs = 60_000;

/** Rows of connections are read through what remembers them. */
type Deps = TokenDeps & { recent: RecentConnections };

/**
 * Returns the source of access tokens for everything that calls a provider. `recent`: what this process
 * read of connections a moment ago; a refused token, and whatever is to be judged or refreshed, is read
 * anew.
 */
export function createAccessTokens(
  parts: TokenDeps,
  recent = new RecentConnections(parts),
): ConnectionTokens {
  const deps: Deps = { ...parts, recent };
  const normal: Need = { marginMs: useMarginMs, rejectedVersion: undefined };
  return {
    async get(key) {
      const kept = recent.kept(key);
      const use = decideTokenUse(kept?.connection, deps.clock.nowEpochMs(), normal.marginMs);
      const isGood = kept !== undefined && use === 'use';
      return toAccessToken(deps, isGood ? kept : await obtain(deps, key, normal));
    },

    async replaceRejected(key, rejected) {
      recent.forget(key);
      const current = await deps.connections.get(key);
      const isSame =
        current?.tokenVersion === rejected.tokenVersion && current.epoch === rejected.epoch;
      const need = isSame ? { ...normal, rejectedVersion: rejected.tokenVersion } : normal;
      return toAccessToken(deps, await obtain(deps, key, need));
    },

    judgeRefusal(key, refused) {
      recent.forget(key);
      return judgeRefusal(deps, key, refused);
    },

    async refreshAhead(seen, marginMs) {
      const after = await obtain(deps, seen, { marginMs, rejectedVersion: undefined, seen });
      const isNewer = after.connection.tokenVersion !== seen.tokenVersion;
      return isNewer ? toAccessToken(deps, after) : undefined;
    },
  };
}

/** Reads, refreshes if the need demands it, and reads again until the row meets the need. */
async function obtain(deps: Deps, key: ConnectionKey, need: Need): Promise<ReadConnection> {
  const givesUpAtEpochMs = deps.clock.nowEpochMs() + patienceMs;
  let first: Connection | undefined;
  let pollMs = firstPollMs;
  for (let refreshes = 0; ; ) {
    const seen = first === undefined ? need.seen : undefined;
    const { connection, readAtEpochMs } = await (seen === undefined
      ? deps.recent.read(key)
      : { connection: seen, readAtEpochMs: deps.clock.nowEpochMs() });
    const use = decideTokenUse(connection, deps.clock.nowEpochMs(), need.marginMs);
    if (connection === undefined || (use !== 'use' && use !== 'refresh')) {
      throw notConnected(key, use);
    }
    first ??= connection;
    if (isGoodEnough(connection, { first, use, need })) return { connection, readAtEpochMs };

    const result = await refreshTokenPair(deps, connection);
    deps.recent.forget(key);
    if (result.kind === 'stored') return result;
    if (result.kind === 'dead') throw new NotConnectedError(key.provider, 'needs_reconnect');
    refreshes += result.kind === 'look_again' ? 1 : 0;
    const patienceLeftMs = givesUpAtEpochMs - deps.clock.nowEpochMs();
    const isBusy = result.kind === 'busy' && patienceLeftMs > 0;
    if (isBusy) await deps.clock.sleep(Math.min(pollMs, patienceLeftMs));
    pollMs = Math.min(2 * pollMs, pollAtMostMs);
    if (isBusy || (result.kind === 'look_again' && refreshes < looksAtMost)) continue;
    if (isLastResort(connection, need, deps.clock.nowEpochMs()))
      return { connection, readAtEpochMs };
    throw deferred(result);
  }
}

/** A pair stored since we began is as fresh as any, even where tokens live shorter than the margin. */
function isGoodEnough(
  connection: Connection,
  found: { first: Connection; use: 'use' | 'refresh'; need: Need },
): boolean {
  const { first, use, need } = found;
  if (connection.tokenVersion !== first.tokenVersion || connection.epoch !== first.epoch) {
    return true;
  }
  return use === 'use' && connection.tokenVersion !== need.rejectedVersion;
}

function isLastResort(connection: Connection, need: Need, nowEpochMs: number): boolean {
  const isRejected = connection.tokenVersion === need.rejectedVersion;
  return !isRejected && connection.expiresAtEpochMs - nowEpochMs > lastResortMs;
}

function deferred(result: RefreshResult): DeferredError {
  if (result.kind === 'wait') return new DeferredError(result.reason, result.retryAfterSeconds);
  return new DeferredError(refreshRunning, busyRetryAfterSeconds);
}

function notConnected(key: ConnectionKey, use: ReturnType<typeof decideTokenUse>) {
  const status = use === 'needs_reconnect' || use === 'disconnected' ? use : 'absent';
  return new NotConnectedError(key.provider, status);
}

async function toAccessToken(
  deps: TokenDeps,
  { connection, readAtEpochMs }: ReadConnection,
): Promise<AccessToken> {
  const pair = await openTokenPair(deps.vault, connection);
  return {
    value: pair.accessToken,
    accountId: connection.account.id,
    accountName: connection.account.name,
    epoch: connection.epoch,
    tokenVersion: connection.tokenVersion,
    readAtEpochMs,
  };
}
