import { beforeEach, describe, expect, it } from 'vitest';
import { measureGaps } from '../../../shared/application/intake/measure-gaps.ts';
import { aConnection } from '../../builders/a-connection.ts';
import { type Pipeline, startPipeline } from '../../support/pipeline.ts';

const account = aConnection().account;
let pipeline: Pipeline;

beforeEach(async () => {
  pipeline = await startPipeline({ absent: {} });
  await happened('connection.connected', 'stora');
  await happened('connection.connected', 'xero');
  await pipeline.tend();
});

async function happened(type: string, provider: string): Promise<void> {
  await pipeline.stores.activities.append({
    operatorId: 'acorn',
    activityId: `${type} ${provider} ${pipeline.clock.nowEpochMs()}`,
    at: pipeline.clock.nowIso(),
    type,
    actor: 'operator',
    detail: { provider, accountName: account.name },
  });
  pipeline.clock.advance(1_000);
}

/** Access ends, so that nothing of what follows reaches the books. */
async function disconnect(provider: 'stora' | 'xero'): Promise<void> {
  const row = await pipeline.stores.connections.get({ operatorId: 'acorn', provider });
  if (row === undefined) throw new Error('Nothing is connected.');
  pipeline.stores.connections.seed({ ...row, status: 'disconnected', epoch: row.epoch + 1 });
  await happened('connection.disconnecting', provider);
}

async function reconnect(provider: 'stora' | 'xero'): Promise<void> {
  const row = await pipeline.stores.connections.get({ operatorId: 'acorn', provider });
  if (row === undefined) throw new Error('Nothing was connected.');
  const { status, connectedAt, sinceAt = connectedAt, ...rest } = row;
  pipeline.stores.connections.seed({
    ...rest,
    status: 'connected',
    epoch: row.epoch + 1,
    connectedAt: pipeline.clock.nowIso(),
    ...(status === 'connected' ? { sinceAt } : {}),
  });
  await happened('connection.connected', provider);
  await measureGaps(pipeline.ports, 'acorn');
}

/** Stora takes no endpoint for now, so that it delivers nothing. Answers with what registers it. */
async function reconnectInVain(): Promise<() => Promise<void>> {
  const key = { operatorId: 'acorn', provider: 'stora' } as const;
  const row = await pipeline.stores.connections.get(key);
  if (row === undefined) throw new Error('Nothing was connected.');
  const { endpointId = 'endpoint_0123456789', ...bare } = row;
  pipeline.stores.connections.seed(bare);
  await reconnect('stora');
  return async () => {
    const now = await pipeline.stores.connections.get(key);
    const state = await pipeline.stores.sourceStates.get('acorn');
    if (now === undefined || state?.events === undefined) throw new Error('Nothing is known.');
    const at = pipeline.clock.nowIso();
    pipeline.stores.sourceStates.seed({ ...state, events: { ...state.events, at, since: at } });
    pipeline.stores.connections.seed({ ...now, endpointId });
    await measureGaps(pipeline.ports, 'acorn');
  };
}

async function missed() {
  const { gaps = [] } = (await pipeline.stores.sourceStates.get('acorn')) ?? {};
  return gaps.filter(({ invoices, countedAt }) => invoices > 0 || countedAt === undefined);
}

async function raise(count: number): Promise<{ ids: string[]; sum: number }> {
  const { invoiceIds } = await pipeline.press('month-end-run', { count });
  await pipeline.settle();
  const { invoices } = await pipeline.storaState();
  const raised = invoices.filter(({ id }: { id: string }) => invoiceIds.includes(id));
  const sum = raised.reduce(
    (total: number, one: { total: { amount: number } }) => total + one.total.amount,
    0,
  );
  return { ids: invoiceIds, sum };
}

