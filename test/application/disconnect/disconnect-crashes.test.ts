import { describe, expect, it } from 'vitest';
import { disconnect } from '../../../shared/application/disconnect/disconnect.ts';
import { CrashPlan, survives } from './crash-plan.ts';
import { type LeavingWorld, leavingWorld, operatorId, type RotationMode } from './leaving-world.ts';

/** More points than any run has; the loop ends at the run that came through. */
const pointsAtMost = 400;
const modes: RotationMode[] = ['revoke-on-use', 'revoke-at-once'];

async function expectGone(world: LeavingWorld, provider: 'stora' | 'xero', plan: CrashPlan) {
  const row = await world.connections.get({ operatorId, provider });
  expect(row, plan.diedAt).toMatchObject({ status: 'disconnected', sealedTokens: '', epoch: 2 });
  expect(await world.retiredPairs.list(operatorId), plan.diedAt).toEqual([]);
  const types = world.activities.all().map(({ type }) => type);
  expect(types, plan.diedAt).toEqual(['connection.disconnecting', 'connection.disconnected']);
}

describe.each(modes)('disconnecting Stora in mode %s, killed at every point', (rotationMode) => {
  it.each(['fresh', 'expired'])('ends everything with a %s access token', async (age) => {
    let point = 0;
    for (; point < pointsAtMost; point += 1) {
      const world = await leavingWorld({ rotationMode });
      await world.connectStora();
      if (age === 'expired') world.clock.advance(3 * 3_600_000);
      const plan = new CrashPlan(point);
      const wish = { operatorId, provider: 'stora', actor: 'operator' } as const;

      const isThrough = await survives(plan, () => disconnect(world.depsOf(plan), wish));
      // The person presses again, because the page said that it did not work.
      if (!isThrough) await disconnect(world.depsOf(), wish);
      await world.tend();

      await expectGone(world, 'stora', plan);
      // With the only live pair lost nobody can switch the endpoint off; it is refused here.
      if (!plan.hasUnkeptPair || rotationMode === 'revoke-on-use') {
        expect(world.enabledEndpoints(), plan.diedAt).toEqual([]);
      }
      expect(await world.endpoints.get('endpoint_0123456789'), plan.diedAt).toBeUndefined();
      // A pair whose answer died with the worker is known to nobody, not even to us.
      expect(world.livePairs(), plan.diedAt).toHaveLength(plan.hasUnkeptPair ? 1 : 0);
      if (isThrough) break;
    }
    expect(point).toBeGreaterThan(30);
    expect(point).toBeLessThan(pointsAtMost);
  });
});

describe('disconnecting Xero, killed at every point', () => {
  it.each(['fresh', 'expired'])('ends everything with a %s access token', async (age) => {
    let point = 0;
    for (; point < pointsAtMost; point += 1) {
      const world = await leavingWorld();
      const pair = await world.connectXero();
      if (age === 'expired') world.clock.advance(3_600_000);
      const plan = new CrashPlan(point);
      const wish = { operatorId, provider: 'xero', actor: 'operator' } as const;

      const isThrough = await survives(plan, () => disconnect(world.depsOf(plan), wish));
      if (!isThrough) await disconnect(world.depsOf(), wish);
      await world.tend();

      await expectGone(world, 'xero', plan);
      const answer = await world.providers.xero.refresh(pair.refreshToken ?? '');
      expect(answer.kind, plan.diedAt).toBe('grant_refused');
      if (isThrough) break;
    }
    expect(point).toBeGreaterThan(20);
    expect(point).toBeLessThan(pointsAtMost);
  });
});
