import { describe, expect, it } from 'vitest';
import { refreshDueConnections } from '../../../shared/application/connect/refresh-due-connections.ts';
import { RecordingTokenRefreshQueue } from '../../fakes/recording-queues.ts';
import { connectWorld } from './connect-world.ts';

const minuteMs = 60_000;
const tickMs = 5 * minuteMs;

function manyIds(count: number): string[] {
  return Array.from({ length: count }, (_, n) => `operator-${n}`);
}

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

    // What is not due is not even read.
    expect(await sweep()).toEqual({ sent: 1, fresh: 0, failed: 0, repaired: 0, left: 0 });
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
    await world.seedConnection({ operatorId: 'b', provider: 'xero', ...ending(1) });
    refreshes.faults.failNext('sendAll', new Error('SQS is away.'));

    expect(await sweep()).toMatchObject({ sent: 1, failed: 1 });
    expect(world.log.counts.get('SweepFailed')).toBe(1);
  });

  it('counts those of a call that the queue did not take', async () => {
    const { world, refreshes, sweep, ending } = await worldToSweep();
    for (const operatorId of manyIds(25)) await world.seedConnection({ operatorId, ...ending(0) });
    refreshes.refused.add('operator-7');

    expect(await sweep()).toMatchObject({ sent: 24, failed: 1 });
    expect(refreshes.messages()).toHaveLength(24);
  });

  it('goes on with the others when a part of the index cannot be read', async () => {
    const { world, refreshes, sweep, ending } = await worldToSweep();
    for (const operatorId of manyIds(25)) await world.seedConnection({ operatorId, ...ending(0) });
    world.connections.faults.failNext('sweepPage', new Error('Throttled.'));

    expect(await sweep()).toMatchObject({ failed: 1 });
    expect(refreshes.messages().length).toBeGreaterThan(10);
  });

  it('finds more than a page of connections, and each once', async () => {
    const { world, refreshes, sweep, ending } = await worldToSweep();
    for (const operatorId of manyIds(450)) await world.seedConnection({ operatorId, ...ending(2) });

    expect(await sweep()).toMatchObject({ sent: 450, left: 0 });
    expect(new Set(refreshes.messages().map(({ operatorId }) => operatorId)).size).toBe(450);
  });

  it('believes the rows and not the index, which lags', async () => {
    const { world, refreshes, sweep, ending } = await worldToSweep();
    const { connections } = world;
    const dead = await world.seedConnection({ operatorId: 'dead', ...ending(0) });
    const fresh = await world.seedConnection({ operatorId: 'fresh', ...ending(0) });
    const page = { keys: [dead, fresh], next: undefined };
    connections.seed({ ...dead, status: 'needs_reconnect' });
    connections.seed({ ...fresh, ...ending(90) });
    const placed: string[] = [];
    connections.sweepPage = async () => page;
    connections.placeForSweep = async ({ operatorId }) => placed.push(operatorId) > 0;

    expect(await sweep()).toMatchObject({ sent: 0, failed: 0 });
    expect(refreshes.messages()).toEqual([]);
    expect(new Set(placed)).toEqual(new Set(['fresh']));
  });

  it('finds connections where versions before put them, once, and moves them', async () => {
    const { world, refreshes, sweep, ending } = await worldToSweep();
    const { connections } = world;
    connections.seedFormer(await world.seedConnection({ operatorId: 'due', ...ending(1) }));
    connections.seedFormer(await world.seedConnection({ operatorId: 'later', ...ending(90) }));

    expect(await sweep()).toMatchObject({ sent: 1, fresh: 1, failed: 0 });

    expect(refreshes.messages()).toMatchObject([{ operatorId: 'due' }]);
    const former = await connections.sweepPage({ kind: 'former' }, { atMost: 10 });
    expect(former.keys).toEqual([]);
    expect(await sweep()).toMatchObject({ sent: 1, fresh: 0 });
    world.clock.advance(61 * minuteMs);
    expect(await sweep(world.clock.nowEpochMs() + minuteMs)).toMatchObject({ sent: 2 });
  });

  it('registers one endpoint for a connection that it finds at both its places', async () => {
    const { world, repaired, sweep, ending } = await worldToSweep();
    const { connections } = world;
    const { expiresAtEpochMs } = ending(90);
    connections.seedFormer(await world.seedConnection({ operatorId: 'moved', expiresAtEpochMs }));
    const moved = Promise.withResolvers<void>();
    const place = connections.placeForSweep.bind(connections);
    connections.placeForSweep = async (row) => {
      const isPlaced = await place(row);
      moved.resolve();
      return isPlaced;
    };
    const sweepPage = connections.sweepPage.bind(connections);
    connections.sweepPage = async (part, span) => {
      if (part.kind === 'half_made') await moved.promise;
      return sweepPage(part, span);
    };

    expect(await sweep()).toMatchObject({ repaired: 1 });
    expect(repaired).toEqual(['moved']);
  });

  it('moves a connection out of the half-made ones once it has its endpoint', async () => {
    const { world, repaired, sweep, ending } = await worldToSweep();
    const { connections } = world;
    const { expiresAtEpochMs } = ending(90);
    const made = await world.seedConnection({ operatorId: 'made', expiresAtEpochMs });
    await connections.setEndpoint(made, 'there');

    expect(await sweep()).toMatchObject({ fresh: 1, repaired: 0 });
    expect(await sweep()).toMatchObject({ fresh: 0, repaired: 0 });
    expect(repaired).toEqual([]);
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
    refreshes.faults.failNext('sendAll', new Error('SQS is away.'));

    expect(await sweep()).toMatchObject({ failed: 1 });

    expect(repaired).toEqual(['half-made']);
  });

  it('starts nothing once its time is up', async () => {
    const { world, refreshes, sweep, ending } = await worldToSweep();
    await world.seedConnection({ operatorId: 'a', ...ending(0) });

    const counts = await sweep(world.clock.nowEpochMs());

    expect(counts.left).toBeGreaterThan(0);
    expect(refreshes.messages()).toEqual([]);
  });

  it('begins with another part of the index each time, so that no time is too short for ever', async () => {
    const { world, refreshes, ending, deps } = await worldToSweep();
    for (const operatorId of manyIds(40)) await world.seedConnection({ operatorId, ...ending(-9) });
    const { connections, clock } = world;
    const sweepPage = connections.sweepPage.bind(connections);
    connections.sweepPage = async (part, span) => {
      clock.advance(minuteMs);
      return sweepPage(part, span);
    };

    for (let tick = 0; tick < 4; tick += 1) {
      await refreshDueConnections(deps, clock.nowEpochMs() + 1);
      clock.advance(tickMs - (clock.nowEpochMs() % tickMs));
    }

    expect(new Set(refreshes.messages().map(({ operatorId }) => operatorId)).size).toBe(40);
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
