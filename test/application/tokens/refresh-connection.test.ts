import { describe, expect, it } from 'vitest';
import { createAccessTokens } from '../../../shared/application/tokens/access-tokens.ts';
import { refreshConnections } from '../../../shared/application/tokens/refresh-connection.ts';
import type { Connection } from '../../../shared/contracts/connection-item.ts';
import { connectWorld } from '../connect/connect-world.ts';

const minuteMs = 60_000;

async function worldWithMessage(overrides: Partial<Connection> = {}) {
  const world = await connectWorld();
  const expiresAtEpochMs = world.clock.nowEpochMs() + 20 * minuteMs;
  const connection = await world.seedConnection({ expiresAtEpochMs, ...overrides });
  const { operatorId, provider, epoch, tokenVersion } = connection;
  const message = { schemaVersion: 1, operatorId, provider, epoch, tokenVersion } as const;
  const deps = { ...world, tokens: createAccessTokens(world) };
  const { stora } = world.providers;
  return {
    world,
    stora,
    connection,
    message,
    refresh: (receiveCount = 1, messages = [message]) =>
      refreshConnections(
        messages.map((one) => ({ message: one, receiveCount })),
        deps,
      ),
    row: () => world.connections.get(connection),
  };
}

describe('refreshConnections', () => {
  it('refreshes once and presents the new token, which ends the pair before it', async () => {
    const { stora, refresh, row } = await worldWithMessage();

    expect(await refresh()).toEqual([{ kind: 'done' }]);

    expect(stora.refreshes).toEqual(['refresh-0']);
    expect(stora.presented).toEqual(['access-0', 'access-stora-1']);
    expect(await row()).toMatchObject({ tokenVersion: 2, status: 'connected' });
  });

  it('does nothing for a version or an authorization that was replaced meanwhile', async () => {
    const { stora, message, refresh } = await worldWithMessage();
    const older = [
      { ...message, tokenVersion: 0 },
      { ...message, epoch: 0 },
      { ...message, operatorId: 'nobody' },
    ];

    expect(await refresh(1, older)).toEqual(older.map(() => ({ kind: 'done' })));
    expect(stora.refreshes).toEqual([]);
  });

  it('does one refresh for two messages of the same token', async () => {
    const { stora, message, refresh } = await worldWithMessage();

    expect(await refresh(1, [message, message])).toEqual([{ kind: 'done' }, { kind: 'done' }]);
    expect(stora.refreshes).toHaveLength(1);
  });

  it('waits as long as the provider says, with all that comes after', async () => {
    const { stora, message, refresh } = await worldWithMessage({ expiresAtEpochMs: 0 });
    stora.nextRefresh({ kind: 'unknown', retryAfterSeconds: 17 });

    const dispositions = await refresh(1, [message, message]);

    expect(dispositions).toEqual(
      [1, 2].map(() => expect.objectContaining({ kind: 'deferred', retryAfterSeconds: 17 })),
    );
    expect(stora.refreshes).toHaveLength(1);
  });

  it('leaves it to the next sweep after four tries', async () => {
    const { world, stora, refresh } = await worldWithMessage({ expiresAtEpochMs: 0 });
    stora.nextRefresh({ kind: 'unknown', retryAfterSeconds: 17 });

    expect(await refresh(4)).toEqual([{ kind: 'done' }]);
    expect(world.log.counts.get('TokenRefreshFailed')).toBe(1);
  });

  it('comes back in half a minute when the store is away', async () => {
    const { world, refresh } = await worldWithMessage();
    world.connections.faults.failNext('get', new Error('Throttled.'));

    expect(await refresh()).toEqual([
      { kind: 'deferred', retryAfterSeconds: 30, reason: 'unforeseen' },
    ]);
  });

  it('is done with a dead grant, which then waits for its operator', async () => {
    const { stora, refresh, row } = await worldWithMessage();
    stora.nextRefresh({ kind: 'grant_refused' });
    stora.nextRefresh({ kind: 'grant_refused' });

    expect(await refresh()).toEqual([{ kind: 'done' }]);
    expect((await row())?.status).toBe('needs_reconnect');
    expect(stora.presented).toEqual(['access-0']);
  });

  it('presents the new token again until the provider says whether it is alive', async () => {
    const { world, stora, refresh, row } = await worldWithMessage();
    stora.nextAlive(true);
    stora.nextAlive(() => Promise.reject(new Error('No answer.')));

    expect(await refresh()).toEqual([
      { kind: 'deferred', retryAfterSeconds: 30, reason: 'not_used_yet' },
    ]);
    expect(await refresh(2)).toEqual([{ kind: 'done' }]);

    expect(stora.refreshes).toHaveLength(1);
    expect(stora.presented).toEqual(['access-0', 'access-stora-1', 'access-stora-1']);
    expect((await row())?.tokenVersion).toBe(2);
    expect(world.log.of('token.not_used_yet')).toHaveLength(1);
  });

  it.each([
    { receiveCount: 7, kind: 'deferred' },
    { receiveCount: 8, kind: 'done' },
  ])('leaves the first use to the workers at receive 8 (now $receiveCount)', async (at) => {
    const { stora, refresh } = await worldWithMessage();
    stora.nextAlive(true);
    stora.nextAlive(() => Promise.reject(new Error('No answer.')));

    expect(await refresh(at.receiveCount)).toMatchObject([{ kind: at.kind }]);
  });

  it('presents a pair that an earlier receive had stored and not used', async () => {
    const { world, stora, connection, message, refresh } = await worldWithMessage();
    const stored = { ...connection, tokenVersion: message.tokenVersion + 1 };
    await world.seedConnection({ ...stored, expiresAtEpochMs: connection.expiresAtEpochMs });

    expect(await refresh(2)).toEqual([{ kind: 'done' }]);

    expect(stora.refreshes).toEqual([]);
    expect(stora.presented).toHaveLength(1);
  });

  it('waits for the end of the lease that a dead worker left, and spends one try on it', async () => {
    const { world, connection, stora, refresh, row } = await worldWithMessage({
      expiresAtEpochMs: 0,
    });
    const leaseUntilEpochMs = world.clock.nowEpochMs() + 45_000;
    world.connections.seed({ ...connection, leaseOwner: 'dead', leaseUntilEpochMs });

    const [put] = await refresh(1);
    if (put?.kind !== 'deferred') throw new Error('Nothing was put off.');
    expect(put.reason).toBe('token_refresh_running');
    world.clock.advance(put.retryAfterSeconds * 1_000);

    expect(world.clock.nowEpochMs()).toBeGreaterThanOrEqual(leaseUntilEpochMs);
    expect(await refresh(2)).toEqual([{ kind: 'done' }]);
    expect(stora.refreshes).toEqual(['refresh-0']);
    expect(await row()).toMatchObject({ tokenVersion: 2, status: 'connected' });
    expect(world.log.counts.get('TokenRefreshFailed')).toBeUndefined();
  });

  it('notices without any traffic that the company was taken out at the provider', async () => {
    const { world, stora, refresh, row } = await worldWithMessage();
    stora.isTakenOut = true;

    expect(await refresh()).toEqual([{ kind: 'done' }]);

    expect(await row()).toMatchObject({ status: 'needs_reconnect', tokenVersion: 2 });
    expect(world.log.counts.get('ConnectionNeedsReconnect')).toBe(1);
  });
});
