import { describe, expect, it } from 'vitest';
import { resumeAfterConnected } from '../../../shared/application/issues/resume-after-connected.ts';
import { InMemoryResting } from '../../fakes/in-memory-resting.ts';
import { startWakingWorld } from './waking-world.ts';

/** Xero refuses everything, as it does a connection whose permissions were cut down. */
async function withoutPermission() {
  let isForbidden = true;
  const world = await startWakingWorld({
    intercept: (request, answer) =>
      isForbidden && request.url.includes('/api.xro/')
        ? Promise.resolve(Response.json({ Detail: 'AuthorizationUnsuccessful' }, { status: 403 }))
        : answer(),
  });
  const resting = new InMemoryResting();
  const shown: string[] = [];
  const hidden = {
    'changes-xero': { show: async (handles: string[]) => void shown.push(...handles) },
    'write-backs': { show: async (handles: string[]) => void shown.push(...handles) },
  };
  const queues = { xero: world.changes };
  const deps = { ...world.ports, queues, asideQueues: queues, resting, hidden };
  return {
    world,
    resting,
    shown,
    async reconnect() {
      isForbidden = false;
      for (const connection of await world.stores.connections.list('acorn')) {
        const connectedAt = new Date(world.clock.nowEpochMs()).toISOString();
        const next = { epoch: connection.epoch + 1, sinceEpoch: 1, connectedAt };
        world.stores.connections.seed({ ...connection, ...next, status: 'connected' });
      }
      await resumeAfterConnected(deps, { operatorId: 'acorn', provider: 'xero' });
    },
  };
}

describe('after a reconnect', () => {
  it('goes on with all that the limited connection had parked, without a click', async () => {
    const { world, reconnect } = await withoutPermission();
    await world.press('month-end-run', { count: 14 });
    await world.work();
    expect(new Set(await world.causes())).toEqual(new Set(['invoice permission_missing']));

    await reconnect();
    await world.work();

    expect(await world.causes()).toEqual([]);
    expect((await world.xeroState()).invoices).toHaveLength(14);
    expect(world.retries()).toHaveLength(14);
  });

  it('shows every message that was hidden of the operator, and of nobody else', async () => {
    const { resting, shown, reconnect } = await withoutPermission();
    const row = { reason: 'needs_reconnect', hiddenAtEpochMs: 1 };
    const note = (operatorId: string, queue: string) =>
      resting.note({ ...row, operatorId, queue, receiptHandles: [`${operatorId} ${queue}`] }, 0);
    await note('acorn', 'changes-xero');
    await note('acorn', 'write-backs');
    await note('harbour', 'changes-xero');

    await reconnect();
    await reconnect();

    expect(shown).toEqual(['acorn changes-xero', 'acorn write-backs']);
  });

  it('wakes the issues although the hidden messages cannot be looked up', async () => {
    const { world, resting, reconnect } = await withoutPermission();
    await world.press('month-end-run', { count: 2 });
    await world.work();
    resting.faults.failNext('callBack', new Error('The table is away.'));

    await reconnect();
    await world.work();

    expect(await world.causes()).toEqual([]);
  });

  it('does not wait for the day of a company that was connected before', async () => {
    const { world, reconnect } = await withoutPermission();
    await world.press('month-end-run', { count: 2 });
    await world.work();
    const key = ['acorn', 'xero'] as const;
    const rate = await world.stores.rates.get(...key);
    if (rate === undefined) throw new Error('no rate');
    const tomorrow = world.clock.nowEpochMs() + 86_400_000;
    await world.stores.rates.save({ ...rate, accountId: 'former', blockedUntilEpochMs: tomorrow });

    await reconnect();

    expect((await world.stores.rates.get(...key))?.blockedUntilEpochMs).toBe(0);
  });
});
