import { beforeEach, describe, expect, it } from 'vitest';
import type { Connections } from '../../shared/ports/connections.ts';
import { aConnection } from '../builders/a-connection.ts';
import {
  type Current,
  connectionRefreshesSuite,
  fence,
  key,
  lease,
  now,
  swept,
  tokens,
} from './connection-refreshes-suite.ts';
import { connectionSweepsSuite } from './connection-sweeps-suite.ts';

/** What every store of connections does: each write applies only while its fence holds. */
export function connectionsSuite(make: () => Promise<Connections>): void {
  let made: Connections;
  beforeEach(async () => {
    made = await make();
  });
  const current = () => made;
  describe('replace', () => replaceSuite(current));
  describe('list', () => listSuite(current));
  describe('refreshes', () => connectionRefreshesSuite(current));
  describe('setEndpoint', () => setEndpointSuite(current));
  describe('rewrapTokens', () => rewrapSuite(current));
  describe('everyKey', () => everyKeySuite(current));
  describe('sweepPage', () => connectionSweepsSuite(current));
  describe('beginDisconnect', () => beginDisconnectSuite(current));
  describe('disconnecting', () => disconnectingSuite(current));
  describe('finishDisconnect', () => finishDisconnectSuite(current));
  describe('leaving', () => leavingSuite(current));
  describe('noteClientRefused', () => noteClientRefusedSuite(current));
}

function replaceSuite(connections: Current): void {
  it('stores a first connection exactly as given', async () => {
    expect(await connections().get(key)).toBeUndefined();
    expect(await connections().replace(aConnection(), 0)).toBe(true);

    expect(await connections().get(key)).toEqual(aConnection());
  });

  it('refuses a first connection where one stands already', async () => {
    await connections().replace(aConnection(), 0);

    expect(await connections().replace(aConnection({ sealedTokens: 'b3RoZXI=' }), 0)).toBe(false);
    expect(await connections().get(key)).toEqual(aConnection());
  });

  it('stores a new authorization over the epoch it was started under, without leftovers', async () => {
    await connections().replace(aConnection({ endpointId: 'old' }), 0);
    await connections().takeLease(fence(), lease);

    expect(await connections().replace(aConnection({ epoch: 2 }), 1)).toBe(true);
    expect(await connections().get(key)).toEqual(aConnection({ epoch: 2 }));
  });

  it('refuses a new authorization when the epoch has moved on', async () => {
    await connections().replace(aConnection(), 0);
    await connections().replace(aConnection({ epoch: 2 }), 1);

    expect(await connections().replace(aConnection({ epoch: 3 }), 1)).toBe(false);
    expect((await connections().get(key))?.epoch).toBe(2);
  });

  it('refuses to replace a row that is not there', async () => {
    expect(await connections().replace(aConnection({ epoch: 2 }), 1)).toBe(false);
    expect(await connections().get(key)).toBeUndefined();
  });

  it('lets one of two simultaneous authorizations win', async () => {
    await connections().replace(aConnection(), 0);

    const answers = await Promise.all([
      connections().replace(aConnection({ epoch: 2, sealedTokens: 'b25l' }), 1),
      connections().replace(aConnection({ epoch: 2, sealedTokens: 'dHdv' }), 1),
    ]);

    expect(answers.sort()).toEqual([false, true]);
  });

  it('refuses a new authorization when the pair it would replace has moved on', async () => {
    await connections().replace(aConnection(), 0);

    expect(await connections().replace(aConnection({ epoch: 2 }), 1, 7)).toBe(false);
    expect(await connections().get(key)).toEqual(aConnection());
    expect(await connections().replace(aConnection({ epoch: 2 }), 1, 1)).toBe(true);
  });

  it('throws when the epoch does not go up', async () => {
    await connections().replace(aConnection(), 0);

    await expect(connections().replace(aConnection(), 1)).rejects.toThrow('new epoch');
  });
}

function listSuite(connections: Current): void {
  it('lists the connections of one operator by provider', async () => {
    await connections().replace(aConnection(), 0);
    await connections().replace(aConnection({ provider: 'stora' }), 0);
    await connections().replace(aConnection({ operatorId: 'somebody-else' }), 0);

    const listed = await connections().list(key.operatorId);

    expect(listed).toEqual([aConnection({ provider: 'stora' }), aConnection()]);
  });
}

