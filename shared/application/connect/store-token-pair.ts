import type { Account, Connection, TokenPair } from '../../contracts/stored-items.ts';
import type { TokenFence } from '../../ports/connections.ts';
import type { Grant } from '../../ports/oauth-provider.ts';
import { retireLoose } from '../disconnect/retire-pair.ts';
import { factsOf, noteTokenEvent, type TokenDeps } from './token-deps.ts';
import { sealTokenPair } from './token-pairs.ts';

/** The new pair is the only copy: losing it would cost the operator a reconnect. */
const storeTries = 5;

interface Sealed {
  sealedTokens: string;
  expiresAtEpochMs: number;
  scopes: string;
}

/**
 * Stores a granted pair as the next version. Called right after the answer, because until then the
 * pair exists nowhere else. Where another pair took the place meanwhile, ours is put away to be revoked.
 */
export async function storeTokenPair(
  deps: TokenDeps,
  fence: TokenFence,
  refreshed: { grant: Grant; refreshToken: string; connection: Connection },
): Promise<void> {
  const { grant, connection } = refreshed;
  const expiresAtEpochMs = deps.clock.nowEpochMs() + grant.expiresInSeconds * 1000;
  const pair = {
    accessToken: grant.accessToken,
    refreshToken: grant.refreshToken ?? refreshed.refreshToken,
  };
  const sealed = await persistently(deps, fence, async () => ({
    sealedTokens: await sealTokenPair(deps.vault, fence, pair),
    expiresAtEpochMs,
    scopes: grant.scopes,
  }));
  const isStored = await persistently(deps, fence, () => store(deps, fence, sealed));
  deps.log.info('token.refreshed', { ...factsOf(fence), isStored });
  if (isStored) {
    await noteTokenEvent(deps, fence, { type: 'token.refreshed' });
    return;
  }
  await retire(deps, fence, { tokens: pair, expiresAtEpochMs, account: connection.account });
}

/** True also when an earlier try had stored it and only its answer was lost. */
async function store(deps: TokenDeps, fence: TokenFence, sealed: Sealed): Promise<boolean> {
  if (await deps.connections.storeTokens(fence, sealed)) return true;
  const current = await deps.connections.get(fence);
  return current?.sealedTokens === sealed.sealedTokens;
}

async function persistently<T>(
  deps: TokenDeps,
  fence: TokenFence,
  write: () => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await write();
    } catch (error) {
      // Recovery: the same again; the fence makes it harmless if the first one did arrive.
      deps.log.warn('token.store_failed', { ...factsOf(fence), attempt });
      if (attempt >= storeTries) throw error;
      await deps.clock.sleep(200 * 2 ** attempt);
    }
  }
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
