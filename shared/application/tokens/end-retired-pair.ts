import type { Connection } from '../../contracts/connection-item.ts';
import type { Provider } from '../../contracts/ids.ts';
import type { RetiredPair, TokenPair } from '../../contracts/token-pairs.ts';
import { isInUse } from '../../domain/tokens/is-live-epoch.ts';
import type { RetiredPairKey } from '../../ports/retired-pairs.ts';
import { everyStep } from '../sweep/every-step.ts';
import { isSameAccess, releaseAccount } from './account-holding.ts';
import {
  type Ended,
  type EndPairDeps,
  makeRevocable,
  revokeLive,
  type Wait,
  waitAfter,
} from './end-pair.ts';
import { lookAgain } from './look-again.ts';
import { persistently } from './persistently.ts';
import { type RemoveEndpointsDeps, removeWebhookEndpoints } from './remove-webhook-endpoints.ts';
import { type RetireDeps, retireLoose } from './retire-pair.ts';
import { openTokenPair, sealTokenPair } from './token-pairs.ts';

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
  if (!(await deps.retiredPairs.takeLease(key, lease))) {
    return (await deps.retiredPairs.get(key)) === undefined ? ended : { kind: 'busy' };
  }
  try {
    return await underLease(deps, key);
  } finally {
    await release(deps, key, lease.untilEpochMs);
  }
}

async function underLease(deps: EndRetiredDeps, key: RetiredPairKey): Promise<RetiredEnd> {
  const pair = await deps.retiredPairs.get(key);
  if (pair === undefined) return ended;
  const current = await deps.connections.get(pair);
  const tokens = await openTokenPair(deps.vault, pair);
  const used = await usedTokens(deps, current);
  if (used !== undefined && isSameTokens(used, tokens)) return leaveAlone(deps, pair);
  const found = { tokens, current, used };
  const isCovered = await isCoveredBy(deps, pair, found);
  const end = isCovered ? ended : await tryToEnd(deps, pair, found);
  if (end.kind !== 'ended') return end;
  await releaseAccount(deps, pair);
  await deps.retiredPairs.remove(pair);
  const { operatorId, provider, epoch } = pair;
  deps.log.info('token.retired', { operatorId, provider, epoch });
  return ended;
}

/** So that a failed one need not wait for the end of a lease that nobody uses. */
async function release(
  deps: EndRetiredDeps,
  key: RetiredPairKey,
  untilEpochMs: number,
): Promise<void> {
  try {
    await deps.retiredPairs.releaseLease(key, untilEpochMs);
  } catch {
    // Recovery: the lease runs out by itself.
    deps.log.warn('lease.not_released', { operatorId: key.operatorId, provider: key.provider });
  }
}

/**
 * Ends the pairs of an operator that lost their place, as far as the providers answer now; the rest
 * is tended later. One that fails keeps no other one.
 * @returns undefined when none is left that could be alive.
 * @throws the first failure that nobody foresaw, when all were tried.
 */
export async function endRetiredPairsOf(
  deps: EndRetiredDeps,
  operatorId: string,
  only?: Provider,
): Promise<Wait | undefined> {
  const pairs = await deps.retiredPairs.list(operatorId);
  const chosen = pairs.filter(({ provider }) => provider === (only ?? provider));
  let open: Wait | undefined;
  await everyStep(
    chosen.map((pair) => async () => {
      const end = await endRetiredPair(deps, pair);
      if (end.kind === 'busy') open ??= busyElsewhere;
      if (end.kind === 'wait') open ??= end;
    }),
  );
  return open;
}

const ended = { kind: 'ended' } as const;
const busyElsewhere: Wait = { kind: 'wait', reason: 'retired_pair_busy', retryAfterSeconds: 60 };

/** Undefined where nothing is in use: a pair that is held to be revoked serves nobody. */
async function usedTokens(
  deps: EndRetiredDeps,
  current: Connection | undefined,
): Promise<TokenPair | undefined> {
  if (current === undefined || !isInUse(current)) return undefined;
  return openTokenPair(deps.vault, current);
}

/** Compared by the tokens themselves: ciphertexts differ after a change of keys. */
function isSameTokens(used: TokenPair, tokens: TokenPair): boolean {
  return used.accessToken === tokens.accessToken || used.refreshToken === tokens.refreshToken;
}

async function leaveAlone(deps: EndRetiredDeps, pair: RetiredPair): Promise<RetiredEnd> {
  const ageMs = deps.clock.nowEpochMs() - Date.parse(pair.retiredAt);
  if (ageMs > givenUpAfterMs) await deps.retiredPairs.remove(pair);
  return { kind: 'in_use' };
}

/**
 * Where a revocation ends all that a person gave us, a pair of the very company and person that is
 * connected again cannot be ended without ending the new connection: it is forgotten here, and dies
 * with that connection. Another person's is ended by itself; of somebody unknown it may be the same.
 */
async function isCoveredBy(
  deps: EndRetiredDeps,
  pair: RetiredPair,
  { tokens, current, used }: Found,
): Promise<boolean> {
  const provider = deps.providers[pair.provider];
  if (provider.revocationEnds === 'pair' || current === undefined || used === undefined)
    return false;
  if (current.account.id !== pair.account.id) return false;
  const before = await provider.personOf(tokens.accessToken);
  const now = await provider.personOf(used.accessToken);
  const isKnown = before !== undefined && now !== undefined;
  return isKnown ? before === now : isSameAccess(current, pair.account);
}

/** What was found at the beginning. */
interface Found {
  tokens: TokenPair;
  current: Connection | undefined;
  /** What the connection works with, if it does. */
  used: TokenPair | undefined;
}

async function tryToEnd(
  deps: EndRetiredDeps,
  pair: RetiredPair,
  found: Found,
): Promise<Ended | Wait> {
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
): Promise<Ended | Wait> {
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
