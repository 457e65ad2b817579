import { describe, expect, it } from 'vitest';
import {
  applyChanges,
  type ReceivedFromQueue,
} from '../../../shared/application/apply-changes/apply-changes.ts';
import { owedEventType } from '../../../shared/contracts/messages.ts';
import { awayWith } from '../../support/dead-ledger.ts';
import { startPipeline } from '../../support/pipeline.ts';

const operatorId = 'acorn';
const key = { operatorId, queue: 'changes-xero' };
const asks = { schemaVersion: 1, operatorId, target: 'xero', asks: 'aside' } as const;

/** An operator whose ledger has to be connected again, and what waits on its queue. */
async function waitingWorld(count: number) {
  const pipeline = await startPipeline();
  const { connections, aside } = pipeline.stores;
  const set = async (status: 'connected' | 'needs_reconnect' | 'disconnected') => {
    const row = await connections.get({ operatorId, provider: 'xero' });
    if (row !== undefined) connections.seed({ ...row, status });
  };
  const ledger = { isAway: false };
  awayWith(ledger, pipeline);
  await pipeline.press('month-end-run', { count });
  await pipeline.deliver();
  const received = (): ReceivedFromQueue[] =>
    pipeline.changes
      .messages()
      .map((message, at) => ({ message, receiveCount: 1, sequence: String(at) }));
  const asked = (receiveCount = 1) => [{ message: asks, receiveCount, sequence: '9999' }];
  return {
    ...pipeline,
    aside,
    received,
    apply: (batch: ReceivedFromQueue[]) => applyChanges(batch, pipeline.ports),
    goOn: (receiveCount?: number) => applyChanges(asked(receiveCount), pipeline.ports),
    async die() {
      await set('needs_reconnect');
      ledger.isAway = true;
    },
    async comeBack() {
      await set('connected');
      ledger.isAway = false;
    },
    leave: () => set('disconnected'),
    ofAside: () => aside.all().map(({ message }) => message.eventId),
    isClosed: async () => (await aside.mark(key)) === undefined,
  };
}

describe('changes whose ledger has to be connected again', () => {
  it('stand aside in the order of the queue before any is acknowledged', async () => {
    const world = await waitingWorld(4);
    await world.die();
    const received = world.received();

    world.aside.faults.failNext('put', new Error('The table is busy.'));
    const failed = await world.apply(received.slice(0, 10));
    expect(failed[0]).toMatchObject({ kind: 'deferred', reason: 'not_put_aside' });
    expect(world.ofAside()).toEqual([]);

    for (let at = 0; at < received.length; at += 10) await world.apply(received.slice(at, at + 10));
    const sent = world.changes.messages().map(({ eventId }) => eventId);
    expect(world.ofAside()).toEqual(sent);
  });

  it('come back in order, once, and whatever came meanwhile behind them', async () => {
    const world = await waitingWorld(3);
    await world.die();
    const received = world.received();
    await world.apply(received.slice(0, -1));
    await world.comeBack();

    // Nobody has asked yet: the connection stands, and others still come first.
    const behind = await world.apply(received.slice(-1));
    expect(behind).toMatchObject([{ kind: 'done', outcome: { reason: 'put_aside' } }]);
    expect((await world.xeroState()).invoices).toEqual([]);

    let results = await world.goOn();
    for (let receives = 2; results[0]?.kind === 'deferred' && receives < 50; receives += 1) {
      world.clock.advance(results[0].retryAfterSeconds * 1_000);
      results = await world.goOn(receives);
    }
    expect((await world.xeroState()).invoices).toHaveLength(3);
    expect(world.ofAside()).toEqual([]);
    expect(await world.isClosed()).toBe(true);
    expect(await world.goOn()).toMatchObject([{ kind: 'done' }]);
    expect((await world.xeroState()).invoices).toHaveLength(3);
  });

  it('are worked before what is behind the message that asks for them', async () => {
    const world = await waitingWorld(1);
    await world.die();
    const received = world.received();
    const last = received.slice(-1);
    await world.apply(received.slice(0, -1));
    await world.comeBack();

    const batch = [{ message: asks, receiveCount: 1, sequence: '9999' }, ...last];
    const results = await world.apply(batch);

    expect(results.every(({ kind }) => kind === 'done')).toBe(true);
    expect(await world.isClosed()).toBe(true);
    expect((await world.xeroState()).invoices).toHaveLength(1);
  });

  it('are taken away only once they were worked', async () => {
    const world = await waitingWorld(1);
    await world.die();
    await world.apply(world.received());
    await world.comeBack();
    const before = world.ofAside();

    world.aside.faults.failNext('remove', new Error('The table is busy.'));
    await expect(world.goOn()).rejects.toThrow('busy');
    expect(world.ofAside()).toEqual(before);

    expect(await world.goOn(2)).toMatchObject([{ kind: 'done' }]);
    expect((await world.xeroState()).invoices).toHaveLength(1);
    expect((await world.xeroState()).payments ?? []).toEqual([]);
  });

  it('stay where they are when the connection dies again', async () => {
    const world = await waitingWorld(2);
    await world.die();
    await world.apply(world.received());
    const before = world.ofAside();

    expect(await world.goOn()).toMatchObject([{ kind: 'done' }]);

    expect(world.ofAside()).toEqual(before);
    expect(await world.isClosed()).toBe(false);
  });

  it('are dropped, and told of, when the ledger is disconnected', async () => {
    const world = await waitingWorld(1);
    await world.die();
    await world.apply(world.received());
    const { length } = world.ofAside();
    await world.leave();

    await world.goOn();

    expect(world.ofAside()).toEqual([]);
    expect(await world.isClosed()).toBe(true);
    expect(world.log.counts.get('ChangeSkipped')).toBe(length);
    expect((await world.xeroState()).invoices).toEqual([]);
  });

  it('do not keep what only asks for a debt', async () => {
    const world = await waitingWorld(1);
    await world.die();
    const received = world.received();
    const debts = received.flatMap(({ message, ...one }) =>
      'asks' in message ? [] : [{ ...one, message: { ...message, eventType: owedEventType } }],
    );

    await world.apply(received.slice(0, 1));
    const results = await world.apply(debts);

    expect(results.every(({ kind }) => kind === 'done')).toBe(true);
    expect(world.ofAside()).toHaveLength(1);
  });
});
