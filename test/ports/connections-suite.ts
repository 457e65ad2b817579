import { beforeEach, describe, expect, it } from 'vitest';
import type { Connections, TokenFence } from '../../shared/ports/connections.ts';
import { aConnection } from '../builders/a-connection.ts';

const now = Date.parse('2026-11-30T09:00:00.000Z');
const lease = { nowEpochMs: now, untilEpochMs: now + 45_000 };
const tokens = { sealedTokens: 'bmV3', expiresAtEpochMs: now + 1_800_000, scopes: 'new' };
const key = { operatorId: aConnection().operatorId, provider: aConnection().provider };

function fence(overrides: Partial<TokenFence> = {}): TokenFence {
  return { ...key, tokenVersion: 1, epoch: 1, leaseOwner: 'worker-a', ...overrides };
}

/** Gives the store that the running test made for itself. */
type Current = () => Connections;

/** What every store of connections does: each write applies only while its fence holds. */
export function connectionsSuite(make: () => Promise<Connections>): void {
  let made: Connections;
  beforeEach(async () => {
    made = await make();
  });
  const current = () => made;
  describe('replace', () => replaceSuite(current));
  describe('list', () => listSuite(current));
  describe('takeLease', () => takeLeaseSuite(current));
  describe('storeTokens', () => storeTokensSuite(current));
  describe('markNeedsReconnect', () => markNeedsReconnectSuite(current));
  describe('releaseLease', () => releaseLeaseSuite(current));
  describe('setEndpoint', () => setEndpointSuite(current));
  describe('due', () => dueSuite(current));
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

function takeLeaseSuite(connections: Current): void {
  beforeEach(async () => {
    await connections().replace(aConnection(), 0);
  });

  it('notes owner and end of the lease', async () => {
    expect(await connections().takeLease(fence(), lease)).toBe(true);

    expect(await connections().get(key)).toEqual(
      aConnection({ leaseOwner: 'worker-a', leaseUntilEpochMs: lease.untilEpochMs }),
    );
  });

  it('gives the lease to one of two simultaneous takers', async () => {
    const answers = await Promise.all([
      connections().takeLease(fence({ leaseOwner: 'worker-a' }), lease),
      connections().takeLease(fence({ leaseOwner: 'worker-b' }), lease),
    ]);

    const owner = answers[0] ? 'worker-a' : 'worker-b';
    expect(answers.toSorted()).toEqual([false, true]);
    expect((await connections().get(key))?.leaseOwner).toBe(owner);
  });

  it('refuses while a lease is running, also to its own owner', async () => {
    await connections().takeLease(fence(), lease);

    const last = { nowEpochMs: lease.untilEpochMs - 1, untilEpochMs: lease.untilEpochMs + 1 };
    expect(await connections().takeLease(fence({ leaseOwner: 'worker-b' }), last)).toBe(false);
    expect(await connections().takeLease(fence(), last)).toBe(false);
  });

  it('gives a lease that has ended to the next taker', async () => {
    await connections().takeLease(fence(), lease);

    const next = { nowEpochMs: lease.untilEpochMs, untilEpochMs: lease.untilEpochMs + 45_000 };
    expect(await connections().takeLease(fence({ leaseOwner: 'worker-b' }), next)).toBe(true);
  });

  it('refuses when the token version or the epoch has moved on, or there is no row', async () => {
    expect(await connections().takeLease(fence({ tokenVersion: 2 }), lease)).toBe(false);
    expect(await connections().takeLease(fence({ epoch: 2 }), lease)).toBe(false);
    expect(await connections().takeLease(fence({ operatorId: 'nobody' }), lease)).toBe(false);
    expect(await connections().get({ ...key, operatorId: 'nobody' })).toBeUndefined();
  });
}

function storeTokensSuite(connections: Current): void {
  beforeEach(async () => {
    await connections().replace(aConnection({ endpointId: 'endpoint-1' }), 0);
    await connections().takeLease(fence(), lease);
  });

  it('stores the pair as the next version and gives the lease back', async () => {
    expect(await connections().storeTokens(fence(), tokens)).toBe(true);

    expect(await connections().get(key)).toEqual(
      aConnection({ ...tokens, tokenVersion: 2, endpointId: 'endpoint-1' }),
    );
  });

  it('stores nothing after the lease was taken over by another worker', async () => {
    const next = { nowEpochMs: lease.untilEpochMs, untilEpochMs: lease.untilEpochMs + 45_000 };
    await connections().takeLease(fence({ leaseOwner: 'worker-b' }), next);

    expect(await connections().storeTokens(fence(), tokens)).toBe(false);
    expect((await connections().get(key))?.tokenVersion).toBe(1);
    expect(await connections().storeTokens(fence({ leaseOwner: 'worker-b' }), tokens)).toBe(true);
  });

  it('stores nothing twice', async () => {
    await connections().storeTokens(fence(), tokens);

    expect(await connections().storeTokens(fence(), { ...tokens, sealedTokens: 'b2xk' })).toBe(
      false,
    );
    expect((await connections().get(key))?.sealedTokens).toBe(tokens.sealedTokens);
  });

  it('stores nothing over a new authorization', async () => {
    await connections().replace(aConnection({ epoch: 2 }), 1);

    expect(await connections().storeTokens(fence(), tokens)).toBe(false);
    expect(await connections().get(key)).toEqual(aConnection({ epoch: 2 }));
  });

  it('stores nothing from before a new authorization, even with the lease taken again', async () => {
    await connections().replace(aConnection({ epoch: 2 }), 1);
    await connections().takeLease(fence({ epoch: 2 }), lease);

    expect(await connections().storeTokens(fence(), tokens)).toBe(false);
    expect(await connections().markNeedsReconnect(fence())).toBe(false);
    expect(await connections().storeTokens(fence({ epoch: 2 }), tokens)).toBe(true);
  });

  it('stores nothing under another token version', async () => {
    expect(await connections().storeTokens(fence({ tokenVersion: 2 }), tokens)).toBe(false);
    expect((await connections().get(key))?.sealedTokens).toBe(aConnection().sealedTokens);
  });
}

function markNeedsReconnectSuite(connections: Current): void {
  beforeEach(async () => {
    await connections().replace(aConnection(), 0);
    await connections().takeLease(fence(), lease);
  });

  it('marks the row, keeps its tokens and gives the lease back', async () => {
    expect(await connections().markNeedsReconnect(fence())).toBe(true);

    expect(await connections().get(key)).toEqual(aConnection({ status: 'needs_reconnect' }));
  });

  it('leaves a row alone for which a newer pair was stored', async () => {
    await connections().storeTokens(fence(), tokens);

    expect(await connections().markNeedsReconnect(fence())).toBe(false);
    expect((await connections().get(key))?.status).toBe('connected');
  });

  it('leaves a new authorization alone', async () => {
    await connections().replace(aConnection({ epoch: 2 }), 1);

    expect(await connections().markNeedsReconnect(fence())).toBe(false);
    expect((await connections().get(key))?.status).toBe('connected');
  });
}

function releaseLeaseSuite(connections: Current): void {
  beforeEach(async () => {
    await connections().replace(aConnection(), 0);
    await connections().takeLease(fence(), lease);
  });

  it('lets the next worker take the lease at once', async () => {
    await connections().releaseLease(fence());

    expect(await connections().get(key)).toEqual(aConnection());
    expect(await connections().takeLease(fence({ leaseOwner: 'worker-b' }), lease)).toBe(true);
  });

  it('does not release the lease of another worker', async () => {
    await connections().releaseLease(fence({ leaseOwner: 'worker-b' }));

    expect((await connections().get(key))?.leaseOwner).toBe('worker-a');
  });
}

function setEndpointSuite(connections: Current): void {
  it('notes the endpoint while the epoch stands', async () => {
    await connections().replace(aConnection(), 0);

    expect(await connections().setEndpoint({ ...key, epoch: 1 }, 'endpoint-1')).toBe(true);
    expect(await connections().get(key)).toEqual(aConnection({ endpointId: 'endpoint-1' }));
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

function dueSuite(connections: Current): void {
  it('names the connected rows whose token ends before the instant, soonest first', async () => {
    const ends = { late: now + 3_000, soon: now + 1_000, sooner: now - 1_000, edge: now + 2_000 };
    for (const [operatorId, expiresAtEpochMs] of Object.entries(ends)) {
      await connections().replace(aConnection({ operatorId, expiresAtEpochMs }), 0);
    }

    const due = await connections().due(now + 2_000, 10);

    expect(due).toEqual([
      { operatorId: 'sooner', provider: 'xero' },
      { operatorId: 'soon', provider: 'xero' },
    ]);
  });

  it('names no row that needs a person, was disconnected or was refreshed meanwhile', async () => {
    const expiresAtEpochMs = now - 1_000;
    await connections().replace(aConnection({ operatorId: 'dead', expiresAtEpochMs }), 0);
    await connections().takeLease(fence({ operatorId: 'dead' }), lease);
    await connections().markNeedsReconnect(fence({ operatorId: 'dead' }));
    await connections().replace(
      aConnection({ operatorId: 'gone', expiresAtEpochMs, status: 'disconnected' }),
      0,
    );
    await connections().replace(aConnection({ operatorId: 'fresh', expiresAtEpochMs }), 0);
    await connections().takeLease(fence({ operatorId: 'fresh' }), lease);
    await connections().storeTokens(fence({ operatorId: 'fresh' }), tokens);

    expect(await connections().due(now, 10)).toEqual([]);
  });

  it('names at most so many, also from several pages', async () => {
    const ids = Array.from({ length: 60 }, (_, n) => `operator-${String(n).padStart(2, '0')}`);
    for (const [n, operatorId] of ids.entries()) {
      await connections().replace(aConnection({ operatorId, expiresAtEpochMs: now + n }), 0);
    }

    const due = await connections().due(now + 1_000, 55);

    expect(due.map(({ operatorId }) => operatorId)).toEqual(ids.slice(0, 55));
  });
}
