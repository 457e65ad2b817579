import { describe, expect, it } from 'vitest';
import { createAccessTokens } from '../../../shared/application/tokens/access-tokens.ts';
import { openTokenPair, sealTokenPair } from '../../../shared/application/tokens/token-pairs.ts';
import type { Connection } from '../../../shared/contracts/connection-item.ts';
import { DeferredError, NotConnectedError } from '../../../shared/domain/errors/errors.ts';
import { type ConnectWorld, connectWorld } from '../connect/connect-world.ts';

const minuteMs = 60_000;

async function worldWithToken(leftMs: number, overrides: Partial<Connection> = {}) {
  const world = await connectWorld();
  const connection = await world.seedConnection({
    expiresAtEpochMs: world.clock.nowEpochMs() + leftMs,
    ...overrides,
  });
  return { world, connection, tokens: createAccessTokens(world) };
}

/** What another worker does when it was faster. */
async function storeNewerPair(world: ConnectWorld, connection: Connection): Promise<void> {
  const pair = { accessToken: 'access-newer', refreshToken: 'refresh-newer' };
  const sealedTokens = await sealTokenPair(world.vault, connection, pair);
  world.connections.seed({
    ...connection,
    sealedTokens,
    tokenVersion: connection.tokenVersion + 1,
    expiresAtEpochMs: world.clock.nowEpochMs() + 120 * minuteMs,
  });
}