describe('what is made while nothing reaches us', () => {
  it.each(['stora', 'xero'] as const)(
    'is counted with its sum as soon as %s is connected again',
    async (provider) => {
      await raise(2);
      const leftAt = pipeline.clock.nowIso();
      await disconnect(provider);
      const { sum } = await raise(3);
      await reconnect(provider);
      await raise(1);

      expect(await missed()).toMatchObject([
        { from: leftAt, invoices: 3, sumsMinor: { GBP: sum } },
      ]);
      expect((await pipeline.xeroState()).invoices).toHaveLength(3);
    },
  );

  it('is one stretch where both were left, the one in the other', async () => {
    const leftAt = pipeline.clock.nowIso();
    await disconnect('xero');
    await raise(1);
    await disconnect('stora');
    await raise(1);
    await reconnect('stora');
    expect(await missed()).toEqual([]);
    await raise(1);
    await reconnect('xero');

    expect(await missed()).toMatchObject([{ from: leftAt, invoices: 3 }]);
  });

  it.each(['stora', 'xero'] as const)(
    'begins when a dead connection stopped all, if %s is left then: what waited is dropped',
    async (provider) => {
      await raise(1);
      const diedAt = pipeline.clock.nowIso();
      const key = { operatorId: 'acorn', provider: 'xero' } as const;
      const row = await pipeline.stores.connections.get(key);
      if (row === undefined) throw new Error('Nothing is connected.');
      pipeline.stores.connections.seed({ ...row, status: 'needs_reconnect' });
      await happened('connection.needs_reconnect', 'xero');
      // They wait, until they are dropped with the connection.
      await pipeline.press('month-end-run', { count: 2 });
      await disconnect(provider);
      await raise(1);
      if (provider === 'stora') await reconnect('stora');
      await reconnect('xero');

      expect(await missed()).toMatchObject([{ from: diedAt, invoices: 3 }]);
    },
  );

  it('is told for each of two stretches', async () => {
    for (const count of [1, 2]) {
      await disconnect('stora');
      await raise(count);
      await reconnect('stora');
      pipeline.clock.advance(60_000);
    }

    expect((await missed()).map(({ invoices }) => invoices)).toEqual([1, 2]);
  });

  it('lasts until Stora delivers, however often it is connected again before', async () => {
    const leftAt = pipeline.clock.nowIso();
    await disconnect('stora');
    await raise(2);
    await reconnectInVain();
    expect(await missed()).toEqual([]);
    pipeline.clock.advance(30_000);
    const register = await reconnectInVain();
    pipeline.clock.advance(300_000);
    const deliversFrom = pipeline.clock.nowIso();
    await register();

    expect(await missed()).toMatchObject([{ from: leftAt, until: deliversFrom, invoices: 2 }]);
  });

  it('goes on where Stora was left again before it delivered', async () => {
    const leftAt = pipeline.clock.nowIso();
    await disconnect('stora');
    await raise(1);
    await reconnectInVain();
    await disconnect('stora');
    await raise(1);
    const register = await reconnectInVain();
    await register();

    expect(await missed()).toMatchObject([{ from: leftAt, invoices: 2 }]);
  });

  it('is told whole where one side was left and connected again while the other was away', async () => {
    const leftAt = pipeline.clock.nowIso();
    await disconnect('stora');
    await raise(1);
    await disconnect('xero');
    await reconnect('stora');
    await raise(1);
    await reconnect('stora');
    await raise(1);
    await reconnect('xero');

    expect(await missed()).toMatchObject([{ from: leftAt, invoices: 3 }]);
  });

  it('is told although the start date is no day, as it could be set once', async () => {
    const settings = await pipeline.stores.settings.get('acorn', 'xero');
    if (settings === undefined) throw new Error('There are no settings.');
    await pipeline.stores.settings.put({ ...settings, startDate: '2026-02-99' });
    await disconnect('stora');
    await raise(1);
    await reconnect('stora');

    expect(await missed()).toMatchObject([{ invoices: 1 }]);
  });

  it('is not told when there was nothing', async () => {
    await disconnect('stora');
    await reconnect('stora');

    expect(await missed()).toEqual([]);
  });

  it('does not count drafts, what was void, and what came in after all', async () => {
    await disconnect('stora');
    const { ids } = await raise(3);
    await pipeline.press('void', { invoiceId: ids[0] });
    await pipeline.settle();
    await reconnect('stora');
    expect(await missed()).toMatchObject([{ invoices: 2 }]);

    await pipeline.press('pay', { invoiceId: ids[1] });
    await pipeline.settle();
    await anotherDay();

    expect(await missed()).toMatchObject([{ invoices: 1 }]);
  });

  it('is said without a number while Stora cannot be read, and counted later', async () => {
    await disconnect('stora');
    await raise(1);
    pipeline.stora.settings.faults.gatewayErrors = 1;
    await reconnect('stora');
    expect(await missed()).toMatchObject([{ invoices: 0 }]);

    pipeline.stora.settings.faults.gatewayErrors = 0;
    await pipeline.tend();

    expect(await missed()).toMatchObject([{ invoices: 1, countedAt: expect.any(String) }]);
  });

  it('begins anew with another company', async () => {
    await disconnect('stora');
    await raise(1);
    const row = await pipeline.stores.connections.get({ operatorId: 'acorn', provider: 'stora' });
    if (row === undefined) throw new Error('Nothing was connected.');
    const other = { id: 'other', name: 'Other' };
    pipeline.stores.connections.seed({
      ...row,
      account: other,
      connectedAt: pipeline.clock.nowIso(),
    });
    await reconnect('stora');

    const state = await pipeline.stores.sourceStates.get('acorn');
    expect(state).toMatchObject({ accountId: 'other', noted: expect.any(Array) });
  });

  it.each(['stora', 'xero'] as const)(
    'stays out of the books also where lists are read after %s was left',
    async (provider) => {
      await disconnect(provider);
      await raise(2);
      pipeline.clock.advance(60_000);
      await reconnect(provider);
      const state = await pipeline.stores.sourceStates.get('acorn');
      if (state?.events === undefined) throw new Error('No events were remembered.');
      const events = { ...state.events, refused: ['invoice.updated'] };
      pipeline.stores.sourceStates.seed({ ...state, events });

      await pipeline.tend();
      await pipeline.settle();

      expect((await pipeline.xeroState()).invoices).toEqual([]);
      expect(await missed()).toMatchObject([{ invoices: 2 }]);
    },
  );
});

/** For the count only: the tokens of this world are not renewed. */
async function anotherDay(): Promise<void> {
  const state = await pipeline.stores.sourceStates.get('acorn');
  if (state === undefined) throw new Error('Nothing is known of the source.');
  const yesterday = new Date(pipeline.clock.nowEpochMs() - 86_400_000).toISOString();
  const gaps = (state.gaps ?? []).map((gap) => ({ ...gap, countedAt: yesterday }));
  pipeline.stores.sourceStates.seed({ ...state, gaps });
  await pipeline.tend();
}
