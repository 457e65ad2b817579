import { describe, expect, it } from 'vitest';
import { completeAuthorization } from '../../../shared/application/connect/complete-authorization.ts';
import { beginDisconnect } from '../../../shared/application/disconnect/disconnect.ts';
import {
  beginRemoval,
  continueRemoval,
} from '../../../shared/application/disconnect/remove-operator.ts';
import { openTokenPair, sealTokenPair } from '../../../shared/application/tokens/token-pairs.ts';
import { anOperator, anOperatorId } from '../../builders/an-operator.ts';
import { connectWorld } from './connect-world.ts';
import { amira, type ConsentWorld, consentWorld, fran } from './consent-world.ts';
import { started } from './started-visit.ts';

describe.each(['stora', 'xero'] as const)(
  'a company at %s that another operator has',
  (provider) => {
    async function twoOperators() {
      const world = await connectWorld();
      await world.operators.add(anOperator({ operatorId: 'rival', name: 'Rival Storage' }));
      await completeAuthorization(world.completion, await started(world, { provider }));
      return world;
    }

    it('is not connected again, changes nothing there, and is noted once', async () => {
      const world = await twoOperators();
      const before = await world.connections.get({ operatorId: anOperatorId, provider });

      const visit = await started(world, { provider, operatorId: 'rival' });
      const result = await completeAuthorization(world.completion, visit);

      const account = 'Harbour Storage Ltd';
      expect(result).toEqual({ kind: 'account_taken', provider, account });
      expect(await world.connections.list('rival')).toEqual([]);
      expect(await world.connections.get({ operatorId: anOperatorId, provider })).toEqual(before);
      expect(world.providers[provider].revocations).toEqual([]);
      expect(world.providers[provider].disconnected).toEqual([]);
      const notes = world.activities.all().filter(({ operatorId }) => operatorId === 'rival');
      const types = notes.map(({ type }) => type).filter((type) => type.startsWith('connection.'));
      expect(types).toEqual(['connection.account_taken']);
    });

    it('tells nothing of that operator', async () => {
      const world = await twoOperators();

      const visit = await started(world, { provider, operatorId: 'rival' });
      const result = await completeAuthorization(world.completion, visit);

      expect(JSON.stringify(result)).not.toContain(anOperatorId);
      const notes = world.activities.all().filter(({ operatorId }) => operatorId === 'rival');
      expect(JSON.stringify(notes)).not.toContain(anOperatorId);
    });

    it('is not taken over by a confirmed switch either', async () => {
      const world = await twoOperators();
      const own = { id: 'rival-account', name: 'Rival Storage' };
      await world.seedConnection({ operatorId: 'rival', provider, account: own });
      const visit = await started(world, {
        provider,
        operatorId: 'rival',
        mayBeOtherAccount: true,
      });

      expect((await completeAuthorization(world.completion, visit)).kind).toBe('account_taken');

      const row = await world.connections.get({ operatorId: 'rival', provider });
      expect(row?.account).toEqual(own);
    });

    it('goes to one of two that connect it at the same moment', async () => {
      const world = await connectWorld();
      await world.operators.add(anOperator({ operatorId: 'rival' }));
      const visits = [
        await started(world, { provider }),
        await started(world, { provider, operatorId: 'rival' }),
      ];

      const results = await Promise.all(
        visits.map((visit) => completeAuthorization(world.completion, visit)),
      );

      expect(results.map(({ kind }) => kind).sort()).toEqual(['account_taken', 'connected']);
    });

    it.each(['connected', 'needs_reconnect', 'disconnecting'] as const)(
      'is found although it was connected before companies had holders: %s',
      async (status) => {
        const world = await connectWorld();
        await world.operators.add(anOperator({ operatorId: 'rival' }));
        const { account } = world.providers[provider];
        await world.seedConnection({ operatorId: 'rival', provider, status, account });

        const result = await completeAuthorization(
          world.completion,
          await started(world, { provider }),
        );

        expect(result.kind).toBe('account_taken');
        const holders = world.accountHolders.all().map((holder) => holder.operatorId);
        expect(holders).not.toContain(anOperatorId);
      },
    );

    it('is free once the other operator is disconnected, also where nobody noted that', async () => {
      const world = await twoOperators();
      const row = await world.connections.get({ operatorId: anOperatorId, provider });
      if (row === undefined) throw new Error('Not connected.');
      world.connections.seed({ ...row, status: 'disconnected', sealedTokens: '' });

      const visit = await started(world, { provider, operatorId: 'rival' });

      expect((await completeAuthorization(world.completion, visit)).kind).toBe('connected');
      expect(world.accountHolders.all()).toMatchObject([{ operatorId: 'rival' }]);
    });

    it('is free a quarter of an hour after a worker died between claim and connection', async () => {
      const world = await connectWorld();
      await world.operators.add(anOperator({ operatorId: 'rival' }));
      world.connections.faults.failNext('replace', new Error('killed'));
      const killed = completeAuthorization(world.completion, await started(world, { provider }));
      await expect(killed).rejects.toThrow('killed');
      const again = async () =>
        completeAuthorization(
          world.completion,
          await started(world, { provider, operatorId: 'rival' }),
        );

      expect((await again()).kind).toBe('account_taken');
      world.clock.advance(15 * 60_000);

      expect((await again()).kind).toBe('connected');
    });

    it('stays the operator’s own through reconnects, without an end', async () => {
      const world = await twoOperators();
      await completeAuthorization(world.completion, await started(world, { provider }));

      const [holder, ...others] = world.accountHolders.all();
      expect(others).toEqual([]);
      expect(holder).toMatchObject({ provider, operatorId: anOperatorId, accountId: 'account-1' });
      expect(holder?.expiresAtEpochMs).toBeUndefined();
    });
  },
);

