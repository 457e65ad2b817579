import { describe, expect, it } from 'vitest';
import { claimAccount } from '../../../shared/application/tokens/account-holding.ts';
import type { Consent } from '../../../shared/application/tokens/consent.ts';
import { giveBack } from '../../../shared/application/tokens/give-back.ts';
import type { OauthProvider } from '../../../shared/ports/oauth-provider.ts';
import { connectWorld } from '../connect/connect-world.ts';

const account = { id: 'tenant-1', name: 'Acorn Self Storage Ltd', connectionId: 'connection-1' };

/** `meanwhile` comes between the first look and the call. */
async function givingBack(meanwhile: (world: Awaited<ReturnType<typeof connectWorld>>) => unknown) {
  const world = await connectWorld();
  const sent: string[] = [];
  const provider: OauthProvider = Object.assign(Object.create(world.providers.xero), {
    disconnectAccount: async (
      _token: string,
      { id }: { id: string },
      beforeSending: () => Promise<void>,
    ) => {
      await meanwhile(world);
      await beforeSending();
      sent.push(id);
      return { remaining: 0 };
    },
  });
  const deps = { ...world.completion, providers: { ...world.providers, xero: provider } };
  const consent: Consent = {
    operatorId: 'rival',
    provider: 'xero',
    linkId: 'link-1',
    mayBeOtherAccount: false,
    added: [account],
    grant: { accessToken: 'at', refreshToken: 'rt', expiresInSeconds: 1_800, scopes: '' },
  };
  const given = await giveBack(deps, consent, [account]);
  return { given, sent, waiting: await world.waitingGrants.list('rival') };
}

describe('a company that a consent added and nobody needs', () => {
  it('is given back', async () => {
    const { given, sent } = await givingBack(() => undefined);

    expect({ given, sent }).toEqual({ given: [account.name], sent: [account.id] });
  });

  it('is kept when another operator begins to connect it right before the call', async () => {
    const { given, sent, waiting } = await givingBack(({ accountHolders, clock }) =>
      accountHolders.put(
        {
          provider: 'xero',
          accountId: account.id,
          operatorId: 'acorn',
          claimId: 'claim-1',
          claimedAt: clock.nowIso(),
          expiresAtEpochMs: clock.nowEpochMs() + 900_000,
        },
        undefined,
      ),
    );

    expect({ given, sent, waiting }).toEqual({ given: [], sent: [], waiting: [] });
  });

  it('is given back later when its own operator connects it at this moment', async () => {
    const { given, sent, waiting } = await givingBack((world) =>
      claimAccount(world, { operatorId: 'rival', provider: 'xero', account }),
    );

    expect({ given, sent }).toEqual({ given: [], sent: [] });
    expect(waiting).toMatchObject([{ added: [account] }]);
  });

  it('is given back later when the worker stood still right after its look', async () => {
    const { given, sent, waiting } = await givingBack(({ connections, clock }) => {
      const get = connections.get.bind(connections);
      connections.get = async (key) => {
        clock.advance(2_001);
        return get(key);
      };
    });

    expect({ given, sent }).toEqual({ given: [], sent: [] });
    expect(waiting).toMatchObject([{ added: [account] }]);
  });
});
