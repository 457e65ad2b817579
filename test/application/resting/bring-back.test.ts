import { describe, expect, it } from 'vitest';
import { bringBack, sweepAside } from '../../../shared/application/resting/bring-back.ts';
import type { Connection } from '../../../shared/contracts/connection-item.ts';
import { aChangeMessage } from '../../builders/a-change-message.ts';
import { aConnection } from '../../builders/a-connection.ts';
import { aLink } from '../../builders/a-link.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { FakeCrypto } from '../../fakes/fake-crypto.ts';
import { InMemoryActivities } from '../../fakes/in-memory-activities.ts';
import { InMemoryAside } from '../../fakes/in-memory-aside.ts';
import { InMemoryConnections } from '../../fakes/in-memory-connections.ts';
import { InMemoryLinks } from '../../fakes/in-memory-links.ts';
import { InMemorySettings } from '../../fakes/in-memory-settings.ts';
import { RecordingLog } from '../../fakes/recording-log.ts';
import { RecordingChangeQueue, RecordingWriteBackQueue } from '../../fakes/recording-queues.ts';

const changes = { operatorId: 'acorn', queue: 'changes-xero' };
const debts = { operatorId: 'acorn', queue: 'write-backs' };
const hourMs = 3_600_000;

/** One change that stands aside, and a debt whose message was let go. */
async function asideWorld(states: Partial<Record<'stora' | 'xero', Partial<Connection>>> = {}) {
  const clock = new FakeClock();
  const log = new RecordingLog();
  const connections = new InMemoryConnections();
  const set = (provider: 'stora' | 'xero', changed: Partial<Connection> = {}) => {
    const connectedAt = new Date(clock.nowEpochMs()).toISOString();
    const row = { operatorId: 'acorn', provider, epoch: 3, connectedAt, ...changed };
    connections.seed(aConnection(row));
  };
  set('stora', states.stora);
  set('xero', states.xero);
  const links = new InMemoryLinks(clock);
  const owed = [{ what: 'metadata' as const }];
  links.seed(aLink({ operatorId: 'acorn', kind: 'contact', sourceId: 'con_1', owed }));
  links.seed(aLink({ operatorId: 'acorn', kind: 'contact', sourceId: 'con_2', owed: [] }));
  const aside = new InMemoryAside(connections);
  const message = aChangeMessage({ operatorId: 'acorn' });
  await aside.put(changes, [{ message, sequence: '1' }], clock.nowEpochMs());
  await aside.note(debts, clock.nowEpochMs());
  const settings = new InMemorySettings();
  const queue = new RecordingChangeQueue();
  const writeBacks = new RecordingWriteBackQueue();
  const crypto = new FakeCrypto();
  const metrics = log;
  const activities = new InMemoryActivities();
  const deps = {
    aside,
    links,
    settings,
    activities,
    asideQueues: { xero: queue },
    writeBacks,
    clock,
    crypto,
    log,
    metrics,
  };
  const sweep = () => sweepAside(deps, clock.nowEpochMs() + 60_000);
  return { clock, log, set, links, aside, queue, writeBacks, deps, sweep };
}

const dead = { status: 'needs_reconnect' } as const;

describe('bringBack', () => {
  it('asks for what stands aside and sends the debts anew, once both sides stand', async () => {
    const world = await asideWorld();

    await bringBack(world.deps, 'acorn');

    expect(world.queue.asked).toEqual([
      { schemaVersion: 1, operatorId: 'acorn', target: 'xero', asks: 'aside' },
    ]);
    expect(world.writeBacks.messages()).toMatchObject([{ sourceId: 'con_1', epoch: 3 }]);
    // The worker closes its mark when nothing is left; that of the debts is through.
    expect(world.aside.allMarks().map(({ queue }) => queue)).toEqual(['changes-xero']);
  });

  it.each([
    ['the ledger is dead', { xero: dead }, { asked: 0, sent: 1 }],
    ['the source is dead', { stora: dead }, { asked: 0, sent: 0 }],
    [
      'our credentials are refused',
      { xero: { clientRefusedSince: '2026-11-01T00:00:00Z' } },
      { asked: 0, sent: 1 },
    ],
    ['the ledger was left', { xero: { status: 'disconnected' } }, { asked: 1, sent: 1 }],
    ['the source was left', { stora: { status: 'disconnected' } }, { asked: 1, sent: 0 }],
  ] as const)('lets go on what may where %s', async (_, states, { asked, sent }) => {
    const world = await asideWorld(states);

    await bringBack(world.deps, 'acorn');

    expect(world.queue.asked).toHaveLength(asked);
    expect(world.writeBacks.messages()).toHaveLength(sent);
  });

  it('leaves the mark of debts when another was let go while they were sent', async () => {
    const world = await asideWorld();
    const send = world.writeBacks.sendAll.bind(world.writeBacks);
    world.writeBacks.sendAll = async (messages) => {
      await send(messages);
      await world.aside.note(debts, world.clock.nowEpochMs());
    };

    await bringBack(world.deps, 'acorn');

    expect(world.aside.allMarks().map(({ queue }) => queue)).toContain('write-backs');
  });

  it('leaves all to the sweep when the queue takes nothing', async () => {
    const world = await asideWorld();
    world.queue.faults.failNext('ask', new Error('down'));

    await bringBack(world.deps, 'acorn');

    expect(world.log.of('aside.not_brought_back')).toHaveLength(1);
    // What goes another way is not kept by it.
    expect(world.writeBacks.messages()).toHaveLength(1);
    world.clock.advance(5 * 60_000);
    await world.sweep();
    expect(world.queue.asked).toHaveLength(1);
  });
});