function setEndpointSuite(connections: Current): void {
  it('notes the endpoint while the epoch stands', async () => {
    await connections().replace(aConnection(), 0);

    expect(await connections().setEndpoint({ ...key, epoch: 1 }, 'endpoint-1')).toBe(true);
    expect(await connections().get(key)).toEqual(aConnection({ endpointId: 'endpoint-1' }));
  });

  it('forgets the endpoint that is meant, and no other', async () => {
    await connections().replace(aConnection({ endpointId: 'endpoint-1' }), 0);
    const of = { ...key, epoch: 1 };

    expect(await connections().forgetEndpoint(of, 'endpoint-0')).toBe(false);
    expect(await connections().forgetEndpoint({ ...key, epoch: 2 }, 'endpoint-1')).toBe(false);
    expect(await connections().forgetEndpoint(of, 'endpoint-1')).toBe(true);
    expect(await connections().get(key)).toEqual(aConnection());
    expect(await connections().forgetEndpoint(of, 'endpoint-1')).toBe(false);
  });

  it('notes nothing after a new authorization, or where there is no row', async () => {
    expect(await connections().setEndpoint({ ...key, epoch: 1 }, 'endpoint-1')).toBe(false);
    expect(await connections().get(key)).toBeUndefined();
    await connections().replace(aConnection(), 0);
    await connections().replace(aConnection({ epoch: 2 }), 1);

    expect(await connections().setEndpoint({ ...key, epoch: 1 }, 'endpoint-1')).toBe(false);
    expect(await connections().get(key)).toEqual(aConnection({ epoch: 2 }));
  });
}

function rewrapSuite(connections: Current): void {
  it('takes the same pair under another key, and touches nothing else, not even a lease', async () => {
    await connections().replace(aConnection(), 0);
    await connections().takeLease(fence(), lease);
    const leased = await connections().get(key);

    expect(await connections().rewrapTokens(fence(), 'wrapped-anew')).toBe(true);

    expect(await connections().get(key)).toEqual({ ...leased, sealedTokens: 'wrapped-anew' });
  });

  it('leaves a pair alone that was stored after the one that was wrapped anew', async () => {
    await connections().replace(aConnection(), 0);
    await connections().takeLease(fence(), lease);
    await connections().storeTokens(fence(), tokens, {});

    expect(await connections().rewrapTokens(fence(), 'wrapped-anew')).toBe(false);

    expect((await connections().get(key))?.sealedTokens).toBe(tokens.sealedTokens);
  });
}

function everyKeySuite(connections: Current): void {
  it('names every row, also those that no index knows', async () => {
    for (const status of ['connected', 'needs_reconnect', 'disconnected'] as const) {
      await connections().replace(aConnection({ operatorId: status, status }), 0);
    }

    const ids = (await connections().everyKey()).map(({ operatorId }) => operatorId);

    expect(ids.sort()).toEqual(['connected', 'disconnected', 'needs_reconnect']);
  });
}

const since = '2026-11-30T08:59:00.000Z';
const wish = { since, actor: 'operator', sealedTokens: 'bGVhdmluZw==' };
const pair = { ...key, epoch: 1, tokenVersion: 1 };
const taken = fence({ epoch: 2 });
const { sealedTokens: _sealed, ...leavingNow } = wish;

function beginDisconnectSuite(connections: Current): void {
  beforeEach(async () => {
    const continued = { sinceEpoch: 1, sinceAt: since };
    const held = { endpointId: 'endpoint-1', ...continued, clientRefusedSince: since };
    await connections().replace(aConnection(held), 0);
  });

  const left = aConnection({
    status: 'disconnecting',
    epoch: 2,
    sealedTokens: wish.sealedTokens,
    endpointId: 'endpoint-1',
    leaving: leavingNow,
  });

  it('begins under the next epoch, also while a refresh is running', async () => {
    await connections().takeLease(fence(), lease);

    expect(await connections().beginDisconnect(pair, wish)).toBe(true);

    expect(await connections().get(key)).toEqual(left);
    expect(await connections().storeTokens(fence(), tokens, {})).toBe(false);
    expect(await connections().leaving(10)).toEqual([key]);
    expect(await swept(connections())).toEqual([]);
  });

  it('does not begin when another pair or authorization is there', async () => {
    const moved = { ...pair, tokenVersion: 2 };

    expect(await connections().beginDisconnect(moved, wish)).toBe(false);
    expect(await connections().beginDisconnect({ ...pair, epoch: 2 }, wish)).toBe(false);
    expect((await connections().get(key))?.status).toBe('connected');
    expect(await connections().leaving(10)).toEqual([]);
  });
}

function disconnectingSuite(connections: Current): void {
  beforeEach(async () => {
    await connections().replace(aConnection({ endpointId: 'endpoint-1' }), 0);
  });

  it('keeps a pair only for the holder of the lease, who keeps the lease', async () => {
    await connections().beginDisconnect(pair, wish);
    await connections().takeLease(taken, lease);
    const renewed = { sealedTokens: 'bmV3', expiresAtEpochMs: now + 7_200_000 };

    const other = { ...taken, leaseOwner: 'worker-b' };
    expect(await connections().keepForRevocation(other, renewed)).toBe(false);
    expect(await connections().keepForRevocation(taken, renewed)).toBe(true);

    expect(await connections().get(key)).toMatchObject({
      ...renewed,
      tokenVersion: 2,
      leaseOwner: 'worker-a',
      status: 'disconnecting',
    });
    expect(await connections().leaving(10)).toEqual([key]);
  });

  it('notes the steps that are done, for the holder of the lease', async () => {
    await connections().beginDisconnect(pair, wish);
    const done = { ...leavingNow, endpointRemovedAt: since };
    expect(await connections().noteLeaving(taken, done)).toBe(false);
    await connections().takeLease(taken, lease);

    expect(await connections().noteLeaving(taken, { ...done, revokedAt: undefined })).toBe(true);

    const row = await connections().get(key);
    expect(row?.leaving).toEqual(done);
    expect(row?.leaseOwner).toBe('worker-a');
  });
}

