import type { Connection } from '../../contracts/connection-item.ts';
import type { RetiredPair, TokenPair } from '../../contracts/token-pairs.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Crypto } from '../../ports/crypto.ts';
import type { RetiredPairs } from '../../ports/retired-pairs.ts';
import type { Vault } from '../../ports/vault.ts';
import { sealTokenPair } from './token-pairs.ts';

export interface RetireDeps {
  retiredPairs: RetiredPairs;
  vault: Vault;
  clock: Clock;
  crypto: Crypto;
}

/**
 * Records the pair of a row that is about to be replaced, so that it is revoked afterwards. Written
 * before the replacement: a crash in between leaves a record of a pair that is still in use, which
 * the tending recognises by its tokens.
 */
export async function retireStored(deps: RetireDeps, connection: Connection): Promise<void> {
  if (connection.sealedTokens === '') return;
  const { operatorId, provider, epoch, tokenVersion, account } = connection;
  await deps.retiredPairs.put({
    operatorId,
    provider,
    pairId: deps.crypto.uuid5(`retired ${operatorId} ${provider} ${epoch} ${tokenVersion}`),
    sealedTokens: connection.sealedTokens,
    epoch,
    tokenVersion,
    expiresAtEpochMs: connection.expiresAtEpochMs,
    account,
    retiredAt: nowOf(deps),
  });
}

/** What is known of a pair that has no row of its own. */
type LoosePair = Pick<RetiredPair, 'operatorId' | 'provider' | 'epoch' | 'account'> & {
  tokens: TokenPair;
  expiresAtEpochMs: number;
};

/** Records a pair that nobody will use: its place was taken, or its company refused. */
export async function retireLoose(deps: RetireDeps, pair: LoosePair): Promise<void> {
  const { tokens, ...facts } = pair;
  await deps.retiredPairs.put({
    ...facts,
    pairId: deps.crypto.uuid(),
    sealedTokens: await sealTokenPair(deps.vault, facts, tokens),
    // It never was a version of the row.
    tokenVersion: 0,
    retiredAt: nowOf(deps),
  });
}

function nowOf(deps: RetireDeps): string {
  return new Date(deps.clock.nowEpochMs()).toISOString();
}