describe('createAccessTokens get', () => {
  it('hands out a token with more than five minutes left without asking the provider', async () => {
    const { world, connection, tokens } = await worldWithToken(6 * minuteMs);

    const token = await tokens.get(connection);

    expect(token).toMatchObject({ value: 'access-0', epoch: 1, tokenVersion: 1 });
    expect(world.providers.stora.refreshes).toEqual([]);
  });

  it('refreshes a token with less than five minutes left and stores the next version', async () => {
    const { world, connection, tokens } = await worldWithToken(4 * minuteMs);

    const token = await tokens.get(connection);

    expect(token).toMatchObject({ value: 'access-stora-1', tokenVersion: 2 });
    expect(world.providers.stora.refreshes).toEqual(['refresh-0']);
    const row = await world.connections.get(connection);
    expect(row?.leaseOwner).toBeUndefined();
    expect(row && (await openTokenPair(world.vault, row)).refreshToken).toBe('refresh-stora-1');
  });

  it('dates a new token from before it was stored, however late the answer came', async () => {
    const { world, connection, tokens } = await worldWithToken(0);
    const readAtEpochMs = world.clock.nowEpochMs();
    const store = world.connections.storeTokens.bind(world.connections);
    world.connections.storeTokens = async (...given) => {
      const isStored = await store(...given);
      world.clock.advance(8_000);
      return isStored;
    };

    expect(await tokens.get(connection)).toMatchObject({ tokenVersion: 2, readAtEpochMs });
  });

  it('keeps the old refresh token when the provider sent none', async () => {
    const { world, connection, tokens } = await worldWithToken(0);
    world.providers.stora.nextRefresh(world.providers.stora.aGrant({ refreshToken: undefined }));

    await tokens.get(connection);

    const row = await world.connections.get(connection);
    expect(row && (await openTokenPair(world.vault, row)).refreshToken).toBe('refresh-0');
  });

  it('uses a fresh token that lives shorter than the margin instead of refreshing for ever', async () => {
    const { world, connection, tokens } = await worldWithToken(0);
    world.providers.stora.nextRefresh(world.providers.stora.aGrant({ expiresInSeconds: 2 }));

    const token = await tokens.get(connection);

    expect(token.tokenVersion).toBe(2);
    expect(world.providers.stora.refreshes).toHaveLength(1);
  });

  it.each(['needs_reconnect', 'disconnected'] as const)(
    'says that a connection with status %s is no use',
    async (status) => {
      const { connection, tokens } = await worldWithToken(60 * minuteMs, { status });

      const outcome = tokens.get(connection);

      await expect(outcome).rejects.toMatchObject({ name: 'NotConnectedError', status });
    },
  );

  it('says that there is no connection at all', async () => {
    const world = await connectWorld();

    const outcome = createAccessTokens(world).get({ operatorId: 'nobody', provider: 'stora' });

    await expect(outcome).rejects.toMatchObject({ name: 'NotConnectedError', status: 'absent' });
  });

  it('sends one refresh for two workers at once, and both get the new token', async () => {
    const { world, connection, tokens } = await worldWithToken(0);
    world.providers.stora.nextRefresh(async () => {
      // The second worker has looked three times by now and found the lease.
      while (world.clock.sleptMs.length < 3) await Promise.resolve();
      return world.providers.stora.aGrant();
    });

    const [first, second] = await Promise.all([tokens.get(connection), tokens.get(connection)]);

    expect([first.value, second.value]).toEqual(['access-stora-1', 'access-stora-1']);
    expect(world.providers.stora.refreshes).toEqual(['refresh-0']);
  });

  it('defers after about five seconds behind a lease that is not given back', async () => {
    const { world, connection, tokens } = await worldWithToken(0);
    const leaseUntilEpochMs = world.clock.nowEpochMs() + 45_000;
    world.connections.seed({ ...connection, leaseOwner: 'somebody', leaseUntilEpochMs });

    const outcome = tokens.get(connection);

    await expect(outcome).rejects.toThrow(DeferredError);
    expect(world.clock.sleptMs.reduce((sum, ms) => sum + ms, 0)).toBe(5_000);
    expect(world.providers.stora.refreshes).toEqual([]);
  });

  it('takes over a lease that ran out', async () => {
    const { world, connection, tokens } = await worldWithToken(0);
    const leaseUntilEpochMs = world.clock.nowEpochMs() - 1;
    world.connections.seed({ ...connection, leaseOwner: 'a dead one', leaseUntilEpochMs });

    expect((await tokens.get(connection)).tokenVersion).toBe(2);
  });

  it('asks once more after a refused grant, then marks the connection and notes it', async () => {
    const { world, connection, tokens } = await worldWithToken(0);
    world.providers.stora.nextRefresh({ kind: 'grant_refused' });
    world.providers.stora.nextRefresh({ kind: 'grant_refused' });

    const outcome = tokens.get(connection);

    await expect(outcome).rejects.toThrow(NotConnectedError);
    expect(world.providers.stora.refreshes).toEqual(['refresh-0', 'refresh-0']);
    expect((await world.connections.get(connection))?.status).toBe('needs_reconnect');
    expect(world.activities.all().map(({ type }) => type)).toEqual(['connection.needs_reconnect']);
    expect(world.log.counts.get('ConnectionNeedsReconnect')).toBe(1);
  });

  it('stays connected when the second try after a refused grant succeeds', async () => {
    const { world, connection, tokens } = await worldWithToken(0);
    world.providers.stora.nextRefresh({ kind: 'grant_refused' });

    expect((await tokens.get(connection)).tokenVersion).toBe(2);
    expect((await world.connections.get(connection))?.status).toBe('connected');
  });

  it('uses the pair of another worker when the refused grant was only a lost race', async () => {
    const { world, connection, tokens } = await worldWithToken(0);
    world.providers.stora.nextRefresh(async () => {
      await storeNewerPair(world, connection);
      return { kind: 'grant_refused' };
    });

    const token = await tokens.get(connection);

    expect(token.value).toBe('access-newer');
    expect(world.providers.stora.refreshes).toHaveLength(1);
  });

  it('does not overwrite a newer pair when it was paused too long', async () => {
    const { world, connection, tokens } = await worldWithToken(0);
    world.providers.stora.nextRefresh(async () => {
      world.clock.advance(60_000);
      await storeNewerPair(world, connection);
      return world.providers.stora.aGrant();
    });

    expect((await tokens.get(connection)).value).toBe('access-newer');
  });

  it('puts a pair that lost its place away to be revoked, and notes it', async () => {
    const { world, connection, tokens } = await worldWithToken(0);
    world.providers.stora.nextRefresh(async () => {
      await storeNewerPair(world, connection);
      return world.providers.stora.aGrant();
    });

    await tokens.get(connection);

    const [retired, ...others] = await world.retiredPairs.list(connection.operatorId);
    expect(others).toEqual([]);
    const loser = retired && (await openTokenPair(world.vault, { ...connection, ...retired }));
    expect(loser?.accessToken).toBe('access-stora-1');
    expect(world.activities.all().map(({ type }) => type)).toEqual(['token.discarded']);
  });

  it('revokes nothing of a provider whose revocation would end the newer pair too', async () => {
    const { world, connection, tokens } = await worldWithToken(0, { provider: 'xero' });
    world.providers.xero.nextRefresh(async () => {
      await storeNewerPair(world, connection);
      return world.providers.xero.aGrant();
    });

    expect((await tokens.get(connection)).value).toBe('access-newer');
    expect(await world.retiredPairs.list(connection.operatorId)).toEqual([]);
  });

  it('stores a pair that came late, though its lease was over and the grant given up', async () => {
    const { world, connection, tokens } = await worldWithToken(0);
    world.providers.stora.nextRefresh(async () => {
      world.clock.advance(60_000);
      const { leaseOwner: _owner, leaseUntilEpochMs: _until, ...row } = connection;
      world.connections.seed({ ...row, status: 'needs_reconnect' });
      return world.providers.stora.aGrant();
    });

    expect((await tokens.get(connection)).value).toBe('access-stora-1');
    expect((await world.connections.get(connection))?.status).toBe('connected');
  });

  it('takes its own stored pair for stored when only the answer of the store was lost', async () => {
    const { world, connection, tokens } = await worldWithToken(0);
    const { connections } = world;
    const storeTokens = connections.storeTokens.bind(connections);
    connections.storeTokens = async (fence, sealed, row) => {
      connections.storeTokens = storeTokens;
      await storeTokens(fence, sealed, row);
      throw new Error('The answer was lost.');
    };

    expect((await tokens.get(connection)).value).toBe('access-stora-1');
    expect(await world.retiredPairs.list(connection.operatorId)).toEqual([]);
  });

  it('notes the first refresh and then one a day, and keeps the token when the note fails', async () => {
    const { world, connection, tokens } = await worldWithToken(0);
    await tokens.get(connection);
    expect(world.activities.all()).toEqual([
      expect.objectContaining({
        type: 'token.refreshed',
        actor: 'rollerdoor',
        detail: { provider: 'stora', epoch: 1, tokenVersion: 1 },
      }),
    ]);

    for (let version = 3; version <= 13; version += 1) {
      world.clock.advance(119 * minuteMs);
      expect((await tokens.get(connection)).tokenVersion).toBe(version);
    }
    expect(world.activities.all()).toHaveLength(1);
    world.activities.faults.failNext('append', new Error('Throttled.'));
    world.clock.advance(150 * minuteMs);

    expect((await tokens.get(connection)).tokenVersion).toBe(14);
    expect(world.log.of('activity.not_noted')).toHaveLength(1);
  });

  it('reads rotated client credentials once and goes on', async () => {
    const { world, connection, tokens } = await worldWithToken(0);
    world.providers.stora.nextRefresh({ kind: 'client_refused' });

    expect((await tokens.get(connection)).tokenVersion).toBe(2);
    expect(world.log.counts.get('ClientCredentialsRefused')).toBeUndefined();
  });

  it('raises an alarm for refused client credentials and never blames the operator', async () => {
    const { world, connection, tokens } = await worldWithToken(0);
    world.providers.stora.nextRefresh({ kind: 'client_refused' });
    world.providers.stora.nextRefresh({ kind: 'client_refused' });

    const outcome = tokens.get(connection);

    await expect(outcome).rejects.toThrow(DeferredError);
    expect(world.log.counts.get('ClientCredentialsRefused')).toBe(1);
    const row = await world.connections.get(connection);
    expect(row).toMatchObject({ status: 'connected', tokenVersion: 1 });
    expect(row?.leaseOwner).toBeUndefined();
  });

  it('notes once since when our credentials are refused, and forgets it after a refresh', async () => {
    const { world, connection, tokens } = await worldWithToken(0);
    const since = world.clock.nowIso();
    for (const _ of [1, 2]) {
      for (const _try of [1, 2]) world.providers.stora.nextRefresh({ kind: 'client_refused' });
      await expect(tokens.get(connection)).rejects.toThrow(DeferredError);
      world.clock.advance(10 * minuteMs);
    }
    const types = () => world.activities.all().map(({ type }) => type);
    expect(await world.connections.get(connection)).toMatchObject({ clientRefusedSince: since });
    expect(types()).toEqual(['token.client_refused']);

    await tokens.get(connection);

    expect(await world.connections.get(connection)).not.toHaveProperty('clientRefusedSince');
    expect(types()).toEqual(['token.client_refused', 'token.refreshed']);
  });

  it('needs two refused grants even when refused credentials came between', async () => {
    const { world, connection, tokens } = await worldWithToken(0);
    world.providers.stora.nextRefresh({ kind: 'client_refused' });
    world.providers.stora.nextRefresh({ kind: 'grant_refused' });

    expect((await tokens.get(connection)).tokenVersion).toBe(2);
  });

  it('waits as long as told when it is unknown what became of the refresh', async () => {
    const { world, connection, tokens } = await worldWithToken(0);
    world.providers.stora.nextRefresh({ kind: 'unknown', retryAfterSeconds: 17 });

    await expect(tokens.get(connection)).rejects.toMatchObject({ retryAfterSeconds: 17 });

    await tokens.get(connection);
    expect(world.providers.stora.refreshes).toEqual(['refresh-0', 'refresh-0']);
  });

  it('uses what is left of the old token while the token endpoint is down', async () => {
    const { world, connection, tokens } = await worldWithToken(3 * minuteMs);
    world.providers.stora.nextRefresh({ kind: 'unknown', retryAfterSeconds: 17 });

    expect((await tokens.get(connection)).value).toBe('access-0');
  });

  it('writes a new pair again when the store failed', async () => {
    const { world, connection, tokens } = await worldWithToken(0);
    world.connections.faults.failNext('storeTokens', new Error('Throttled.'));
    world.connections.faults.failNext('storeTokens', new Error('Throttled.'));

    expect((await tokens.get(connection)).tokenVersion).toBe(2);
    expect(world.providers.stora.refreshes).toHaveLength(1);
  });

  it('gives the lease back when the vault fails', async () => {
    const { world, connection, tokens } = await worldWithToken(0);
    world.vault.faults.failNext('open', new Error('KMS is away.'));

    await expect(tokens.get(connection)).rejects.toThrow('KMS is away.');

    expect((await world.connections.get(connection))?.leaseOwner).toBeUndefined();
  });

  it('logs no token', async () => {
    const { world, connection, tokens } = await worldWithToken(0);
    await tokens.get(connection);

    const written = world.log.text() + JSON.stringify(world.activities.all());

    expect(written).not.toMatch(/access-|refresh-\w+-?\d/);
  });
});