describe('a bookkeeping firm with two operators at Xero', () => {
  it('is refused the same organisation by the same person, whose connection stays', async () => {
    const world = await firm();
    await world.connect({ operatorId: 'acorn', ticks: ['acorn'] });
    world.clock.advance(3_600_000);

    const result = await world.connect({ operatorId: 'rival', ticks: [] });

    const account = 'Acorn Self Storage Ltd';
    expect(result).toEqual({ kind: 'account_taken', provider: 'xero', account });
    expect(world.standing()).toEqual(['fran acorn']);
    expect(await world.isServed('acorn')).toBe(true);
  });

  it('is refused it seconds after the first connected it, and cuts nobody off', async () => {
    const world = await firm();
    await world.connect({ operatorId: 'acorn', ticks: ['acorn'] });

    expect((await world.connect({ operatorId: 'rival', ticks: [] })).kind).toBe('account_taken');

    expect(world.standing()).toEqual(['fran acorn']);
    expect(await world.isServed('acorn')).toBe(true);
  });

  it('gives back what a second person added for it, and spares the first person’s', async () => {
    const world = await firm();
    await world.connect({ operatorId: 'acorn', ticks: ['acorn'], userId: fran });

    const result = await world.connect({ operatorId: 'rival', ticks: ['acorn'], userId: amira });

    expect(result.kind).toBe('account_taken');
    expect(world.standing()).toEqual(['fran acorn']);
    expect(await world.isServed('acorn')).toBe(true);
    expect(world.typesOf('rival')).toEqual(['connection.given_back', 'connection.account_taken']);
  });

  it('keeps what the other one is connecting at this very moment through the same person', async () => {
    const world = await firm();
    const claim = { claimId: 'c', claimedAt: world.clock.nowIso() };
    const accountId = world.tenantOf('acorn');
    const expiresAtEpochMs = world.clock.nowEpochMs() + 600_000;
    const rival = { provider: 'xero', accountId, operatorId: 'rival', expiresAtEpochMs } as const;
    await world.accountHolders.put({ ...claim, ...rival }, undefined);

    const result = await world.connect({ operatorId: 'acorn', ticks: ['acorn'] });

    expect(result.kind).toBe('account_taken');
    expect(world.standing()).toEqual(['fran acorn']);
  });

  it('keeps the one connected when the same person disconnects, switches or removes the other', async () => {
    const world = await firm();
    await world.connect({ operatorId: 'acorn', ticks: ['acorn'] });
    await world.connect({ operatorId: 'rival', ticks: ['harbour'] });

    const toClient = { operatorId: 'rival', ticks: ['client-1'], mayBeOtherAccount: true };
    expect((await world.connect(toClient)).kind).toBe('connected');
    await world.tend();
    expect(world.standing()).toEqual(['fran acorn', 'fran client-1']);
    expect(await world.isServed('acorn')).toBe(true);
    expect(await world.disconnect('rival')).toMatchObject({ kind: 'disconnected' });

    expect(world.standing()).toEqual(['fran acorn']);
    expect(await world.isServed('acorn')).toBe(true);
  });

  it('may connect what the other one switched away from, once that is ended there', async () => {
    const world = await firm();
    await world.connect({ operatorId: 'acorn', ticks: ['acorn'] });
    const away = { operatorId: 'acorn', ticks: ['client-1'], mayBeOtherAccount: true };
    await world.connect(away);
    world.clock.advance(3_600_000);

    const early = await world.connect({ operatorId: 'rival', ticks: ['acorn'], userId: amira });
    expect(early.kind).toBe('account_taken');
    await world.tend();
    const freed = world.accountHolders.all().map(({ accountId }) => accountId);
    expect(freed).toEqual([world.tenantOf('client-1')]);
    const late = await world.connect({ operatorId: 'rival', ticks: ['acorn'], userId: amira });

    expect(late.kind).toBe('connected');
    expect(world.standing().sort()).toEqual(['amira acorn', 'fran client-1']);
    expect([await world.isServed('acorn'), await world.isServed('rival')]).toEqual([true, true]);
  });

  it('lets an organisation go with the disconnect, and with a removal', async () => {
    const world = await firm();
    await world.connect({ operatorId: 'acorn', ticks: ['acorn'] });
    await world.connect({ operatorId: 'rival', ticks: ['harbour'] });
    await world.disconnect('acorn');
    expect(world.accountHolders.all().map(({ operatorId }) => operatorId)).toEqual(['rival']);

    await beginRemoval(world.leaving, { operatorId: 'rival', actor: 'partner' });
    await continueRemoval(world.leaving, 'rival');

    expect(world.accountHolders.all()).toEqual([]);
    expect(world.standing()).toEqual([]);
  });

  it('that shares one from before is not cut off by the disconnect of one', async () => {
    const world = await sharing();

    expect(await world.disconnect('rival')).toMatchObject({ kind: 'disconnected' });

    expect(world.standing()).toEqual(['fran acorn']);
    expect(await world.isServed('acorn')).toBe(true);
    expect(world.accountHolders.all().map(({ operatorId }) => operatorId)).toEqual(['acorn']);
  });

  it('leaves nothing alive of one from before when both who share it leave at once', async () => {
    const world = await sharing();
    const ids = ['acorn', 'rival'];
    for (const operatorId of ids) {
      await beginDisconnect(world.leaving, { operatorId, provider: 'xero', actor: 'operator' });
    }

    await Promise.all(ids.map((operatorId) => world.disconnect(operatorId)));
    await world.tend(2);

    const rows = await Promise.all(ids.map((operatorId) => world.rowOf(operatorId)));
    expect(rows.map((row) => row?.status)).toEqual(['disconnected', 'disconnected']);
    expect(world.standing()).toEqual([]);
  });
});

/** Both have the same organisation, as it could come about before companies had holders. */
async function sharing(): Promise<ConsentWorld> {
  const world = await firm();
  await world.connect({ operatorId: 'acorn', ticks: ['acorn'] });
  const shared = await world.rowOf('acorn');
  if (shared === undefined) throw new Error('Not connected.');
  const { sealedTokens: _own, ...facts } = { ...shared, operatorId: 'rival' };
  const pair = await openTokenPair(world.vault, shared);
  const sealedTokens = await sealTokenPair(world.vault, facts, pair);
  world.connections.seed({ ...facts, sealedTokens });
  return world;
}

async function firm(): Promise<ConsentWorld> {
  const world = await consentWorld();
  await world.add('acorn', 'rival');
  return world;
}
