import { describe, expect, it } from 'vitest';
import { chooseAccount } from '../../../shared/application/connect/choose-account.ts';
import { CrashPlan, survives } from '../disconnect/crash-plan.ts';
import { type ConsentWorld, consentWorld } from './consent-world.ts';

const pointsAtMost = 100;

/** The same use case in a worker that dies where the plan says. */
function dying({ completion }: ConsentWorld, plan: CrashPlan): ConsentWorld['completion'] {
  return {
    ...completion,
    accountHolders: plan.around('accountHolders', completion.accountHolders),
    activities: plan.around('activities', completion.activities),
    connections: plan.around('connections', completion.connections),
    operators: plan.around('operators', completion.operators),
    retiredPairs: plan.around('retiredPairs', completion.retiredPairs),
    vault: plan.around('vault', completion.vault),
    waitingGrants: plan.around('waitingGrants', completion.waitingGrants),
    providers: {
      ...completion.providers,
      xero: plan.around('xero', completion.providers.xero),
    },
  };
}

describe('two organisations of which one is the operator’s own, killed at every point', () => {
  it('leaves at Xero what is connected, and never what was ticked beside it', async () => {
    let point = 0;
    for (; point < pointsAtMost; point += 1) {
      const world = await consentWorld();
      await world.add('harbour');
      await world.connect({ operatorId: 'harbour', ticks: ['harbour'] });
      await world.disconnect('harbour');
      const plan = new CrashPlan(point);
      const deps = dying(world, plan);
      const ticks = ['acorn', 'harbour'];

      const isThrough = await survives(plan, () =>
        world.connect({ operatorId: 'harbour', ticks, deps }),
      );
      await world.tend(8);

      const isConnected = (await world.rowOf('harbour'))?.status === 'connected';
      expect(await world.isServed('harbour'), plan.diedAt).toBe(isConnected);
      if (isConnected) expect(world.standing(), plan.diedAt).toEqual(['fran harbour']);
      if (isThrough) break;
    }
    expect(point).toBeGreaterThan(10);
    expect(point).toBeLessThan(pointsAtMost);
  });
});

describe('choosing one of two organisations, killed at every point', () => {
  it('leaves at Xero what is connected, and nothing else, and the company to its operator', async () => {
    let point = 0;
    for (; point < pointsAtMost; point += 1) {
      const world = await consentWorld();
      await world.add('harbour', 'rival');
      const session = await world.visit('harbour');
      await world.connect({ operatorId: 'harbour', ticks: ['acorn', 'harbour'], session });
      const plan = new CrashPlan(point);
      const deps = dying(world, plan);
      const answer = { accountId: world.tenantOf('harbour') };

      const isThrough = await survives(plan, () =>
        chooseAccount(deps, { session, provider: 'xero' }, answer),
      );
      await world.tend(8);

      const row = await world.rowOf('harbour');
      expect(world.standing(), plan.diedAt).toEqual(row === undefined ? [] : ['fran harbour']);
      expect(await world.isServed('harbour'), plan.diedAt).toBe(row !== undefined);
      expect(await world.waitingGrants.list('harbour'), plan.diedAt).toEqual([]);
      const rival = await world.connect({ operatorId: 'rival', ticks: ['harbour'] });
      const expected = row === undefined ? 'connected' : 'account_taken';
      expect(rival.kind, plan.diedAt).toBe(expected);
      if (isThrough) break;
    }
    expect(point).toBeGreaterThan(10);
    expect(point).toBeLessThan(pointsAtMost);
  });
});
