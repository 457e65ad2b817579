import { describe, expect, it } from 'vitest';
import { retireLoose } from '../../../shared/application/tokens/retire-pair.ts';
import { anOperator } from '../../builders/an-operator.ts';
import { leavingWorld, operatorId } from './leaving-world.ts';

describe('the pair of a company that was refused because another operator has it', () => {
  it('is revoked at Stora and nothing else, not even an endpoint whose secret is on its way', async () => {
    const world = await leavingWorld();
    await world.operators.add(anOperator({ operatorId: 'rival' }));
    await world.connectStora();
    await world.endpoints.remove('endpoint_0123456789');
    const account = { id: 'acorn.stora.test', name: 'Acorn Self Storage' };
    const expiresAtEpochMs = world.clock.nowEpochMs() + 7_200_000;
    const refused = { operatorId: 'rival', provider: 'stora', epoch: 0, account } as const;
    const tokens = world.issueStoraPair();
    await retireLoose(world.depsOf(), { ...refused, tokens, expiresAtEpochMs });
    expect(world.livePairs()).toHaveLength(2);

    await world.tend(1);

    expect(await world.retiredPairs.list('rival')).toEqual([]);
    expect(world.livePairs()).toHaveLength(1);
    expect(world.enabledEndpoints()).toHaveLength(1);
    const row = await world.connections.get({ operatorId, provider: 'stora' });
    expect(row?.status).toBe('connected');
  });
});
