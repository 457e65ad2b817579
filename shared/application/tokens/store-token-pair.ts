import type { Account } from '../../contracts/account.ts';
import type { Connection } from '../../contracts/connection-item.ts';
import type { TokenPair } from '../../contracts/token-pairs.ts';
import { isRenewalToNote } from '../../domain/tokens/renewal-note.ts';
import type { NewTokens, TokenFence } from '../../ports/connections.ts';
import type { Grant } from '../../ports/oauth-provider.ts';
import { persistently } from './persistently.ts';
import type { ReadConnection } from './recent-connections.ts';
import { retireLoose } from './retire-pair.ts';
import { factsOf, noteTokenEvent, type TokenDeps } from './token-deps.ts';
import { sealTokenPair } from './token-pairs.ts';

/**
 * Stores a granted pair as the next version, and returns the row as it stands then, dated from before
 * that: its end may have begun before we heard that it is stored. Called right after the answer, because
 * until then the pair exists nowhere else. Where another pair took the place meanwhile, ours is put away
 * to be revoked, and nothing is returned.
 */
export async function storeTokenPair(
  deps: TokenDeps,
  fence: TokenFence,
  refreshed: { grant: Grant; refreshToken: string; connection: Connection },
): Promise<ReadConnection | undefined> {
  const { grant, connection } = refreshed;
  const nowEpochMs = deps.clock.nowEpochMs();
  const expiresAtEpochMs = nowEpochMs + grant.expiresInSeconds * 1000;
  const pair = {
    accessToken: grant.accessToken,
    refreshToken: grant.refreshToken ?? refreshed.refreshToken,
  };
  const isToNote = isRenewalToNote(connection.renewalNotedAt, nowEpochMs);
  const note = isToNote ? { renewalNotedAt: new Date(nowEpochMs).toISOString() } : {};
  const sealed = await persistently(deps, factsOf(fence), async () => ({
    sealedTokens: await sealTokenPair(deps.vault, fence, pair),
    expiresAtEpochMs,
    scopes: grant.scopes,
    ...note,
  }));
  const { endpointId } = connection;
  const isStored = await persistently(deps, factsOf(fence), () =>
    store(deps, fence, { ...sealed, endpointId }),
  );
  deps.log.info('token.refreshed', { ...factsOf(fence), isStored });
  if (isStored) {
    if (isToNote) await noteTokenEvent(deps, fence, { type: 'token.refreshed' });
    return { connection: storedRow(connection, sealed), readAtEpochMs: nowEpochMs };
  }
  await retire(deps, fence, { tokens: pair, expiresAtEpochMs, account: connection.account });
  return undefined;
}

/** True also when an earlier try had stored it and only its answer was lost. */
async function store(
  deps: TokenDeps,
  fence: TokenFence,
  { endpointId, ...sealed }: NewTokens & Pick<Connection, 'endpointId'>,
): Promise<boolean> {
  if (await deps.connections.storeTokens(fence, sealed, { endpointId })) return true;
  const current = await deps.connections.get(fence);
  return current?.sealedTokens === sealed.sealedTokens;
}

/** What our write made of the row that our lease was taken on; its fence proves that the pair was the same. */
function storedRow(leased: Connection, sealed: NewTokens): Connection {
  const {
    leaseOwner: _owner,
    leaseUntilEpochMs: _until,
    clientRefusedSince: _refused,
    ...rest
  } = leased;
  return { ...rest, ...sealed, status: 'connected', tokenVersion: leased.tokenVersion + 1 };
}

/**
 * Two refreshes at once both succeed where a pair dies on the first use of its successor (Doorkeeper
 * 5.5): the loser's pair would live on, unknown. Where a revocation ends more than the pair, ours
 * must not be revoked: the winner's would go with it.
 */
async function retire(
  deps: TokenDeps,
  fence: TokenFence,
  loser: { tokens: TokenPair; expiresAtEpochMs: number; account: Account },
): Promise<void> {
  const { operatorId, provider, epoch } = fence;
  if (deps.providers[provider].revocationEnds !== 'pair') return;
  await retireLoose(deps, { operatorId, provider, epoch, ...loser });
  await noteTokenEvent(deps, fence, { type: 'token.discarded' });
}
