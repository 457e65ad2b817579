import type { Connection } from '../../contracts/connection-item.ts';
import type { TokenPair } from '../../contracts/token-pairs.ts';
import { ProviderError } from '../../domain/errors/errors.ts';
import { retireStored } from './retire-pair.ts';
import type { TokenDeps } from './token-deps.ts';

/**
 * Presents the stored access token before its pair is refreshed: where a pair dies on the first use
 * of its successor (Doorkeeper 5.5), one that is refreshed unused leaves the pair before it alive for
 * ever. Expired it counts, too. Where the provider does not answer, the pair is put away instead, and
 * whoever ends it presents it. Needless where a revocation ends all that a person gave.
 */
export async function presentStored(
  deps: TokenDeps,
  connection: Connection,
  { accessToken }: TokenPair,
): Promise<void> {
  const { operatorId, provider, tokenVersion } = connection;
  if (deps.providers[provider].revocationEnds !== 'pair') return;
  try {
    await deps.providers[provider].isAlive(accessToken);
  } catch (error) {
    // Recovery: an answer of any kind was a use; without one the tending makes up for it.
    if (error instanceof ProviderError && !error.failure.canRetryHelp) return;
    deps.log.warn('token.not_presented', { operatorId, provider, tokenVersion });
    await retireStored(deps, connection);
  }
}
