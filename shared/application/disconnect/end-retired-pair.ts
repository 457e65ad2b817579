import type { Connection, RetiredPair, TokenPair } from '../../contracts/stored-items.ts';
import { isInUse } from '../../domain/tokens/is-live-epoch.ts';
import type { RetiredPairKey } from '../../ports/retired-pairs.ts';
import { isSameAccess, releaseAccount } from '../connect/account-holding.ts';
import { persistently } from '../connect/persistently.ts';
import { openTokenPair, sealTokenPair } from '../connect/token-pairs.ts';
import { type EndPairDeps, makeRevocable, revokeLive, type Wait, waitAfter } from './end-pair.ts';
import { lookAgain } from './look-again.ts';
import { type RemoveEndpointsDeps, removeWebhookEndpoints } from './remove-webhook-endpoints.ts';
import { type RetireDeps, retireLoose } from './retire-pair.ts';

export interface EndRetiredDeps extends EndPairDeps, RetireDeps, RemoveEndpointsDeps {}

export type RetiredEnd =
  /** Nothing of it is alive any more, or nothing that is only its own. */
  | { kind: 'ended' }
  /** The pair that its connection uses: the reconnect that recorded it never came about. */
  | { kind: 'in_use' }
  | { kind: 'busy' }
  | Wait;

/** Longer than the calls of one pair together. */
const leaseMs = 120_000;

/** A reconnect records the pair moments before it replaces it; what is older was given up. */
const givenUpAfterMs = 3_600_000;

/** Revokes one retired pair and forgets it; stopped at any point it may simply run again. */
export async function endRetiredPair(
  deps: EndRetiredDeps,
  key: RetiredPairKey,
): Promise<RetiredEnd> {
  const nowEpochMs = deps.clock.nowEpochMs();
  const lease = { nowEpochMs, untilEpochMs: nowEpochMs + leaseMs };
  if (!(await deps.retiredPairs.takeLease(key, lease))) return { kind: 'busy' };
  const pair = await deps.retiredPairs.get(key);
  if (pair === undefined) return { kind: 'ended' };
  const current = await deps.connections.get(pair);
  const tokens = await openTokenPair(deps.vault, pair);
  if (await isStillUsed(deps, current, tokens)) return leaveAlone(deps, pair);
  const end = isCoveredBy(deps, current, pair)
    ? ended
    : await tryToEnd(deps, pair, { tokens, current });
  if (end.kind !== 'ended') return end;
  await releaseAccount(deps, pair);
  await deps.retiredPairs.remove(pair);
  const { operatorId, provider, epoch } = pair;
  deps.log.info('token.retired', { operatorId, provider, epoch });
  return ended;
}

/**
 * Ends what a reconnect just replaced, as far as the providers answer now. The rest is tended later.
 */
export async function endRetiredPairsOf(deps: EndRetiredDeps, operatorId: string): Promise<void> {
  for (const pair of await deps.retiredPairs.list(operatorId)) await endRetiredPair(deps, pair);
}

const ended = { kind: 'ended' } as const;

/** Compared by the tokens themselves: ciphertexts differ after a change of keys. */
async function isStillUsed(
  deps: EndRetiredDeps,
  current: Connection | undefined,
  tokens: TokenPair,
): Promise<boolean> {
  if (current === undefined || !isInUse(current)) return false;
  const used = await openTokenPair(deps.vault, current);
  return used.accessToken === tokens.accessToken || used.refreshToken === tokens.refreshToken;
}

async function leaveAlone(deps: EndRetiredDeps, pair: RetiredPair): Promise<RetiredEnd> {
  const ageMs = deps.clock.nowEpochMs() - Date.parse(pair.retiredAt);
  if (ageMs > givenUpAfterMs) await deps.retiredPairs.remove(pair);
  return { kind: 'in_use' };
}

/**
 * Where a revocation ends all that a person gave us, a pair of the very company that is connected
 * again cannot be ended without ending the new connection: it is forgotten, and lapses unused.
 * Where another person connected the company since, the former one's access is its own and is ended.
 */
function isCoveredBy(
  deps: EndRetiredDeps,
  current: Connection | undefined,
  pair: RetiredPair,
): boolean {
  if (deps.providers[pair.provider].revocationEnds === 'pair') return false;
  return current !== undefined && isInUse(current) && isSameAccess(current, pair.account);
}

/** What was found at the beginning. */
interface Found {
  tokens: TokenPair;
  current: Connection | undefined;
}

async function tryToEnd(
  deps: EndRetiredDeps,
  pair: RetiredPair,
  found: Found,
): Promise<{ kind: 'ended' } | Wait> {
  try {
    return await endPair(deps, pair, found);
  } catch (error) {
    const wait = waitAfter(error);
    // Recovery: the record stays, and the next run asks again.
    if (wait === undefined) throw error;
    return wait;
  }
}

async function endPair(
  deps: EndRetiredDeps,
  pair: RetiredPair,
  { tokens, current }: Found,
): Promise<{ kind: 'ended' } | Wait> {
  const { operatorId, provider, account, expiresAtEpochMs, epoch } = pair;
  const held = {
    operatorId,
    provider,
    account,
    expiresAtEpochMs,
    tokens,
    lookAgain: () => lookAgain(deps, pair, current?.epoch),
    keep: async (renewed: TokenPair, untilEpochMs: number) => {
      const facts = { operatorId, provider, epoch };
      const sealedTokens = await persistently(deps, facts, () =>
        sealTokenPair(deps.vault, pair, renewed),
      );
      const refreshed = { sealedTokens, expiresAtEpochMs: untilEpochMs };
      if (await persistently(deps, facts, () => deps.retiredPairs.keep(pair, refreshed)))
        return true;
      const loose = { operatorId, provider, account, epoch, tokens: renewed };
      await retireLoose(deps, { ...loose, expiresAtEpochMs: untilEpochMs });
      return false;
    },
  };
  const liveness = await makeRevocable(deps, held);
  if (liveness.kind === 'dead') return ended;
  if (liveness.kind === 'wait') return liveness;
  // The company that was left behind would go on telling us what we may no longer know.
  // One that was never connected (epoch 0) has no endpoints there; those it finds are another operator's.
  if (epoch > 0 && current?.account.id !== account.id) {
    const lastEpoch = current?.epoch ?? epoch;
    const ending = { tokens: liveness.tokens, lastEpoch, lookAgain: held.lookAgain };
    await removeWebhookEndpoints(deps, pair, ending);
  }
  return revokeLive(deps, held, liveness.tokens);
}
