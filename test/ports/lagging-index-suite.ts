import { beforeEach, expect, it } from 'vitest';
import type { WaitingGrant } from '../../shared/contracts/account-items.ts';
import { shardOf } from '../../shared/domain/sweep/shard-of.ts';
import { sweepPlaceOf } from '../../shared/domain/tokens/sweep-place.ts';
import { owingShards } from '../../shared/domain/write-back/owing-shards.ts';
import type { Connections } from '../../shared/ports/connections.ts';
import type { Issues } from '../../shared/ports/issues.ts';
import type { Links } from '../../shared/ports/links.ts';
import type { Operators } from '../../shared/ports/operators.ts';
import type { Resting } from '../../shared/ports/resting.ts';
import type { RetiredPairs } from '../../shared/ports/retired-pairs.ts';
import type { WaitingGrants } from '../../shared/ports/waiting-grants.ts';
import { aConnection } from '../builders/a-connection.ts';
import { aLink } from '../builders/a-link.ts';
import { anIssue } from '../builders/an-issue.ts';
import { anOperator } from '../builders/an-operator.ts';

/** Stores over one index that can be made to stand still. */
export interface IndexedStores {
  connections: Connections;
  issues: Issues;
  links: Links;
  operators: Operators;
  resting: Resting;
  retiredPairs: RetiredPairs;
  waitingGrants: WaitingGrants;
  /** From now on searches across operators see what stood there at this time. */
  stopIndex(): Promise<void>;
  catchUp(): void;
}

const now = Date.parse('2026-11-30T09:00:00.000Z');
const hourMs = 3_600_000;
const { operatorId } = anOperator();
const at = (afterMs: number) => new Date(now + afterMs).toISOString();

/**
 * The index lags behind the table: what a search finds there is looked at itself before it is handed
 * out, so that nothing is done for what stands no more. What came about since may be missing.
 */
export function laggingIndexSuite(make: () => Promise<IndexedStores>): void {
  let stores: IndexedStores;
  beforeEach(async () => {
    stores = await make();
  });
  const current = () => stores;
  connectionsCases(current);
  recordsCases(current);
  operatorsCases(current);
  grantsCases(current);
}

type Current = () => IndexedStores;

function connectionsCases(stores: Current): void {
  const { provider, tokenVersion, epoch } = aConnection();
  const pair = { operatorId, provider, tokenVersion, epoch };
  const fence = { ...pair, leaseOwner: 'worker-1' };
  const lease = { nowEpochMs: now, untilEpochMs: now + 45_000 };
  const { part } = sweepPlaceOf(aConnection());
  const due = async () => (await stores().connections.sweepPage(part, { atMost: 10 })).keys;

  it('shows a new connection late, and then it does', async () => {
    await stores().stopIndex();
    await stores().connections.replace(aConnection(), 0);

    expect(await due()).toEqual([]);
    stores().catchUp();
    expect(await due()).toEqual([{ operatorId, provider }]);
  });

  it('names a row where it was, and gives it as it is', async () => {
    await stores().connections.replace(aConnection(), 0);
    await stores().connections.takeLease(fence, lease);
    await stores().stopIndex();
    await stores().connections.markNeedsReconnect(fence);

    const found = await due();
    expect(found).toEqual([{ operatorId, provider }]);
    const [row] = await stores().connections.manyReadable(found);
    expect(row?.status).toBe('needs_reconnect');
  });

  it('finds none leaving that has left since', async () => {
    const { connections } = stores();
    await connections.replace(aConnection(), 0);
    const leaving = { since: at(0), actor: 'operator', sealedTokens: '' };
    expect(await connections.beginDisconnect(pair, leaving)).toBe(true);
    expect(await connections.leaving(10)).toEqual([{ operatorId, provider }]);
    await stores().stopIndex();
    const left = { ...fence, epoch: epoch + 1 };
    await connections.takeLease(left, lease);
    await connections.finishDisconnect(left, { at: at(1_000), by: 'operator' });
    expect(await connections.leaving(10)).toEqual([]);
  });
}

