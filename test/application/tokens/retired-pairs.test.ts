import { describe, expect, it } from 'vitest';
import { beginDisconnect, disconnect } from '../../../shared/application/disconnect/disconnect.ts';
import { refreshTokenPair } from '../../../shared/application/tokens/refresh-token-pair.ts';
import { retireLoose, retireStored } from '../../../shared/application/tokens/retire-pair.ts';
import { statusView } from '../../../shared/domain/portal/status-view.ts';
import { accountIn } from '../../support/account-in.ts';
import { leavingWorld, operatorId, type RotationMode } from '../disconnect/leaving-world.ts';

const modes: RotationMode[] = ['revoke-on-use', 'revoke-at-once'];
const stora = { operatorId, provider: 'stora', actor: 'operator' } as const;

describe.each(modes)('a refresh that is under way when the operator leaves, in mode %s', (mode) => {
  it('has its pair revoked too', async () => {
    const world = await leavingWorld({ rotationMode: mode });
    await world.connectStora();
    world.clock.advance(3 * 3_600_000);
    const row = await world.connections.get(stora);
    if (row === undefined) throw new Error('Not connected.');
    const deps = world.depsOf();
    const { stora: provider } = world.providers;
    const slow = world.depsOf();
    slow.providers = {
      ...deps.providers,
      stora: {
        provider: 'stora',
        revocationEnds: 'pair',
        authorizeUrl: (request) => provider.authorizeUrl(request),
        exchange: (request) => provider.exchange(request),
        revoke: (token, beforeSending) => provider.revoke(token, beforeSending),
        isAlive: (token) => provider.isAlive(token),
        standingOf: (token, account) => provider.standingOf(token, account),
        personOf: (token) => provider.personOf(token),
        accountsOf: (token) => provider.accountsOf(token),
        refresh: async (token) => {
          const answer = await provider.refresh(token);
          await disconnect(deps, stora);
          return answer;
        },
      },
    };

    await refreshTokenPair(slow, row);
    await world.tend();

    expect(await world.connections.get(stora)).toMatchObject({ status: 'disconnected' });
    expect(await world.retiredPairs.list(operatorId)).toEqual([]);
    expect(world.livePairs()).toEqual([]);
  });
});

describe('a replaced pair at Xero', () => {
  it('of the same company is forgotten, because revoking it would end the new one', async () => {
    const world = await leavingWorld();
    await world.connectXero('acorn');
    const before = await world.connections.get({ operatorId, provider: 'xero' });
    if (before === undefined) throw new Error('Not connected.');
    await retireStored(world.depsOf(), before);
    const pair = await world.issueXeroPair('acorn');
    await world.seed('xero', pair, { account: before.account, epoch: 2, tokenVersion: 2 });

    await world.tend(1);

    expect(await world.retiredPairs.list(operatorId)).toEqual([]);
    expect((await accountIn(world.providers.xero, pair.accessToken)).id).toBe(before.account.id);
    expect((await world.providers.xero.refresh(pair.refreshToken ?? '')).kind).toBe('granted');
  });

  it('of another company takes that company out and leaves the new one connected', async () => {
    const world = await leavingWorld();
    const old = await world.connectXero('acorn');
    const before = await world.connections.get({ operatorId, provider: 'xero' });
    if (before === undefined) throw new Error('Not connected.');
    await retireStored(world.depsOf(), before);
    const pair = await world.issueXeroPair('harbour');
    const account = await accountIn(world.providers.xero, pair.accessToken, 'harbour');
    await world.seed('xero', pair, { account, epoch: 2, tokenVersion: 2 });

    await world.tend(1);

    expect(await world.retiredPairs.list(operatorId)).toEqual([]);
    const { disconnectAccount } = world.providers.xero;
    const left = await disconnectAccount?.(old.accessToken, before.account, async () => undefined);
    expect(left).toEqual({ remaining: 1 });
    expect(await accountIn(world.providers.xero, pair.accessToken)).toEqual(account);
  });
});

