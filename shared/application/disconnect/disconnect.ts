import type { Connection } from '../../contracts/connection-item.ts';
import type { TokenPair } from '../../contracts/token-pairs.ts';
import { DeferredError } from '../../domain/errors/errors.ts';
import type { Activities } from '../../ports/activities.ts';
import type { ConnectionKey, Leaving, TokenFence } from '../../ports/connections.ts';
import { releaseAccount } from '../tokens/account-holding.ts';
import {
  type HeldPair,
  makeRevocable,
  revokeLive,
  type Wait,
  waitAfter,
} from '../tokens/end-pair.ts';
import { lookAgain } from '../tokens/look-again.ts';
import { persistently } from '../tokens/persistently.ts';
import { removeWebhookEndpoints } from '../tokens/remove-webhook-endpoints.ts';
import { retireLoose } from '../tokens/retire-pair.ts';
import { openTokenPair, sealTokenPair } from '../tokens/token-pairs.ts';
import { type EndLooseDeps, endLoose } from './end-loose.ts';

export interface DisconnectDeps extends EndLooseDeps {
  activities: Activities;
}

export type DisconnectResult =
  /** There was nothing to disconnect, or it was disconnected before. */
  | { kind: 'not_connected' }
  | { kind: 'disconnected'; at: string }
  /** Another worker is at it. */
  | { kind: 'busy' }
  | Wait;

/** A refresh may store a newer pair between the look and the write; each look sees the newest. */
const beginTries = 5;

/** Longer than all steps together take, with the answers of both sides at their slowest. */
const leaseMs = 120_000;

/** Begins and goes as far as it comes now; what is left is done by the tending. */
export async function disconnect(
  deps: DisconnectDeps,
  wish: ConnectionKey & { actor: string },
): Promise<DisconnectResult> {
  if (await beginDisconnect(deps, wish)) return continueDisconnect(deps, wish);
  // Pairs that no connection uses may be alive all the same: a refused company's, a late refresh's.
  const open = await endLoose(deps, wish);
  return open ?? { kind: 'not_connected' };
}

/**
 * Ends the use of the connection at once: every worker stops at its next look, leftovers in queues
 * die on the epoch. True when there is something to end, also if it was begun before.
 */
export async function beginDisconnect(
  deps: DisconnectDeps,
  wish: ConnectionKey & { actor: string },
): Promise<boolean> {
  const { operatorId, provider, actor } = wish;
  for (let attempt = 1; attempt <= beginTries; attempt += 1) {
    const row = await deps.connections.get({ operatorId, provider });
    if (row === undefined || row.status === 'disconnected') return false;
    if (row.status === 'disconnecting') return true;
    const pair = await openTokenPair(deps.vault, row);
    const sealedTokens = await sealTokenPair(deps.vault, { ...row, epoch: row.epoch + 1 }, pair);
    const { epoch, tokenVersion } = row;
    const leaving = { since: nowOf(deps), actor, sealedTokens };
    const fence = { operatorId, provider, epoch, tokenVersion };
    if (await deps.connections.beginDisconnect(fence, leaving)) return true;
  }
  throw new Error(`The connection of ${operatorId} to ${provider} changed again and again.`);
}

/**
 * Does the steps that are not done yet: endpoint off, tokens revoked and proven dead, ciphertext
 * erased. Each is noted when it is done; stopped at any point it may simply run again.
 */
export async function continueDisconnect(
  deps: DisconnectDeps,
  key: ConnectionKey,
): Promise<DisconnectResult> {
  const seen = await deps.connections.get(key);
  if (seen?.status !== 'disconnecting') return endOf(seen);
  const fence = fenceOf(seen, deps.crypto.uuid());
  const nowEpochMs = deps.clock.nowEpochMs();
  const lease = { nowEpochMs, untilEpochMs: nowEpochMs + leaseMs };
  if (!(await deps.connections.takeLease(fence, lease))) return { kind: 'busy' };
  const progress = { row: seen, fence };
  try {
    return await underLease(deps, progress);
  } catch (error) {
    const wait = waitAfter(error);
    // Recovery: every step is noted when it is done, so a later run goes on where this one stopped.
    if (wait === undefined) throw error;
    const facts = { ...key, reason: wait.reason };
    if (error instanceof DeferredError) deps.log.info('connection.still_disconnecting', facts);
    else deps.log.warn('connection.still_disconnecting', facts);
    return wait;
  } finally {
    // A fence that moved on, or a lease that is over, needs no release.
    await release(deps, progress.fence);
  }
}

/** What changes while the steps are done. */
interface Progress {
  row: Connection;
  fence: TokenFence;
}

async function underLease(deps: DisconnectDeps, progress: Progress): Promise<DisconnectResult> {
  const { row } = progress;
  const leaving = row.leaving ?? { since: nowOf(deps), actor: 'rollerdoor' };
  await note(deps, row, { type: 'connection.disconnecting', at: leaving.since, leaving });
  const ended = leaving.revokedAt === undefined ? await endAll(deps, progress, leaving) : leaving;
  if ('kind' in ended) return ended;
  const at = ended.revokedAt ?? nowOf(deps);
  await note(deps, row, { type: 'connection.disconnected', at, leaving: ended });
  const end = { at, by: ended.actor, ...leftOpen(ended) };
  await releaseAccount(deps, row);
  const isDone = await deps.connections.finishDisconnect(progress.fence, end);
  if (!isDone) return { kind: 'busy' };
  deps.log.info('connection.disconnected', {
    operatorId: row.operatorId,
    provider: row.provider,
    epoch: row.epoch,
  });
  return { kind: 'disconnected', at };
}