function recordsCases(stores: Current): void {
  it('finds a debt that was paid since as an entry only: its sweep reads the link itself', async () => {
    const { links } = stores();
    const saved = await links.save(aLink({ owed: [{ what: 'metadata' }] }));
    if (saved === 'conflict') throw new Error('Nobody else saves here.');
    const shard = shardOf(saved.operatorId, owingShards);
    const place = { shard, fromEpochMs: 0, beforeEpochMs: now + hourMs, atMost: 10 };
    await stores().stopIndex();
    await links.save({ ...saved, owed: [] });

    const page = await links.owing(place);

    expect(page.links).toMatchObject([{ sinceEpochMs: saved.owedSinceEpochMs }]);
    expect(await links.getMany(page.links)).toMatchObject([{ owed: [] }]);
    stores().catchUp();
    expect((await links.owing(place)).links).toEqual([]);
  });

  it('finds no issues to look after that were put off or forgotten since', async () => {
    const { issues } = stores();
    const { raisedAt: _raisedAt, times: _times, ...raised } = anIssue({ lastSeenAt: at(0) });
    await issues.raise(raised);
    const watch = { operatorId, raisedAt: at(0) };
    expect(await issues.watched(now + 1, 10)).toEqual([watch]);
    await stores().stopIndex();

    await issues.watchNext(watch, now + hourMs);
    expect(await issues.watched(now + 1, 10)).toEqual([]);
    await issues.watchNext(watch, undefined);
    expect(await issues.watched(now + 1, 10)).toEqual([]);
  });

  it('finds no hidden messages that were forgotten since', async () => {
    const { resting } = stores();
    const queue = 'changes-xero';
    const hidden = { operatorId, queue, hiddenAtEpochMs: now, reason: 'needs_reconnect' };
    await resting.note({ ...hidden, receiptHandles: ['handle'] }, now);
    expect(await resting.hidden(10)).toHaveLength(1);
    await stores().stopIndex();
    await resting.forget(hidden);

    expect(await resting.hidden(10)).toEqual([]);
  });
}

function operatorsCases(stores: Current): void {
  const removal = { since: at(0), actor: 'partner' };

  it('lists no operator that is being removed since', async () => {
    await stores().operators.add(anOperator());
    await stores().stopIndex();
    await stores().operators.beginRemoval(operatorId, removal);

    expect(await stores().operators.list()).toEqual([]);
  });

  it('lists no removal that was closed since', async () => {
    await stores().operators.add(anOperator());
    await stores().operators.beginRemoval(operatorId, removal);
    expect(await stores().operators.removals()).toHaveLength(1);
    await stores().stopIndex();
    await stores().operators.closeRemoval(operatorId);

    expect(await stores().operators.removals()).toEqual([]);
  });
}

function grantsCases(stores: Current): void {
  const { provider, account, sealedTokens, scopes } = aConnection();
  const pair = { operatorId, provider, sealedTokens, epoch: 1, tokenVersion: 1 };
  const grant: WaitingGrant = {
    operatorId,
    provider,
    waitingId: 'visit-1',
    grantId: 'grant-1',
    sealedTokens,
    tokensExpireAtEpochMs: now + hourMs,
    scopes,
    linkId: 'link-1',
    mayBeOtherAccount: false,
    startedAtEpochMs: now,
    accounts: [],
    added: [],
    expiresAtEpochMs: now,
  };

  it('finds no retired pair that was removed since', async () => {
    const { retiredPairs } = stores();
    const retired = { ...pair, pairId: 'pair-1', account, expiresAtEpochMs: now, retiredAt: at(0) };
    await retiredPairs.put(retired);
    expect(await retiredPairs.waiting(10)).toHaveLength(1);
    await stores().stopIndex();
    await retiredPairs.remove(retired);

    expect(await retiredPairs.waiting(10)).toEqual([]);
  });

  it('finds no expired wait that was answered since, and so lasts longer', async () => {
    const { waitingGrants } = stores();
    await waitingGrants.put(grant);
    expect(await waitingGrants.expired(now + 1, 10)).toHaveLength(1);
    await stores().stopIndex();
    expect(await waitingGrants.answer(grant, now, now + hourMs)).toBe(true);

    expect(await waitingGrants.expired(now + 1, 10)).toEqual([]);
  });
}