function finishDisconnectSuite(connections: Current): void {
  beforeEach(async () => {
    await connections().replace(aConnection({ endpointId: 'endpoint-1' }), 0);
  });

  it('finishes with the tokens erased and nothing left to look after', async () => {
    await connections().beginDisconnect(pair, wish);
    await connections().takeLease(taken, lease);

    expect(await connections().finishDisconnect(taken, { at: since, by: 'operator' })).toBe(true);

    expect(await connections().get(key)).toEqual(
      aConnection({
        status: 'disconnected',
        epoch: 2,
        sealedTokens: '',
        disconnectedAt: since,
        disconnectedBy: 'operator',
      }),
    );
    expect(await connections().leaving(10)).toEqual([]);
  });

  it('keeps how many companies of the same person could not be taken back', async () => {
    await connections().beginDisconnect(pair, wish);
    await connections().takeLease(taken, lease);
    const leaving = { ...wish, revokedAt: since, othersOpen: 2 };
    const { sealedTokens: _sealed, ...noted } = leaving;
    expect(await connections().noteLeaving(taken, noted)).toBe(true);
    expect((await connections().get(key))?.leaving).toEqual(noted);

    await connections().finishDisconnect(taken, { at: since, by: 'operator', othersOpen: 2 });

    expect(await connections().get(key)).toMatchObject({ status: 'disconnected', othersOpen: 2 });
  });

  it('does not finish over a new authorization', async () => {
    await connections().beginDisconnect(pair, wish);
    await connections().takeLease(taken, lease);
    await connections().replace(aConnection({ epoch: 3 }), 2);

    expect(await connections().finishDisconnect(taken, { at: since, by: 'x' })).toBe(false);
    expect(await connections().get(key)).toEqual(aConnection({ epoch: 3 }));
    expect(await connections().leaving(10)).toEqual([]);
  });
}

function leavingSuite(connections: Current): void {
  it('names the rows that are leaving, longest first, and at most so many', async () => {
    const starts = { late: '2026-11-30T09:02:00.000Z', early: '2026-11-30T08:00:00.000Z' };
    for (const [operatorId, start] of Object.entries(starts)) {
      await connections().replace(aConnection({ operatorId }), 0);
      await connections().beginDisconnect({ ...pair, operatorId }, { ...wish, since: start });
    }

    const ids = (await connections().leaving(10)).map(({ operatorId }) => operatorId);
    expect(ids).toEqual(['early', 'late']);
    expect(await connections().leaving(1)).toHaveLength(1);
  });

  it('names those first whose last try is the longest ago', async () => {
    for (const operatorId of ['first', 'second', 'third']) {
      await connections().replace(aConnection({ operatorId }), 0);
      await connections().beginDisconnect({ ...pair, operatorId }, wish);
    }
    const { provider } = pair;
    const sinceEpochMs = Date.parse(since);
    await connections().noteTried({ operatorId: 'first', provider }, sinceEpochMs + 2_000);
    await connections().noteTried({ operatorId: 'second', provider }, sinceEpochMs + 1_000);
    await connections().noteTried({ operatorId: 'nobody', provider }, sinceEpochMs);

    const ids = (await connections().leaving(10)).map(({ operatorId }) => operatorId);
    expect(ids).toEqual(['third', 'second', 'first']);
    expect(await connections().get({ operatorId: 'nobody', provider })).toBeUndefined();
  });

  it('leaves a row alone that is not leaving any more', async () => {
    const staying = aConnection({ operatorId: 'staying' });
    await connections().replace(staying, 0);

    await connections().noteTried(staying, Date.parse(since));

    expect(await connections().get(staying)).toEqual(staying);
    const { operatorId, provider } = staying;
    expect(await swept(connections())).toContainEqual({ operatorId, provider });
  });
}

function noteClientRefusedSuite(connections: Current): void {
  it('notes since when, and that it is over, while the pair stands', async () => {
    await connections().replace(aConnection(), 0);

    expect(await connections().noteClientRefused(pair, since)).toBe(true);
    expect((await connections().get(key))?.clientRefusedSince).toBe(since);
    expect(await connections().noteClientRefused({ ...pair, epoch: 2 }, undefined)).toBe(false);
    expect(await connections().noteClientRefused(pair, undefined)).toBe(true);
    expect(await connections().get(key)).toEqual(aConnection());
  });
}
