import { beforeEach, describe, expect, it } from 'vitest';
import { sweepParts } from '../../shared/domain/tokens/sweep-place.ts';
import type { ConnectionKey, Connections, TokenFence } from '../../shared/ports/connections.ts';
import { aConnection } from '../builders/a-connection.ts';

export const now = Date.parse('2026-11-30T09:00:00.000Z');
export const lease = { nowEpochMs: now, untilEpochMs: now + 45_000 };
export const tokens = { sealedTokens: 'bmV3', expiresAtEpochMs: now + 1_800_000, scopes: 'new' };
export const key = { operatorId: aConnection().operatorId, provider: aConnection().provider };

export function fence(overrides: Partial<TokenFence> = {}): TokenFence {
  return { ...key, tokenVersion: 1, epoch: 1, leaseOwner: 'worker-a', ...overrides };
}

/** Every row that the sweep over tokens finds, in the parts for one provider, in their order. */
export async function swept(connections: Connections, beforeEpochMs?: number) {
  const bound = beforeEpochMs === undefined ? {} : { beforeEpochMs };
  const found: ConnectionKey[] = [];
  for (const part of sweepParts(0)) {
    const page = await connections.sweepPage(part, { ...bound, atMost: 1_000 });
    found.push(...page.keys);
  }
  return found;
}

/** Gives the store that the running test made for itself. */
export type Current = () => Connections;

/** What a refresh asks of the store: one at a time, and nothing overwritten. */
export function connectionRefreshesSuite(current: Current): void {
  describe('takeLease', () => takeLeaseSuite(current));
  describe('storeTokens', () => storeTokensSuite(current));
  describe('storeTokens of a late pair', () => latePairSuite(current));
  describe('markNeedsReconnect', () => markNeedsReconnectSuite(current));
  describe('releaseLease', () => releaseLeaseSuite(current));
}

function takeLeaseSuite(connections: Current): void {
  beforeEach(async () => {
    await connections().replace(aConnection(), 0);
  });

  it('notes owner and end of the lease', async () => {
    expect(await connections().takeLease(fence(), lease)).toBeTruthy();

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
    expect(answers.filter((answer) => answer === false)).toHaveLength(1);
    expect((await connections().get(key))?.leaseOwner).toBe(owner);
  });

  it('answers the row under the lease, or false', async () => {
    const row = await connections().takeLease(fence(), lease);

    expect(row).toEqual(await connections().get(key));
    expect(await connections().takeLease(fence({ leaseOwner: 'worker-b' }), lease)).toBe(false);
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
    expect(await connections().takeLease(fence({ leaseOwner: 'worker-b' }), next)).toBeTruthy();
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
    expect(await connections().storeTokens(fence(), tokens, {})).toBe(true);

    expect(await connections().get(key)).toEqual(
      aConnection({ ...tokens, tokenVersion: 2, endpointId: 'endpoint-1' }),
    );
  });

  it('keeps when a renewal was noted until the next note', async () => {
    const renewalNotedAt = '2026-11-30T09:00:00.000Z';
    await connections().storeTokens(fence(), { ...tokens, renewalNotedAt }, {});
    const next = fence({ tokenVersion: 2 });
    await connections().takeLease(next, lease);
    await connections().storeTokens(next, tokens, {});

    expect(await connections().get(key)).toMatchObject({ tokenVersion: 3, renewalNotedAt });
  });

  it('stores nothing twice', async () => {
    await connections().storeTokens(fence(), tokens, {});

    expect(await connections().storeTokens(fence(), { ...tokens, sealedTokens: 'b2xk' }, {})).toBe(
      false,
    );
    expect((await connections().get(key))?.sealedTokens).toBe(tokens.sealedTokens);
  });

  it('stores nothing over a new authorization', async () => {
    await connections().replace(aConnection({ epoch: 2 }), 1);

    expect(await connections().storeTokens(fence(), tokens, {})).toBe(false);
    expect(await connections().get(key)).toEqual(aConnection({ epoch: 2 }));
  });

  it('stores nothing from before a new authorization, even with the lease taken again', async () => {
    await connections().replace(aConnection({ epoch: 2 }), 1);
    await connections().takeLease(fence({ epoch: 2 }), lease);

    expect(await connections().storeTokens(fence(), tokens, {})).toBe(false);
    expect(await connections().markNeedsReconnect(fence())).toBe(false);
    expect(await connections().storeTokens(fence({ epoch: 2 }), tokens, {})).toBe(true);
  });

  it('stores nothing under another token version', async () => {
    expect(await connections().storeTokens(fence({ tokenVersion: 2 }), tokens, {})).toBe(false);
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
    await connections().storeTokens(fence(), tokens, {});

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
    expect(await connections().takeLease(fence({ leaseOwner: 'worker-b' }), lease)).toBeTruthy();
  });

  it('does not release the lease of another worker', async () => {
    await connections().releaseLease(fence({ leaseOwner: 'worker-b' }));

    expect((await connections().get(key))?.leaseOwner).toBe('worker-a');
  });
}

/** The pair that a held-up worker brings may be the only live one there is. */
function latePairSuite(connections: Current): void {
  beforeEach(async () => {
    await connections().replace(aConnection({ endpointId: 'endpoint-1' }), 0);
    await connections().takeLease(fence(), lease);
  });

  it('stores a late pair though another worker has the lease, which ends it', async () => {
    const next = { nowEpochMs: lease.untilEpochMs, untilEpochMs: lease.untilEpochMs + 45_000 };
    const other = fence({ leaseOwner: 'worker-b' });
    await connections().takeLease(other, next);

    expect(await connections().storeTokens(fence(), tokens, {})).toBe(true);
    expect(await connections().storeTokens(other, { ...tokens, sealedTokens: 'b2xk' }, {})).toBe(
      false,
    );
    expect(await connections().markNeedsReconnect(other)).toBe(false);
    expect(await connections().get(key)).toEqual(
      aConnection({ ...tokens, tokenVersion: 2, endpointId: 'endpoint-1' }),
    );
  });

  it('revives with a late pair what was given up meanwhile, so that it is due again', async () => {
    const next = { nowEpochMs: lease.untilEpochMs, untilEpochMs: lease.untilEpochMs + 45_000 };
    const other = fence({ leaseOwner: 'worker-b' });
    await connections().takeLease(other, next);
    await connections().markNeedsReconnect(other);

    expect(await connections().storeTokens(fence(), tokens, {})).toBe(true);
    expect((await connections().get(key))?.status).toBe('connected');
    expect(await swept(connections())).toEqual([key]);
  });

  it('forgets that our credentials were refused once a refresh went through', async () => {
    const { leaseOwner: _owner, ...pair } = fence();
    await connections().noteClientRefused(pair, '2026-11-30T08:00:00.000Z');

    await connections().storeTokens(fence(), tokens, {});

    expect(await connections().get(key)).not.toHaveProperty('clientRefusedSince');
  });
}
