import { describe, expect, it } from 'vitest';
import { disconnect } from '../../../shared/application/disconnect/disconnect.ts';
import {
  claimAccount,
  confirmAccount,
  letGoOfClaim,
} from '../../../shared/application/tokens/account-holding.ts';
import { endTakingOut, markTakingOut } from '../../../shared/application/tokens/taking-out.ts';
import { anOperator, anOperatorId } from '../../builders/an-operator.ts';
import { connectWorld } from './connect-world.ts';
import { consentWorld } from './consent-world.ts';

const account = { id: 'tenant-1', name: 'Harbour Storage Ltd' };
const own = { operatorId: anOperatorId, provider: 'xero', account } as const;
const rival = { ...own, operatorId: 'rival' } as const;

async function twoOperators() {
  const world = await connectWorld();
  await world.operators.add(anOperator({ operatorId: 'rival' }));
  return world;
}

/** Claimed, connected and confirmed. */
async function holdingWorld() {
  const world = await twoOperators();
  await claimAccount(world, own);
  await world.seedConnection(own);
  await confirmAccount(world, own);
  return world;
}

describe('a company that is being taken out', () => {
  it.each([own, rival])(
    'is connected by nobody until that is through: $operatorId',
    async (who) => {
      const world = await twoOperators();
      await markTakingOut(world, own);
      expect(await claimAccount(world, who)).toEqual({ kind: 'contended' });

      await endTakingOut(world, own);

      expect(await claimAccount(world, who)).toMatchObject({ kind: 'held' });
    },
  );

  it('may be connected a minute later when nobody said that it is through', async () => {
    const world = await twoOperators();
    await markTakingOut(world, own);
    world.clock.advance(60_000);

    expect(await claimAccount(world, rival)).toMatchObject({ kind: 'held' });
  });

  it('is its holder’s as before afterwards', async () => {
    const world = await holdingWorld();
    const [before] = world.accountHolders.all();
    await markTakingOut(world, rival);
    await endTakingOut(world, rival);

    const claimId = expect.any(String);
    expect(world.accountHolders.all()).toEqual([{ ...before, claimId }]);
  });

  it('is marked once more by the same operator, whose worker died, and by no other', async () => {
    const world = await twoOperators();
    await markTakingOut(world, own);

    await expect(markTakingOut(world, rival)).rejects.toThrow('account_contended');
    await markTakingOut(world, own);
    await endTakingOut(world, own);

    expect(world.accountHolders.all()).toEqual([]);
  });
});

describe('a company that somebody connects at this moment', () => {
  it.each([own, rival])('is not taken out, by whomever: $operatorId', async (who) => {
    const world = await twoOperators();
    const claim = await claimAccount(world, own);
    await expect(markTakingOut(world, who)).rejects.toThrow('account_contended');
    if (claim.kind === 'held') await letGoOfClaim(world, claim);

    await markTakingOut(world, who);
  });

  it('is not taken out either where its holder connects it anew', async () => {
    const world = await holdingWorld();
    const claim = await claimAccount(world, own);
    await expect(markTakingOut(world, rival)).rejects.toThrow('account_contended');
    if (claim.kind === 'held') await letGoOfClaim(world, claim);

    const [holder] = world.accountHolders.all();
    expect(holder).toMatchObject({ operatorId: anOperatorId });
    expect(holder?.connectingUntilEpochMs).toBeUndefined();
  });
});

describe('connecting and taking out through one person', () => {
  it('connects nothing that was taken out after it was listed', async () => {
    const world = await consentWorld();
    await world.add('acorn');
    const { xero } = world;
    const accountsOf = xero.accountsOf.bind(xero);
    xero.accountsOf = async (token: string) => {
      const listed = await accountsOf(token);
      for (const one of listed) await xero.disconnectAccount?.(token, one, async () => undefined);
      return listed;
    };

    const result = await world.connect({ operatorId: 'acorn', ticks: ['acorn'] });

    expect(result).toEqual({ kind: 'provider_unavailable', provider: 'xero' });
    expect(await world.rowOf('acorn')).toBeUndefined();
    expect(world.accountHolders.all()).toEqual([]);
    xero.accountsOf = accountsOf;
    expect((await world.connect({ operatorId: 'acorn', ticks: ['acorn'] })).kind).toBe('connected');
  });

  it('leaves later what its operator connects anew at this moment', async () => {
    const world = await consentWorld();
    await world.add('acorn');
    await world.connect({ operatorId: 'acorn', ticks: ['acorn'] });
    const wish = {
      ...own,
      operatorId: 'acorn',
      account: { ...account, id: world.tenantOf('acorn') },
    };
    const claim = await claimAccount(world, wish);

    const end = await disconnect(world.leaving, { ...wish, actor: 'operator' });

    expect(end).toMatchObject({ kind: 'wait', reason: 'account_contended' });
    expect(world.standing()).toEqual(['fran acorn']);
    if (claim.kind === 'held') await letGoOfClaim(world, claim);
    await world.tend();
    expect(world.standing()).toEqual([]);
  });
});
