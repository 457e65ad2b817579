import { describe, expect, it } from 'vitest';
import { aChangeMessage } from '../../builders/a-change-message.ts';
import { aConnection } from '../../builders/a-connection.ts';
import { aLink } from '../../builders/a-link.ts';
import { anOperatorId } from '../../builders/an-operator.ts';
import { InMemoryAside } from '../../fakes/in-memory-aside.ts';
import { InMemoryLinks } from '../../fakes/in-memory-links.ts';
import { RecordingChangeQueue } from '../../fakes/recording-queues.ts';
import { cliWorld } from './cli-world.ts';

const key = { operatorId: anOperatorId, queue: 'changes-xero' };

describe('rollerdoor go-back prepare', () => {
  it('seals anew and places what the version before does not open or find, once', async () => {
    const { world, access, run } = await cliWorld();
    await world.seedConnection({ provider: 'stora' });
    await world.seedConnection({ provider: 'xero', status: 'needs_reconnect' });
    await access.links.save(aLink({ owed: [{ what: 'metadata' }] }));

    const first = await run('go-back', 'prepare');

    expect(first).toContain('2 sealed anew by KMS, 0 moved, 0 unreadable');
    expect(first).toContain('1 connections and 1 debts');
    const former = await access.connections.sweepPage({ kind: 'former' }, { atMost: 10 });
    expect(former.keys).toEqual([{ operatorId: anOperatorId, provider: 'stora' }]);
    const place = { shard: 'former', fromEpochMs: 0, atMost: 10 } as const;
    const beforeEpochMs = Number.MAX_SAFE_INTEGER;
    expect((await access.links.owing({ ...place, beforeEpochMs })).links).toHaveLength(1);
    expect(await run('go-back', 'prepare')).toContain('0 sealed anew');
  });

  it('places more than fit on a page', async () => {
    const { world, run } = await cliWorld({ links: new InMemoryLinks() });
    for (let at = 0; at < 101; at += 1)
      world.connections.seed(aConnection({ operatorId: `operator-${at}`, sealedTokens: '' }));

    expect(await run('go-back', 'prepare')).toContain('101 connections');
  });

  it('fails when something does not open, and has done the rest', async () => {
    const { world, access, run } = await cliWorld();
    const connection = await world.seedConnection({ provider: 'stora', epoch: 1 });
    world.connections.seed({ ...connection, epoch: 2 });

    await expect(run('go-back', 'prepare')).rejects.toThrow('connect again');

    const former = await access.connections.sweepPage({ kind: 'former' }, { atMost: 10 });
    expect(former.keys).toHaveLength(1);
  });
});

describe('rollerdoor go-back finish', () => {
  async function worldAside(messages: number) {
    const cli = await cliWorld();
    const queue = new RecordingChangeQueue();
    cli.access.queues.xero = queue;
    const { aside } = cli.access;
    if (!(aside instanceof InMemoryAside)) throw new Error('Not the fake.');
    cli.world.connections.seed(aConnection({ provider: 'stora' }));
    cli.world.connections.seed(aConnection({ provider: 'xero', status: 'needs_reconnect' }));
    const changes = Array.from({ length: messages }, (_, at) => ({
      message: aChangeMessage({ sourceId: `inv_${at}` }),
      sequence: String(at + 1),
    }));
    await aside.put(key, changes, cli.world.clock.nowEpochMs());
    await aside.note({ ...key, queue: 'write-backs' }, cli.world.clock.nowEpochMs());
    return { ...cli, queue, aside };
  }

  it('puts all that stands aside back on its queue, in order, and leaves no mark', async () => {
    const { run, queue, aside } = await worldAside(25);

    expect(await run('go-back', 'finish')).toContain('25 changes are on their queue again');

    const expected = Array.from({ length: 25 }, (_, at) => `inv_${at}`);
    expect(queue.messages().map(({ sourceId }) => sourceId)).toEqual(expected);
    expect(aside.all()).toEqual([]);
    expect(aside.allMarks()).toEqual([]);
    expect(await run('go-back', 'finish')).toContain('0 changes');
  });

  it('loses nothing when it dies between queue and table, and sends none twice soon after', async () => {
    const { run, queue, aside } = await worldAside(12);
    aside.faults.failNext('remove', new Error('Down.'));

    await expect(run('go-back', 'finish')).rejects.toThrow('Down.');
    await run('go-back', 'finish');

    expect(queue.messages()).toHaveLength(12);
    expect(aside.all()).toEqual([]);
  });

  it('has what the version before posts counted when this one is back', async () => {
    const { run, access } = await worldAside(1);

    await run('go-back', 'finish');

    expect(await access.counts.get(anOperatorId)).toHaveProperty('doubtedAtEpochMs');
  });

  it('stops at what it cannot read, and keeps it with what stands behind it', async () => {
    const { run, queue, access, aside } = await worldAside(3);
    const first = access.aside.first.bind(aside);
    access.aside.first = async (...given) => {
      const changes = await first(...given);
      return changes.map((change) =>
        change.sequence === '2' ? { ...change, message: undefined } : change,
      );
    };

    await expect(run('go-back', 'finish')).rejects.toThrow('An unreadable message');

    expect(queue.messages().map(({ sourceId }) => sourceId)).toEqual(['inv_0']);
    expect(aside.all()).toHaveLength(2);
    expect(aside.allMarks()).toContainEqual(expect.objectContaining(key));
  });
});
