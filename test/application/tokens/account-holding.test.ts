import { describe, expect, it } from 'vitest';
import {
  claimAccount,
  confirmAccount,
  releaseAccount,
} from '../../../shared/application/tokens/account-holding.ts';
import { retireLoose } from '../../../shared/application/tokens/retire-pair.ts';
import { anOperator, anOperatorId } from '../../builders/an-operator.ts';
import { connectWorld } from '../connect/connect-world.ts';

const account = { id: 'tenant-1', name: 'Harbour Storage Ltd' };
const holding = { operatorId: anOperatorId, provider: 'xero', account } as const;

async function held() {
  const world = await connectWorld();
  await world.operators.add(anOperator({ operatorId: 'rival' }));
  await claimAccount(world, holding);
  await confirmAccount(world, holding);
  const retire = async () => {
    const tokens = { accessToken: 'a' };
    await retireLoose(world, { ...holding, epoch: 1, tokens, expiresAtEpochMs: 0 });
    const pairs = await world.retiredPairs.list(anOperatorId);
    return pairs.at(-1)?.pairId ?? '';
  };
  return { world, retire, count: () => world.accountHolders.all().length };
}

describe('letting go of a company', () => {
  it('happens when nothing of the operator needs it any more', async () => {
    const { world, count } = await held();
    await world.seedConnection({ ...holding, status: 'disconnecting' });

    await releaseAccount(world, holding);

    expect(count()).toBe(0);
  });

  it.each(['connected', 'needs_reconnect', 'disconnecting'] as const)(
    'waits, after a retired pair ended, for a connection that is %s',
    async (status) => {
      const { world, retire, count } = await held();
      await world.seedConnection({ ...holding, status });

      await releaseAccount(world, { ...holding, pairId: await retire() });

      expect(count()).toBe(1);
    },
  );

  it('waits for the last of several pairs that are to be ended', async () => {
    const { world, retire, count } = await held();
    const [first, second] = [await retire(), await retire()];
    await releaseAccount(world, { ...holding, pairId: first });
    expect(count()).toBe(1);
    const { provider } = holding;
    await world.retiredPairs.remove({ operatorId: anOperatorId, provider, pairId: first });

    await releaseAccount(world, { ...holding, pairId: second });

    expect(count()).toBe(0);
  });

  it('leaves what another operator holds', async () => {
    const { world, count } = await held();

    await releaseAccount(world, { ...holding, operatorId: 'rival' });

    expect(count()).toBe(1);
  });
});

describe('a company that two let go of and claim all the time', () => {
  it('is left for later instead of being claimed on what was seen before', async () => {
    const { world } = await held();
    const accountHolders = {
      get: async () => undefined,
      put: async () => false,
      remove: async () => undefined,
    };

    expect(await claimAccount({ ...world, accountHolders }, holding)).toEqual({
      kind: 'contended',
    });
  });
});
