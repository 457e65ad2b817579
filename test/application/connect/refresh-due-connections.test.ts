import { describe, expect, it } from 'vitest';
import { createAccessTokens } from '../../../shared/application/connect/access-tokens.ts';
import { refreshDueConnections } from '../../../shared/application/connect/refresh-due-connections.ts';
import { connectWorld } from './connect-world.ts';

const minuteMs = 60_000;

async function worldToSweep() {
  const world = await connectWorld();
  const repaired: string[] = [];
  const deps = {
    ...world,
    tokens: createAccessTokens(world),
    ensureWebhookEndpoint: async (operatorId: string) => void repaired.push(operatorId),
  };
  const now = world.clock.nowEpochMs();
  const sweep = (untilEpochMs = now + 60 * minuteMs) => refreshDueConnections(deps, untilEpochMs);
  const ending = (leftMinutes: number) => ({
    expiresAtEpochMs: now + leftMinutes * minuteMs,
    endpointId: 'there',
  });
  return { world, repaired, sweep, ending };
}

describe('refreshDueConnections', () => {
  it('refreshes what ends within fifteen minutes and leaves the rest', async () => {
    const { world, sweep, ending } = await worldToSweep();
    await world.seedConnection({ operatorId: 'soon', ...ending(14) });
    await world.seedConnection({ operatorId: 'later', ...ending(90) });

    expect(await sweep()).toMatchObject({ refreshed: 1, fresh: 1, failed: 0 });
    expect(world.providers.stora.refreshes).toHaveLength(1);
  });

  it('goes on with the others when one fails', async () => {
    const { world, sweep, ending } = await worldToSweep();
    await world.seedConnection({ operatorId: 'a', ...ending(0) });
    await world.seedConnection({ operatorId: 'b', ...ending(1) });
    world.providers.stora.nextRefresh({ kind: 'unknown', retryAfterSeconds: 60 });

    expect(await sweep()).toMatchObject({ refreshed: 1, failed: 1 });
    expect(world.log.counts.get('TokenRefreshFailed')).toBe(1);
  });

  it('registers the endpoint of a connection that was made without one', async () => {
    const { world, repaired, sweep, ending } = await worldToSweep();
    const { expiresAtEpochMs } = ending(90);
    await world.seedConnection({ operatorId: 'half-made', expiresAtEpochMs });
    await world.seedConnection({
      operatorId: 'just-now',
      expiresAtEpochMs,
      connectedAt: world.clock.nowIso(),
    });

    expect(await sweep()).toMatchObject({ repaired: 1, fresh: 1 });
    expect(repaired).toEqual(['half-made']);
  });

  it('starts nothing once its time is up', async () => {
    const { world, sweep, ending } = await worldToSweep();
    await world.seedConnection({ operatorId: 'a', ...ending(0) });

    expect(await sweep(world.clock.nowEpochMs())).toMatchObject({ left: 1, refreshed: 0 });
    expect(world.providers.stora.refreshes).toEqual([]);
  });
});
