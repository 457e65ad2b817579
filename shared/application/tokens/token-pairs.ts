import type { Connection } from '../../contracts/connection-item.ts';
import { type TokenPair, tokenPair } from '../../contracts/token-pairs.ts';
import type { SealContext, Vault } from '../../ports/vault.ts';

/** Encrypts a pair so that it opens only for this operator, provider and epoch. */
export function sealTokenPair(
  vault: Vault,
  owner: Pick<SealContext, 'operatorId' | 'provider' | 'epoch'>,
  pair: TokenPair,
): Promise<string> {
  return vault.seal(JSON.stringify(pair), contextOf(owner));
}

/** @throws when the ciphertext was sealed for another row or epoch. */
export async function openTokenPair(
  vault: Vault,
  holder: Pick<Connection, 'operatorId' | 'provider' | 'epoch' | 'sealedTokens'>,
): Promise<TokenPair> {
  const text = await vault.open(holder.sealedTokens, contextOf(holder));
  return tokenPair.parse(JSON.parse(text));
}

function contextOf(owner: Pick<SealContext, 'operatorId' | 'provider' | 'epoch'>): SealContext {
  const { operatorId, provider, epoch } = owner;
  return { operatorId, provider, epoch, purpose: 'tokens' };
}
