import { describe, expect, it } from 'vitest';
import { refreshDueConnections } from '../../../shared/application/connect/refresh-due-connections.ts';
import { RecordingTokenRefreshQueue } from '../../fakes/recording-queues.ts';
import { connectWorld } from './connect-world.ts';

const minuteMs = 60_000;

async function worldToSweep() {
  const world = await connectWorld();
  const repaired: string[] = [];
  const refreshes = new RecordingTokenRefreshQueue();
  const deps = {
    ...world,
    refreshes,
    ensureWebhookEndpoint: async (operatorId: string) => void repaired.push(operatorId),
  };
  const now = world.clock.nowEpochMs();
  const sweep = (untilEpochMs = now + 60 * minuteMs) => refreshDueConnections(deps, untilEpochMs);
  const ending = (leftMinutes: number) => ({
    expiresAtEpochMs: now + leftMinutes * minuteMs,
    endpointId: 'there',
  });
  return { world, refreshes, repaired, sweep, ending, deps };
}

describe('refreshDueConnections', () => {
  it('sends what ends soon to be refreshed, each provider by its own rhythm', async () => {
    const { world, refreshes, sweep, ending } = await worldToSweep();
    await world.seedConnection({ operatorId: 'soon', tokenVersion: 7, epoch: 2, ...ending(29) });
    await world.seedConnection({ operatorId: 'later', ...ending(31) });
    await world.seedConnection({ operatorId: 'ledger', provider: 'xero', ...ending(16) });

    expect(await sweep()).toEqual({ sent: 1, fresh: 2, failed: 0, repaired: 0, left: 0 });
    expect(refreshes.messages()).toEqual([
      { schemaVersion: 1, operatorId: 'soon', provider: 'stora', epoch: 2, tokenVersion: 7 },
    ]);
    expect(world.providers.stora.refreshes).toEqual([]);
  });

  it('sends one message for a token, however often it sweeps', async () => {
    const { world, refreshes, sweep, ending } = await worldToSweep();
    await world.seedConnection(ending(3));

    await sweep();
    await sweep();

    expect(refreshes.messages()).toHaveLength(1);
  });

  it('counts a connection whose token ended long ago, and goes on sending it', async () => {
    const { world, refreshes, sweep, ending } = await worldToSweep();
    await world.seedConnection({ operatorId: 'fine', ...ending(-59) });
    await world.seedConnection({ operatorId: 'stuck', ...ending(-61) });
    await world.seedConnection({ operatorId: 'idle', provider: 'xero', ...ending(-31 * 1_440) });

    expect(await sweep()).toMatchObject({ sent: 3 });
    expect(Object.fromEntries(world.log.counts)).toEqual({
      ConnectionOverdue: 1,
      ConnectionNearIdleLimit: 1,
    });
    expect(refreshes.messages()).toHaveLength(3);
  });

  it('goes on with the others when one fails', async () => {
    const { world, refreshes, sweep, ending } = await worldToSweep();
    await world.seedConnection({ operatorId: 'a', ...ending(0) });
    await world.seedConnection({ operatorId: 'b', ...ending(1) });
    refreshes.faults.failNext('send', new Error('SQS is away.'));

    expect(await sweep()).toMatchObject({ sent: 1, failed: 1 });
    expect(world.log.counts.get('SweepFailed')).toBe(1);
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

  it('registers an endpoint also while refreshes cannot be sent', async () => {
    const { world, refreshes, repaired, sweep, ending } = await worldToSweep();
    const { expiresAtEpochMs } = ending(0);
    await world.seedConnection({ operatorId: 'half-made', expiresAtEpochMs });
    refreshes.faults.failNext('send', new Error('SQS is away.'));

    expect(await sweep()).toMatchObject({ failed: 1 });

    expect(repaired).toEqual(['half-made']);
  });

  it('starts nothing once its time is up', async () => {
    const { world, refreshes, sweep, ending } = await worldToSweep();
    await world.seedConnection({ operatorId: 'a', ...ending(0) });

    expect(await sweep(world.clock.nowEpochMs())).toMatchObject({ left: 1, sent: 0 });
    expect(refreshes.messages()).toEqual([]);
  });

  it('sends all that is due although eight repairs hang, and repairs the ninth', async () => {
    const { world, refreshes, ending, deps } = await worldToSweep();
    const { expiresAtEpochMs } = ending(90);
    const hanging = Array.from({ length: 8 }, (_, index) => `hanging-${index}`);
    for (const operatorId of [...hanging, 'ninth']) {
      await world.seedConnection({ operatorId, expiresAtEpochMs });
    }
    await world.seedConnection({ operatorId: 'urgent', ...ending(100), tokenVersion: 3 });
    await world.seedConnection({ operatorId: 'due', ...ending(1) });
    // The eight end when the ninth was asked: were it to wait for them, none would end.
    const ninth = Promise.withResolvers<void>();
    const ensureWebhookEndpoint = async (operatorId: string) => {
      if (operatorId.startsWith('hanging')) return ninth.promise;
      ninth.resolve();
    };

    const until = world.clock.nowEpochMs() + 10 * minuteMs;
    const counts = await refreshDueConnections({ ...deps, ensureWebhookEndpoint }, until);

    expect(refreshes.messages()).toHaveLength(1);
    expect(counts).toMatchObject({ sent: 1, repaired: 9, left: 0 });
  });

  it('begins its repairs with another one each time', async () => {
    const { world, repaired, sweep, ending } = await worldToSweep();
    const { expiresAtEpochMs } = ending(90);
    for (const operatorId of ['a', 'b', 'c']) {
      await world.seedConnection({ operatorId, expiresAtEpochMs });
    }

    for (let tick = 0; tick < 3; tick += 1) {
      await sweep(world.clock.nowEpochMs() + minuteMs);
      world.clock.advance(5 * minuteMs);
    }

    expect(new Set([0, 3, 6].map((first) => repaired[first])).size).toBeGreaterThan(1);
  });
});
