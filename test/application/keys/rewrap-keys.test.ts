import { describe, expect, it } from 'vitest';
import { rewrapKeys } from '../../../shared/application/keys/rewrap-keys.ts';
import { openTokenPair, sealTokenPair } from '../../../shared/application/tokens/token-pairs.ts';
import type { Connection } from '../../../shared/contracts/connection-item.ts';
import type { TokenFence } from '../../../shared/ports/connections.ts';
import { anOperator } from '../../builders/an-operator.ts';
import { FakeRewrapper } from '../../fakes/fake-rewrapper.ts';
import { InMemoryEndpoints } from '../../fakes/in-memory-endpoints.ts';
import { InMemoryRetiredPairs } from '../../fakes/in-memory-retired-pairs.ts';
import { connectWorld } from '../connect/connect-world.ts';

const operatorIds = ['acorn', 'birch', 'cedar'];

/** Three operators, each connected to both sides, with an endpoint and a pair that is to be revoked. */
async function sealedWorld() {
  const world = await connectWorld();
  const endpoints = new InMemoryEndpoints();
  const retiredPairs = new InMemoryRetiredPairs();
  const rewrapper = new FakeRewrapper(world.vault);
  for (const operatorId of operatorIds) {
    await world.operators.add(anOperator({ operatorId }));
    const endpointId = `endpoint-${operatorId}`;
    const stora = await world.seedConnection({ operatorId, provider: 'stora', endpointId });
    await world.seedConnection({ operatorId, provider: 'xero', status: 'needs_reconnect' });
    const context = { ...stora, purpose: 'webhook-secret' } as const;
    const sealedSecrets = [await world.vault.seal('whsec_1', context)];
    const endpoint = { endpointId, operatorId, epoch: stora.epoch, sourceEndpointId: 'we_1' };
    await endpoints.put({ ...endpoint, sealedSecrets });
    await retiredPairs.put({ ...stora, pairId: 'pair', retiredAt: world.clock.nowIso() });
  }
  const deps = { ...world, endpoints, retiredPairs, rewrapper };
  const run = (wish: { all?: boolean; from?: string } = {}) =>
    rewrapKeys(deps, { all: false, actor: 'partner', ...wish });
  return { world, deps, rewrapper, run };
}

async function aWaitingGrant({ vault, clock }: Awaited<ReturnType<typeof connectWorld>>) {
  const owner = { operatorId: 'birch', provider: 'xero' } as const;
  const inTenMinutes = clock.nowEpochMs() + 600_000;
  return {
    ...owner,
    waitingId: 'visit',
    grantId: 'grant',
    sealedTokens: await sealTokenPair(vault, { ...owner, epoch: 0 }, { accessToken: 'access-1' }),
    tokensExpireAtEpochMs: inTenMinutes,
    scopes: '',
    linkId: 'link',
    mayBeOtherAccount: false,
    startedAtEpochMs: clock.nowEpochMs(),
    accounts: [],
    added: [],
    expiresAtEpochMs: inTenMinutes,
  };
}

type SealedWorld = Awaited<ReturnType<typeof sealedWorld>>;

/** Every lasting ciphertext, as stored. */
async function ciphertexts({ deps }: SealedWorld): Promise<string[]> {
  const found: string[] = [];
  for (const operatorId of operatorIds) {
    const connections = await deps.connections.list(operatorId);
    const endpoint = await deps.endpoints.get(`endpoint-${operatorId}`);
    const retired = await deps.retiredPairs.list(operatorId);
    found.push(
      ...connections.map((row) => row.sealedTokens),
      ...(endpoint?.sealedSecrets ?? []),
      ...retired.map((row) => row.sealedTokens),
    );
  }
  return found;
}

function fenceOf(connection: Connection): TokenFence {
  const { operatorId, provider, tokenVersion, epoch } = connection;
  return { operatorId, provider, tokenVersion, epoch, leaseOwner: 'worker' };
}