describe('createAccessTokens replaceRejected', () => {
  it('returns a newer token without refreshing when the store has one', async () => {
    const { world, connection, tokens } = await worldWithToken(60 * minuteMs);
    const rejected = await tokens.get(connection);
    await storeNewerPair(world, connection);

    expect((await tokens.replaceRejected(connection, rejected)).value).toBe('access-newer');
    expect(world.providers.stora.refreshes).toEqual([]);
  });

  it('refreshes once when the rejected token is still the stored one', async () => {
    const { world, connection, tokens } = await worldWithToken(60 * minuteMs);
    const rejected = await tokens.get(connection);

    const token = await tokens.replaceRejected(connection, rejected);

    expect(token.tokenVersion).toBe(2);
    expect(world.providers.stora.refreshes).toEqual(['refresh-0']);
  });

  it('never hands out the rejected token again', async () => {
    const { world, connection, tokens } = await worldWithToken(60 * minuteMs);
    const rejected = await tokens.get(connection);
    world.providers.stora.nextRefresh({ kind: 'unknown', retryAfterSeconds: 9 });

    const outcome = tokens.replaceRejected(connection, rejected);

    await expect(outcome).rejects.toMatchObject({ retryAfterSeconds: 9 });
  });
});

describe('createAccessTokens refreshAhead', () => {
  it('refreshes within the margin it is given and leaves the rest alone', async () => {
    const { connection, tokens } = await worldWithToken(14 * minuteMs);

    expect(await tokens.refreshAhead(connection, 10 * minuteMs)).toBeUndefined();
    expect(await tokens.refreshAhead(connection, 15 * minuteMs)).toMatchObject({
      value: 'access-stora-1',
    });
  });
});