describe('tending', () => {
  it('waits and asks again while the provider does not answer', async () => {
    const world = await leavingWorld();
    await world.connectStora();
    world.clock.advance(3 * 3_600_000);
    world.stora.settings.faults.lostTokenAnswers = 1;

    expect(await disconnect(world.depsOf(), stora)).toMatchObject({ kind: 'wait' });
    expect((await world.connections.get(stora))?.status).toBe('disconnecting');

    world.stora.settings.faults.lostTokenAnswers = 0;
    await world.tend();
    expect((await world.connections.get(stora))?.status).toBe('disconnected');
  });

  it('is not kept from the others by one that fails', async () => {
    const world = await leavingWorld();
    await world.connectStora();
    await world.connectXero();
    await disconnect(world.depsOf(), stora).catch(() => undefined);
    const xero = { ...stora, provider: 'xero' } as const;
    world.activities.faults.failNext('append', new Error('throttled'));
    await expect(disconnect(world.depsOf(), xero)).rejects.toThrow('throttled');

    await world.tend();

    expect((await world.connections.get(xero))?.status).toBe('disconnected');
  });

  it.each([
    { list: 'disconnects', store: 'connections', method: 'leaving' },
    { list: 'retired pairs', store: 'retiredPairs', method: 'waiting' },
  ] as const)(
    'is not kept from its other work by the list of $list, which cannot be read',
    async ({ store, method }) => {
      const world = await leavingWorld();
      await world.connectStora();
      await beginDisconnect(world.depsOf(), stora);
      const loose = { ...stora, epoch: 0, account: { id: 'x', name: 'X' } };
      const tokens = world.issueStoraPair();
      const expiresAtEpochMs = world.clock.nowEpochMs() + 7_200_000;
      await retireLoose(world.depsOf(), { ...loose, tokens, expiresAtEpochMs });
      world[store].faults.failNext(method, new Error('throttled'));

      await world.tend(1);

      expect(world.livePairs().length).toBeLessThan(2);
      expect(world.log.counts.get('TendFailed')).toBe(1);
      await world.tend(1);
      expect(world.livePairs()).toEqual([]);
    },
  );

  it('keeps a pair whose own credentials are refused, and raises an alarm', async () => {
    const world = await leavingWorld();
    await world.connectStora();
    world.secrets.forget('stora');
    // Twice, because the credentials before a rotation count too.
    world.secrets.setCredentials('stora', { clientId: 'rollerdoor', clientSecret: 'wrong' });
    world.secrets.setCredentials('stora', { clientId: 'rollerdoor', clientSecret: 'wrong again' });

    expect(await disconnect(world.depsOf(), stora)).toMatchObject({
      kind: 'wait',
      reason: 'ClientCredentialsRefused',
    });
    expect(world.log.counts.get('ClientCredentialsRefused')).toBe(1);
    expect(world.livePairs()).toHaveLength(1);

    world.secrets.setCredentials('stora', { clientId: 'rollerdoor', clientSecret: 'secret' });
    await world.tend();
    expect(world.livePairs()).toEqual([]);
  });
});

describe('disconnecting', () => {
  it('says that there is nothing to disconnect where nothing is', async () => {
    const world = await leavingWorld();

    expect(await disconnect(world.depsOf(), stora)).toEqual({ kind: 'not_connected' });
    await world.connectStora();
    await disconnect(world.depsOf(), stora);
    expect(await disconnect(world.depsOf(), stora)).toEqual({ kind: 'not_connected' });
  });

  it('of a grant that died before needs no revocation, only the proof', async () => {
    const world = await leavingWorld();
    await world.connectStora();
    for (const row of world.livePairs()) row.revokedEpochMs = world.clock.nowEpochMs();

    expect(await disconnect(world.depsOf(), stora)).toMatchObject({ kind: 'disconnected' });
    expect(world.calls.filter(({ url }) => url.endsWith('/oauth2/revoke'))).toEqual([]);
  });

  it('of one of two companies that a person connected leaves the other one alone', async () => {
    const world = await leavingWorld();
    await world.connectXero('acorn');
    const other = await world.issueXeroPair('harbour');
    const xero = { ...stora, provider: 'xero' } as const;

    expect(await disconnect(world.depsOf(), xero)).toMatchObject({ kind: 'disconnected' });

    expect((await accountIn(world.providers.xero, other.accessToken)).name).toMatch(/harbour/i);
    expect((await world.providers.xero.refresh(other.refreshToken ?? '')).kind).toBe('granted');
  });
});

describe('an operator who takes access back in Stora', () => {
  it('is noticed by the refresh before the token ends, and shown', async () => {
    const world = await leavingWorld();
    await world.connectStora();
    for (const row of world.livePairs()) row.revokedEpochMs = world.clock.nowEpochMs();
    world.clock.advance(2 * 3_600_000 - 15 * 60_000);
    const row = await world.connections.get(stora);
    if (row === undefined) throw new Error('Not connected.');

    await refreshTokenPair(world.depsOf(), row);

    const noticed = await world.connections.get(stora);
    expect(noticed?.status).toBe('needs_reconnect');
    expect(world.activities.all().map(({ type }) => type)).toContain('connection.needs_reconnect');
    const operator = { operatorId, name: 'Acorn', createdAt: '2026-11-01T08:00:00.000Z' };
    const nowEpochMs = world.clock.nowEpochMs();
    const facts = { operator, issues: [], activities: [], rates: [], linkCounts: {}, nowEpochMs };
    const [card] = statusView({ ...facts, connections: noticed ? [noticed] : [] }).cards;
    expect(card).toMatchObject({ state: 'attention', statusWords: 'Reconnect needed' });
  });
});

describe('an expired pair that was replaced, where pairs die on first use of the next', () => {
  it('is refreshed, presented and revoked, so that none of the two lives on', async () => {
    const world = await leavingWorld({ rotationMode: 'revoke-on-use' });
    await world.connectStora();
    const before = await world.connections.get(stora);
    if (before === undefined) throw new Error('Not connected.');
    await retireStored(world.depsOf(), before);
    await world.seed('stora', world.issueStoraPair(), { epoch: 2, tokenVersion: 2 });
    world.clock.advance(3 * 3_600_000);

    await world.tend();

    expect(await world.retiredPairs.list(operatorId)).toEqual([]);
    expect(world.livePairs()).toHaveLength(1);
  });
});