describe('rewrapKeys', () => {
  it('wraps tokens, retired pairs and webhook secrets anew, and all still open', async () => {
    const sealed = await sealedWorld();

    const counts = await sealed.run();

    expect(counts).toEqual({ rewrapped: 12, current: 0, moved: 0, unreadable: 0 });
    const stored = await ciphertexts(sealed);
    expect(stored).toHaveLength(12);
    expect(stored.every((text) => sealed.rewrapper.wrapped.has(text))).toBe(true);
    for (const operatorId of operatorIds) {
      for (const connection of await sealed.deps.connections.list(operatorId)) {
        const pair = await openTokenPair(sealed.world.vault, connection);
        expect(pair.refreshToken).toBe('refresh-0');
      }
    }
    const audit = sealed.world.activities.all().filter(({ type }) => type === 'keys.rewrapped');
    expect(audit.map(({ operatorId }) => operatorId)).toEqual(operatorIds);
  });

  it('wraps a grant anew that waits for a choice, and it still opens', async () => {
    const { world, deps, rewrapper, run } = await sealedWorld();
    const grant = await aWaitingGrant(world);
    await deps.waitingGrants.put(grant);

    await run();

    const stored = await deps.waitingGrants.get(grant);
    expect(rewrapper.wrapped.has(stored?.sealedTokens ?? '')).toBe(true);
    const sealed = { ...grant, epoch: 0, sealedTokens: stored?.sealedTokens ?? '' };
    expect(await openTokenPair(world.vault, sealed)).toEqual({ accessToken: 'access-1' });
  });

  it('writes nothing the second time, unless all are asked for', async () => {
    const sealed = await sealedWorld();
    await sealed.run();
    const before = await ciphertexts(sealed);

    expect(await sealed.run()).toMatchObject({ rewrapped: 0, current: 12 });
    expect(await ciphertexts(sealed)).toEqual(before);
    sealed.world.clock.advance(60_000);
    expect(await sealed.run({ all: true })).toMatchObject({ rewrapped: 12, current: 0 });
  });

  it('goes on where a run that died stopped', async () => {
    const sealed = await sealedWorld();
    sealed.rewrapper.meanwhile = async ({ operatorId }) => {
      if (operatorId === 'birch') throw new Error('The process died.');
    };
    await expect(sealed.run()).rejects.toThrow('died');
    sealed.rewrapper.meanwhile = async () => {};

    const counts = await sealed.run();

    expect(counts).toMatchObject({ rewrapped: 8, current: 4 });
    const stored = await ciphertexts(sealed);
    expect(stored.every((text) => sealed.rewrapper.wrapped.has(text))).toBe(true);
  });

  it('starts with the operator it is told to start with', async () => {
    const sealed = await sealedWorld();

    expect(await sealed.run({ from: 'cedar' })).toMatchObject({ rewrapped: 4 });
  });

  it('never overwrites a pair that was refreshed meanwhile', async () => {
    const sealed = await sealedWorld();
    const { connections, vault } = sealed.deps;
    let isRefreshed = false;
    sealed.rewrapper.meanwhile = async (context) => {
      if (isRefreshed || context.purpose !== 'tokens') return;
      isRefreshed = true;
      const row = await connections.get(context);
      if (row === undefined) throw new Error('The row is gone.');
      await connections.takeLease(fenceOf(row), { nowEpochMs: 0, untilEpochMs: 1 });
      const sealedTokens = await vault.seal('{"accessToken":"fresh"}', context);
      const tokens = { sealedTokens, expiresAtEpochMs: 2, scopes: '' };
      expect(await connections.storeTokens(fenceOf(row), tokens, {})).toBe(true);
    };

    expect(await sealed.run()).toMatchObject({ rewrapped: 12, moved: 0 });

    const row = await connections.get({ operatorId: 'acorn', provider: 'stora' });
    expect(row && (await openTokenPair(vault, row)).accessToken).toBe('fresh');
  });

  it('leaves a retired pair alone that is being revoked just now, and says so', async () => {
    const sealed = await sealedWorld();
    const now = sealed.world.clock.nowEpochMs();
    const key = { operatorId: 'acorn', provider: 'stora', pairId: 'pair' } as const;
    const lease = { nowEpochMs: now, untilEpochMs: now + 60_000 };
    await sealed.deps.retiredPairs.takeLease(key, lease);

    expect(await sealed.run()).toMatchObject({ rewrapped: 11, moved: 1 });
  });

  it('counts a swapped row and goes on with the others', async () => {
    const sealed = await sealedWorld();
    const { connections } = sealed.deps;
    const birch = await connections.get({ operatorId: 'birch', provider: 'stora' });
    const acorn = await connections.get({ operatorId: 'acorn', provider: 'stora' });
    if (birch === undefined || acorn === undefined) throw new Error('Not seeded.');
    connections.seed({ ...acorn, sealedTokens: birch.sealedTokens });

    expect(await sealed.run()).toMatchObject({ rewrapped: 11, unreadable: 1 });
  });

  it('trusts no index: rows of an operator that no list shows are wrapped anew', async () => {
    const sealed = await sealedWorld();
    sealed.world.operators.list = async () => [];
    sealed.world.operators.removals = async () => [];

    expect(await sealed.run()).toMatchObject({ rewrapped: 12 });
  });

  it('wraps the secrets of a former endpoint and a sign-in under way anew', async () => {
    const sealed = await sealedWorld();
    const { vault, authorizations, clock } = sealed.world;
    const owner = { operatorId: 'acorn', provider: 'stora', epoch: 7 } as const;
    const sealedSecrets = [await vault.seal('whsec_0', { ...owner, purpose: 'webhook-secret' })];
    const former = {
      endpointId: 'former',
      operatorId: 'acorn',
      epoch: 7,
      sourceEndpointId: 'we_0',
    };
    await sealed.deps.endpoints.put({ ...former, sealedSecrets });
    const verifier = { ...owner, epoch: 0, purpose: 'pkce-verifier' } as const;
    await authorizations.put({
      ...owner,
      stateHash: 'state',
      sealedVerifier: await vault.seal('verifier', verifier),
      browserHash: 'browser',
      linkId: 'link',
      expiresAtEpochMs: clock.nowEpochMs() + 600_000,
    });

    expect(await sealed.run()).toMatchObject({ rewrapped: 14, current: 0 });

    const secrets = (await sealed.deps.endpoints.get('former'))?.sealedSecrets ?? [];
    const waiting = await authorizations.consume('state');
    expect(await vault.open(waiting?.sealedVerifier ?? '', verifier)).toBe('verifier');
    expect(
      [...secrets, waiting?.sealedVerifier ?? ''].map((text) => sealed.rewrapper.wrapped.has(text)),
    ).toEqual([true, true]);
  });

  it('leaves a sign-in to its browser that comes back meanwhile', async () => {
    const sealed = await sealedWorld();
    const { vault, authorizations, clock } = sealed.world;
    const owner = { operatorId: 'acorn', provider: 'xero' } as const;
    await authorizations.put({
      ...owner,
      stateHash: 'state',
      sealedVerifier: await vault.seal('v', { ...owner, epoch: 0, purpose: 'pkce-verifier' }),
      browserHash: 'browser',
      linkId: 'link',
      expiresAtEpochMs: clock.nowEpochMs() + 600_000,
    });
    sealed.rewrapper.meanwhile = async ({ purpose }) => {
      if (purpose === 'pkce-verifier') await authorizations.consume('state');
    };

    expect(await sealed.run()).toMatchObject({ rewrapped: 12, moved: 0 });
    expect(authorizations.all()).toEqual([]);
  });

  it('looks again until it finds nothing more: a row that is written behind its back is not missed', async () => {
    const sealed = await sealedWorld();
    let isWritten = false;
    sealed.rewrapper.meanwhile = async () => {
      if (isWritten) return;
      isWritten = true;
      await sealed.world.seedConnection({ operatorId: 'aaron', provider: 'stora' });
    };

    expect(await sealed.run()).toMatchObject({ rewrapped: 13 });
  });
});
