import type { Authorization } from '../../contracts/authorization-item.ts';
import type { Connection } from '../../contracts/connection-item.ts';
import type { Endpoint } from '../../contracts/endpoint-item.ts';
import type { RetiredPair } from '../../contracts/token-pairs.ts';
import { SealError } from '../../domain/errors/errors.ts';
import type { Activities } from '../../ports/activities.ts';
import type { WaitingAuthorizations } from '../../ports/authorizations.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Connections } from '../../ports/connections.ts';
import type { Crypto } from '../../ports/crypto.ts';
import type { Endpoints } from '../../ports/endpoints.ts';
import type { RetiredPairs } from '../../ports/retired-pairs.ts';
import type { Rewrapper, SealContext } from '../../ports/vault.ts';
import type { WaitingGrantKey, WaitingGrants } from '../../ports/waiting-grants.ts';
import { sourceName } from '../../source/source-name.ts';

export interface RewrapDeps {
  authorizations: WaitingAuthorizations;
  connections: Connections;
  retiredPairs: RetiredPairs;
  endpoints: Endpoints;
  waitingGrants: WaitingGrants;
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

/** A look that still finds something is followed by another; so many in a row are a fault. */
const looksAtMost = 5;

/**
 * Wraps every ciphertext anew, operator by operator in the order of their ids, while everything runs:
 * what is refreshed meanwhile is sealed by the key of today anyway. Looks at the table itself, because
 * what an index does not show yet would be lost with the former key, and again until a look finds
 * nothing more. Stopped at any point it may simply run again.
 */
export async function rewrapKeys(deps: RewrapDeps, wish: RewrapWish): Promise<RewrapCounts> {
  const found = new Map<string, Found>();
  for (let look = 1; look <= looksAtMost; look += 1) {
    // What the first look wrapped anew is current from then on, also for who asked for all.
    const isStill = await lookOnce(deps, { ...wish, all: wish.all && look === 1 }, found);
    if (isStill) break;
  }
  const operatorIds = [...new Set([...found.values()].map(({ operatorId }) => operatorId))].sort();
  for (const operatorId of operatorIds) {
    wish.onOperator?.(operatorId, countsOf(found, operatorId));
  }
  return countsOf(found);
}

type Result = keyof RewrapCounts;

/** What became of a row in the end. */
interface Found {
  operatorId: string;
  result: Result;
}

function countsOf(found: ReadonlyMap<string, Found>, only?: string): RewrapCounts {
  const counts = { rewrapped: 0, current: 0, moved: 0, unreadable: 0 };
  for (const { operatorId, result } of found.values()) {
    if (only === undefined || only === operatorId) counts[result] += 1;
  }
  return counts;
}

/** A row that holds something sealed. */
interface Row {
  operatorId: string;
  name: string;
  rewrap(): Promise<Result>;
}

/** True when nothing was left to be wrapped anew. */
async function lookOnce(
  deps: RewrapDeps,
  wish: RewrapWish,
  found: Map<string, Found>,
): Promise<boolean> {
  let isStill = true;
  const rows = await rowsOf(deps, wish);
  for (const operatorId of [...rows.keys()].sort()) {
    const counts = { rewrapped: 0, current: 0, moved: 0, unreadable: 0 };
    for (const { name, rewrap } of rows.get(operatorId) ?? []) {
      const result = await again(rewrap);
      counts[result] += 1;
      if (result !== 'current' || !found.has(name)) found.set(name, { operatorId, result });
    }
    if (counts.rewrapped > 0) await note(deps, operatorId, { wish, counts });
    isStill &&= counts.rewrapped + counts.moved === 0;
  }
  return isStill;
}

async function rowsOf(deps: RewrapDeps, wish: RewrapWish): Promise<Map<string, Row[]>> {
  const connections = await deps.connections.everyKey();
  const retired = await deps.retiredPairs.everyKey();
  const endpoints = await deps.endpoints.everyKey();
  const authorizations = await deps.authorizations.everyKey();
  const waiting = await deps.waitingGrants.everyKey();
  const rows: Row[] = [
    ...connections.map((key) => ({
      operatorId: key.operatorId,
      name: `connection ${key.operatorId} ${key.provider}`,
      rewrap: () => rewrapTokens(deps, key, wish),
    })),
    ...endpoints.map(({ operatorId, endpointId }) => ({
      operatorId,
      name: `endpoint ${endpointId}`,
      rewrap: () => rewrapSecrets(deps, endpointId, wish),
    })),
    ...retired.map((key) => ({
      operatorId: key.operatorId,
      name: `retired ${key.operatorId} ${key.provider} ${key.pairId}`,
      rewrap: () => rewrapRetired(deps, key, wish),
    })),
    ...waiting.map((key) => ({
      operatorId: key.operatorId,
      name: `waiting ${key.operatorId} ${key.provider} ${key.waitingId}`,
      rewrap: () => rewrapWaiting(deps, key, wish),
    })),
    ...authorizations.map(({ operatorId, stateHash }) => ({
      operatorId,
      name: `authorization ${stateHash}`,
      rewrap: () => rewrapVerifier(deps, stateHash, wish),
    })),
  ];
  return Map.groupBy(
    rows.filter(({ operatorId }) => operatorId >= (wish.from ?? '')),
    ({ operatorId }) => operatorId,
  );
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

/** It waits for a person, or for a provider: half an hour at the most, but the former key may go sooner. */
async function rewrapWaiting(
  deps: RewrapDeps,
  key: WaitingGrantKey,
  wish: RewrapWish,
): Promise<Result> {
  const grant = await deps.waitingGrants.get(key);
  // Answered, or given back.
  if (grant === undefined) return 'current';
  const { operatorId, provider } = key;
  return rewrapOne(deps, wish, {
    sealed: [grant.sealedTokens],
    context: { operatorId, provider, epoch: 0, purpose: 'tokens' },
    store: ([sealedTokens = '']) => deps.waitingGrants.rewrapTokens(grant, sealedTokens),
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
    context: { operatorId, provider: sourceName, epoch, purpose: 'webhook-secret' },
    store: (sealed) => deps.endpoints.rewrapSecrets(endpointId, sealed),
  });
}

async function rewrapVerifier(
  deps: RewrapDeps,
  stateHash: string,
  wish: RewrapWish,
): Promise<Result> {
  const waiting: Authorization | undefined = await deps.authorizations.peek(stateHash);
  // Consumed, or too late to be: nothing opens it any more.
  if (waiting === undefined) return 'current';
  const { operatorId, provider, sealedVerifier: from } = waiting;
  return rewrapOne(deps, wish, {
    sealed: [from],
    context: { operatorId, provider, epoch: 0, purpose: 'pkce-verifier' },
    store: ([to = '']) => deps.authorizations.rewrapVerifier(stateHash, { from, to }),
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