describe('sweepAside', () => {
  it('looks every five minutes in the first hour, then hourly, while a side is dead', async () => {
    const world = await asideWorld({ stora: dead, xero: dead });
    let looks = 0;
    const read = world.aside.withConnections.bind(world.aside);
    world.aside.withConnections = (operatorId) => {
      looks += 1;
      return read(operatorId);
    };

    for (let tick = 0; tick < 36; tick += 1) {
      world.clock.advance(5 * 60_000);
      await world.sweep();
    }

    // Two marks: eleven looks each within the first hour, then one at the end of each.
    expect(looks).toBe(2 * (11 + 3));
    expect(world.queue.asked).toEqual([]);
  });

  it('goes on with what nobody asked for: a callback that died, a connection that came back', async () => {
    const world = await asideWorld({ xero: dead });
    world.clock.advance(5 * 60_000);
    expect(await world.sweep()).toEqual({ broughtBack: 1, stuck: 0 });
    world.set('xero');

    world.clock.advance(5 * 60_000);

    expect(await world.sweep()).toEqual({ broughtBack: 1, stuck: 0 });
    expect(world.queue.asked).toHaveLength(1);
  });

  it('asks again every hour while a cap of a day holds back what was asked for', async () => {
    const world = await asideWorld();

    for (let tick = 0; tick < 12 * 24; tick += 1) {
      world.clock.advance(5 * 60_000);
      await world.sweep();
    }

    expect(world.queue.asked).toHaveLength(24);
  });

  it('tells of what does not go on for longer than a day although it could', async () => {
    const world = await asideWorld();
    world.clock.advance(5 * 60_000);
    expect((await world.sweep()).stuck).toBe(0);
    world.clock.advance(24 * hourMs);
    expect((await world.sweep()).stuck).toBe(0);
    world.clock.advance(2 * hourMs);
    expect((await world.sweep()).stuck).toBe(1);
    expect(world.log.counts.get('AsideStuck')).toBe(1);

    const { clock } = world;
    const worked = { changes: [], by: '1', receive: 1, atEpochMs: clock.nowEpochMs() };
    await world.aside.remove(changes, worked);
    world.clock.advance(hourMs);
    expect((await world.sweep()).stuck).toBe(0);
  });

  it.each([
    ['comes back by itself', {}],
    ['is disconnected', { status: 'disconnected' }],
  ] as const)('tells of nothing when what was dead for a month %s', async (_, xero) => {
    const world = await asideWorld({ xero: dead });
    world.clock.advance(30 * 24 * hourMs);
    await world.sweep();
    world.set('xero', { ...xero, connectedAt: '2026-01-01T00:00:00.000Z' });
    world.set('stora', { connectedAt: '2026-01-01T00:00:00.000Z' });

    world.clock.advance(hourMs);

    expect(await world.sweep()).toEqual({ broughtBack: 1, stuck: 0 });
    expect(world.queue.asked).toHaveLength(1);
  });

  it('looks after the others when one cannot be looked at', async () => {
    const world = await asideWorld();
    world.clock.advance(5 * 60_000);
    world.queue.faults.failNext('ask', new Error('down'));

    await world.sweep();

    expect(world.log.counts.get('SweepFailed')).toBe(1);
    expect(world.writeBacks.messages()).toHaveLength(1);
    await world.sweep();
    expect(world.queue.asked).toHaveLength(1);
  });
});
