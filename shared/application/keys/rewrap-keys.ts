import { provider as providerSchema } from '../../contracts/ids.ts';
import type { Connection, Endpoint, RetiredPair } from '../../contracts/stored-items.ts';
import { SealError } from '../../domain/errors/errors.ts';
import type { Activities } from '../../ports/activities.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Connections } from '../../ports/connections.ts';
import type { Crypto } from '../../ports/crypto.ts';
import type { Endpoints } from '../../ports/endpoints.ts';
import type { Operators } from '../../ports/operators.ts';
import type { RetiredPairs } from '../../ports/retired-pairs.ts';
import type { Rewrapper, SealContext } from '../../ports/vault.ts';

export interface RewrapDeps {
  operators: Operators;
  connections: Connections;
  retiredPairs: RetiredPairs;
  endpoints: Endpoints;
  activities: Activities;
  rewrapper: Rewrapper;
  clock: Clock;
  crypto: Crypto;
}

export interface RewrapWish {
  /** Wraps anew what the key of today sealed, too: for a key whose material was rotated. */
  all: boolean;
  /** Starts with this operator; those before it, by id, were done by an earlier run. */
  from?: string | undefined;
  actor: string;
  onOperator?(operatorId: string, counts: RewrapCounts): void;
}

export interface RewrapCounts {
  rewrapped: number;
  /** Sealed by the key of today already, and left as they are. */
  current: number;
  /** Changed meanwhile, each time it was tried: the next run takes them. */
  moved: number;
  /** Do not open where they stand: their operator has to connect again. */
  unreadable: number;
}

/** A refresh takes a moment; more changes than this in a row are a fault. */
const triesAtMost = 3;

/** Keeps the worker away that revokes the pair: what it refreshed must not be lost to our write. */
const retiredLeaseMs = 30_000;

/**
 * Wraps every lasting ciphertext anew, operator by operator in the order of their ids, while
 * everything runs: what is refreshed meanwhile is sealed by the key of today anyway. Stopped at any
 * point it may simply run again. PKCE verifiers are left out: they end within ten minutes.
 */
export async function rewrapKeys(deps: RewrapDeps, wish: RewrapWish): Promise<RewrapCounts> {
  const sum = noCounts();
  const ids = [...(await deps.operators.list()), ...(await deps.operators.removals())].map(
    ({ operatorId }) => operatorId,
  );
  for (const operatorId of [...new Set(ids)].sort()) {
    if (operatorId < (wish.from ?? '')) continue;
    const counts = await rewrapOperator(deps, operatorId, wish);
    for (const result of results) sum[result] += counts[result];
    wish.onOperator?.(operatorId, counts);
  }
  return sum;
}

type Result = keyof RewrapCounts;
const results = ['rewrapped', 'current', 'moved', 'unreadable'] as const satisfies Result[];

function noCounts(): RewrapCounts {
  return { rewrapped: 0, current: 0, moved: 0, unreadable: 0 };
}

async function rewrapOperator(
  deps: RewrapDeps,
  operatorId: string,
  wish: RewrapWish,
): Promise<RewrapCounts> {
  const counts = noCounts();
  for (const provider of providerSchema.options) {
    const key = { operatorId, provider };
    const connection = await deps.connections.get(key);
    if (connection === undefined) continue;
    counts[await again(() => rewrapTokens(deps, key, wish))] += 1;
    const { endpointId } = connection;
    if (endpointId !== undefined) counts[await rewrapSecrets(deps, endpointId, wish)] += 1;
  }
  for (const { provider, pairId } of await deps.retiredPairs.list(operatorId)) {
    const key = { operatorId, provider, pairId };
    counts[await again(() => rewrapRetired(deps, key, wish))] += 1;
  }
  if (counts.rewrapped > 0) await note(deps, operatorId, { wish, counts });
  return counts;
}

/** What moved is read again; what it moved to is often sealed by the key of today. */
async function again(attempt: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; tries < triesAtMost; tries += 1) {
    const result = await attempt();
    if (result !== 'moved') return result;
  }
  return attempt();
}

async function rewrapTokens(
  deps: RewrapDeps,
  key: Pick<Connection, 'operatorId' | 'provider'>,
  wish: RewrapWish,
): Promise<Result> {
  const connection = await deps.connections.get(key);
  // Erased: nothing is sealed.
  if (connection === undefined || connection.sealedTokens === '') return 'current';
  const { tokenVersion, epoch } = connection;
  return rewrapOne(deps, wish, {
    sealed: [connection.sealedTokens],
    context: { ...key, epoch, purpose: 'tokens' },
    store: ([sealed = '']) =>
      deps.connections.rewrapTokens({ ...key, tokenVersion, epoch }, sealed),
  });
}

async function rewrapRetired(
  deps: RewrapDeps,
  key: Pick<RetiredPair, 'operatorId' | 'provider' | 'pairId'>,
  wish: RewrapWish,
): Promise<Result> {
  const pair = await deps.retiredPairs.get(key);
  // Revoked meanwhile: nothing is left to wrap.
  if (pair === undefined) return 'current';
  const { operatorId, provider, epoch, expiresAtEpochMs } = pair;
  return rewrapOne(deps, wish, {
    sealed: [pair.sealedTokens],
    context: { operatorId, provider, epoch, purpose: 'tokens' },
    async store([sealedTokens = '']) {
      const nowEpochMs = deps.clock.nowEpochMs();
      const lease = { nowEpochMs, untilEpochMs: nowEpochMs + retiredLeaseMs };
      if (!(await deps.retiredPairs.takeLease(key, lease))) return false;
      return deps.retiredPairs.keep(pair, { sealedTokens, expiresAtEpochMs });
    },
  });
}

async function rewrapSecrets(
  deps: RewrapDeps,
  endpointId: string,
  wish: RewrapWish,
): Promise<Result> {
  const endpoint: Endpoint | undefined = await deps.endpoints.get(endpointId);
  if (endpoint === undefined) return 'current';
  const { operatorId, epoch, sealedSecrets } = endpoint;
  return rewrapOne(deps, wish, {
    sealed: sealedSecrets,
    context: { operatorId, provider: 'stora', epoch, purpose: 'webhook-secret' },
    store: (sealed) => deps.endpoints.rewrapSecrets(endpointId, sealed),
  });
}

interface Sealed {
  sealed: string[];
  context: SealContext;
  store(sealed: string[]): Promise<boolean>;
}

async function rewrapOne(
  deps: RewrapDeps,
  wish: RewrapWish,
  { sealed, context, store }: Sealed,
): Promise<Result> {
  try {
    const wrapped = await Promise.all(sealed.map((text) => deps.rewrapper.rewrap(text, context)));
    if (!wish.all && wrapped.every(({ wasCurrent }) => wasCurrent)) return 'current';
    return (await store(wrapped.map((one) => one.sealed))) ? 'rewrapped' : 'moved';
  } catch (error) {
    // Recovery: one bad row must not keep the others from the new key; it is counted and told.
    if (error instanceof SealError) return 'unreadable';
    throw error;
  }
}

async function note(
  deps: RewrapDeps,
  operatorId: string,
  done: { wish: RewrapWish; counts: RewrapCounts },
): Promise<void> {
  await deps.activities.append({
    operatorId,
    activityId: deps.crypto.uuid(),
    at: new Date(deps.clock.nowEpochMs()).toISOString(),
    type: 'keys.rewrapped',
    actor: done.wish.actor,
    detail: { ...done.counts },
  });
}