/**
 * Returns what was done; a wait leaves the rest to a later run. Done means every pair of the operator
 * there, also those that lost their place before: only then the page may say so.
 */
async function endAll(
  deps: DisconnectDeps,
  progress: Progress,
  before: Leaving,
): Promise<Leaving | Wait | { kind: 'busy' }> {
  const held = await holdPair(deps, progress);
  const liveness = await makeRevocable(deps, held);
  if (liveness.kind === 'wait') return liveness;
  const tokens = liveness.kind === 'live' ? liveness.tokens : undefined;
  let leaving = before;
  if (leaving.endpointRemovedAt === undefined) {
    const ending = { tokens, lastEpoch: progress.row.epoch, lookAgain: held.lookAgain };
    await removeWebhookEndpoints(deps, progress.row, ending);
    leaving = { ...leaving, endpointRemovedAt: nowOf(deps) };
    if (!(await deps.connections.noteLeaving(progress.fence, leaving))) return { kind: 'busy' };
  }
  const revoked = tokens && (await revokeLive(deps, held, tokens));
  if (revoked?.kind === 'wait') return revoked;
  const open = await endLoose(deps, held);
  if (open !== undefined) return open;
  const { kind: _kind, ...left } = revoked ?? { kind: 'ended' };
  leaving = { ...leaving, ...left, revokedAt: nowOf(deps) };
  const isNoted = await deps.connections.noteLeaving(progress.fence, leaving);
  return isNoted ? leaving : { kind: 'busy' };
}

async function holdPair(deps: DisconnectDeps, progress: Progress): Promise<HeldPair> {
  const { operatorId, provider, account, epoch, expiresAtEpochMs } = progress.row;
  return {
    operatorId,
    provider,
    account,
    expiresAtEpochMs,
    tokens: await openTokenPair(deps.vault, progress.row),
    lookAgain: () => lookAgain(deps, progress.fence, epoch),
    async keep(tokens: TokenPair, untilEpochMs: number) {
      const facts = { operatorId, provider, epoch };
      const sealedTokens = await persistently(deps, facts, () =>
        sealTokenPair(deps.vault, progress.row, tokens),
      );
      const kept = { sealedTokens, expiresAtEpochMs: untilEpochMs };
      if (await persistently(deps, facts, () => keep(deps, progress.fence, kept))) {
        const tokenVersion = progress.fence.tokenVersion + 1;
        progress.fence = { ...progress.fence, tokenVersion };
        return true;
      }
      const loose = { operatorId, provider, account, epoch, tokens };
      await retireLoose(deps, { ...loose, expiresAtEpochMs: untilEpochMs });
      return false;
    },
  };
}

/** True also when an earlier try had kept it and only its answer was lost. */
async function keep(
  deps: DisconnectDeps,
  fence: TokenFence,
  kept: { sealedTokens: string; expiresAtEpochMs: number },
): Promise<boolean> {
  if (await deps.connections.keepForRevocation(fence, kept)) return true;
  const current = await deps.connections.get(fence);
  return current?.sealedTokens === kept.sealedTokens;
}

function endOf(row: Connection | undefined): DisconnectResult {
  return row?.status === 'disconnected' && row.disconnectedAt !== undefined
    ? { kind: 'disconnected', at: row.disconnectedAt }
    : { kind: 'not_connected' };
}

function fenceOf(row: Connection, leaseOwner: string): TokenFence {
  const { operatorId, provider, tokenVersion, epoch } = row;
  return { operatorId, provider, tokenVersion, epoch, leaseOwner };
}

async function release(deps: DisconnectDeps, fence: TokenFence): Promise<void> {
  try {
    await deps.connections.releaseLease(fence);
  } catch {
    // Recovery: the lease runs out by itself.
    deps.log.warn('lease.not_released', { operatorId: fence.operatorId, provider: fence.provider });
  }
}

/** The same step noted twice is one entry: its instant is stored before the note is written. */
async function note(
  deps: DisconnectDeps,
  row: Connection,
  activity: { type: string; at: string; leaving: Leaving },
): Promise<void> {
  const { operatorId, provider, epoch } = row;
  const { type, at, leaving } = activity;
  await deps.activities.append({
    operatorId,
    activityId: deps.crypto.uuid5(`${type} ${operatorId} ${provider} ${epoch}`),
    at,
    type,
    actor: leaving.actor,
    detail: {
      provider,
      epoch,
      ...leftOpen(leaving),
    },
  });
}

function nowOf(deps: Pick<DisconnectDeps, 'clock'>): string {
  return new Date(deps.clock.nowEpochMs()).toISOString();
}

/** What could not be withdrawn without ending what others use. */
function leftOpen({ othersOpen, isHeldElsewhere }: Leaving) {
  return {
    ...(othersOpen === undefined ? {} : { othersOpen }),
    ...(isHeldElsewhere === undefined ? {} : { isHeldElsewhere }),
  };
}
