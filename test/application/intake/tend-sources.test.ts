import { describe, expect, it } from 'vitest';
import { ensureWebhookEndpoint } from '../../../shared/application/connect/ensure-webhook-endpoint.ts';
import { lookAtEndpoint } from '../../../shared/application/intake/note-lack.ts';
import { storaEventTypes } from '../../../shared/source/stora/settings.ts';
import { type Pipeline, startPipeline } from '../../support/pipeline.ts';
import { anHourLater } from './an-hour-later.ts';

const unheard = ['invoice.voided', 'invoice.updated', 'contact.updated'];

function reads(pipeline: Pipeline, path: string): string[] {
  const pattern = new RegExp(`/2025-09/${path}\\?`);
  return pipeline.calls
    .filter(({ method, url }) => method === 'GET' && pattern.test(url))
    .map(({ url }) => new URL(url).searchParams.get('page') ?? '');
}

async function voidedUnheard(): Promise<Pipeline> {
  const pipeline = await startPipeline({ absent: { eventTypes: unheard } });
  await pipeline.press('month-end-run', { count: 3 });
  await pipeline.settle();
  await pipeline.tend();
  const { invoices } = await pipeline.storaState();
  for (const { id } of invoices) await pipeline.press('void', { invoiceId: id });
  await anHourLater(pipeline);
  pipeline.calls.length = 0;
  return pipeline;
}

/** What an operator's turn of the day does, at whatever time. */
async function lookAtOurEndpoint({ ports, stores }: Pipeline): Promise<void> {
  const connection = await stores.connections.get({ operatorId: 'acorn', provider: 'stora' });
  const endpoint = await stores.endpoints.get(connection?.endpointId ?? '');
  if (connection === undefined || endpoint === undefined) throw new Error('No endpoint stands.');
  const { sourceEndpointId } = endpoint;
  await lookAtEndpoint(ports, ports.sourceFor(), { connection, sourceEndpointId });
}

/** Registered by a version that noted nothing of event types. */
async function startedBeforeStates(): Promise<Pipeline> {
  const pipeline = await startPipeline({ absent: {} });
  const state = await pipeline.stores.sourceStates.get('acorn');
  if (state === undefined) throw new Error('Nothing was noted.');
  const { events: _events, ...bare } = state;
  pipeline.stores.sourceStates.seed(bare);
  return pipeline;
}

function tablesOf({ stora }: Pipeline) {
  const { tables } = stora.world.operators.get('acorn') ?? {};
  if (tables === undefined) throw new Error('There is no such operator.');
  return tables;
}

async function statuses(pipeline: Pipeline): Promise<string[]> {
  const { invoices } = await pipeline.xeroState();
  return invoices.map(({ status }: { status: string }) => status);
}

describe('what no event tells', () => {
  it('is looked for once an hour, not at every tick', async () => {
    const pipeline = await voidedUnheard();
    await pipeline.tend();
    await pipeline.tend();

    expect(reads(pipeline, 'invoices')).toEqual(['1']);
    expect(reads(pipeline, 'contacts')).toEqual(['1']);
    expect(reads(pipeline, 'credit_notes')).toEqual([]);
  });

  it('is sent once, and nothing that is in the books as it is', async () => {
    const pipeline = await voidedUnheard();
    const before = pipeline.changes.sent.length;
    await pipeline.tend();
    await pipeline.settle();
    const found = pipeline.changes.sent.slice(before);
    expect(found.map(({ message }) => [message.kind, message.eventType])).toEqual(
      Array.from({ length: 3 }, () => ['invoice', 'reading']),
    );
    expect(await statuses(pipeline)).toEqual(['VOIDED', 'VOIDED', 'VOIDED']);

    await anHourLater(pipeline);
    await pipeline.tend();

    expect(pipeline.changes.sent).toHaveLength(before + 3);
  });

  it('goes on at the page where a worker died', async () => {
    const pipeline = await voidedUnheard();
    pipeline.changes.faults.failNext('send', new Error('The worker dies.'));

    expect(await pipeline.tend()).toMatchObject({ failed: 1 });
    expect(await pipeline.tend()).toMatchObject({ failed: 0, tended: 1 });
    await pipeline.settle();

    // The contacts were through before it died.
    expect(reads(pipeline, 'contacts')).toEqual(['1']);
    expect(await statuses(pipeline)).toEqual(['VOIDED', 'VOIDED', 'VOIDED']);
  });

  it('takes no more pages of one operator than a tick may, and the rest with the next', async () => {
    const pipeline = await voidedUnheard();
    const { tables } = pipeline.stora.world.operators.get('acorn') ?? {};
    const [model] = [...(tables?.invoices.values() ?? [])];
    if (model === undefined) throw new Error('There is no invoice.');
    for (let at = 0; at < 1_500; at += 1) {
      const id = `inv_${String(at).padStart(16, '0')}`;
      const old = '2026-01-01T00:00:00Z';
      tables?.invoices.set(id, { ...model, id, created_at: old, finalized_at: old });
    }

    expect((await pipeline.tend()).pages).toBe(10);
    expect((await pipeline.tend()).pages).toBeGreaterThan(0);
    await pipeline.settle();

    expect(reads(pipeline, 'invoices')).toEqual(
      Array.from({ length: 16 }, (_, page) => String(page + 1)),
    );
  });

  it('is not looked for where every event is known', async () => {
    const pipeline = await startPipeline({ absent: {} });
    await pipeline.press('month-end-run', { count: 3 });
    await pipeline.settle();
    // What was missed before connecting is counted, once.
    await pipeline.tend();
    pipeline.calls.length = 0;

    await pipeline.tend();

    expect(pipeline.calls).toEqual([]);
  });

  it('comes by itself once Stora knows the event', async () => {
    const pipeline = await voidedUnheard();
    pipeline.stora.settings.absent.eventTypes = [];
    const state = await pipeline.stores.sourceStates.get('acorn');
    if (state?.events === undefined) throw new Error('No events were remembered.');
    const at = new Date(pipeline.clock.nowEpochMs() - 86_400_000).toISOString();
    pipeline.stores.sourceStates.seed({ ...state, events: { ...state.events, at } });

    await pipeline.tend();

    const { webhookEndpoints } = await pipeline.storaState();
    expect(webhookEndpoints[0].event_types.toSorted()).toEqual([...storaEventTypes].sort());
    expect(reads(pipeline, 'invoices')).toEqual([]);
  });

  it('comes for an endpoint from before we asked for the event, and nothing is read for it', async () => {
    const pipeline = await startedBeforeStates();
    for (const [id, endpoint] of tablesOf(pipeline).webhookEndpoints) {
      const event_types = endpoint.event_types.filter((name) => !unheard.includes(name));
      tablesOf(pipeline).webhookEndpoints.set(id, { ...endpoint, event_types });
    }

    await pipeline.tend();
    await pipeline.tend();
    await pipeline.press('month-end-run', { count: 2 });
    await pipeline.settle();
    const { invoices } = await pipeline.storaState();
    for (const { id } of invoices) await pipeline.press('void', { invoiceId: id });
    await pipeline.settle();

    expect(await statuses(pipeline)).toEqual(['VOIDED', 'VOIDED']);
    expect(reads(pipeline, 'contacts')).toEqual([]);
    const changes = pipeline.calls.filter(({ method }) => method === 'PATCH');
    expect(changes.filter(({ url }) => url.includes('/webhook_endpoints/'))).toHaveLength(1);
  });

  it('is left as it is where such an endpoint cannot be changed', async () => {
    const pipeline = await startedBeforeStates();
    tablesOf(pipeline).webhookEndpoints.clear();

    await pipeline.tend();

    expect((await pipeline.stores.sourceStates.get('acorn'))?.events).toBeUndefined();
    expect(reads(pipeline, 'contacts')).toEqual([]);
  });

  it('is looked for everywhere once the endpoint was found switched off at Stora', async () => {
    const pipeline = await startPipeline({ absent: {} });
    const { tables } = pipeline.stora.world.operators.get('acorn') ?? {};
    const [[id = '', endpoint] = []] = [...(tables?.webhookEndpoints ?? [])];
    if (endpoint === undefined) throw new Error('No endpoint stands.');
    tables?.webhookEndpoints.set(id, { ...endpoint, status: 'disabled' });
    await pipeline.press('month-end-run', { count: 2 });
    await lookAtOurEndpoint(pipeline);
    await pipeline.tend();
    await pipeline.settle();

    const { lacks } = (await pipeline.stores.sourceStates.get('acorn')) ?? {};
    expect(Object.keys(lacks ?? {})).toEqual(['endpoint']);
    expect(await statuses(pipeline)).toHaveLength(2);

    tables?.webhookEndpoints.set(id, endpoint);
    await lookAtOurEndpoint(pipeline);
    expect((await pipeline.stores.sourceStates.get('acorn'))?.lacks).toEqual({});
  });

  it.each([
    ['was switched off', 'disabled'],
    ['was deleted', undefined],
  ] as const)('registers the endpoint anew that %s at Stora', async (_how, status) => {
    const pipeline = await startPipeline({ absent: {} });
    const { ports, stores, clock } = pipeline;
    const { tables } = pipeline.stora.world.operators.get('acorn') ?? {};
    const [[id = '', endpoint] = []] = [...(tables?.webhookEndpoints ?? [])];
    if (endpoint === undefined) throw new Error('No endpoint stands.');
    if (status === undefined) tables?.webhookEndpoints.clear();
    else tables?.webhookEndpoints.set(id, { ...endpoint, status });
    const of = { operatorId: 'acorn', provider: 'stora' } as const;
    const before = (await stores.connections.get(of))?.endpointId;

    // One of a day's ticks is the operator's own.
    for (let ticks = 0; ticks < 288; ticks += 1) {
      clock.advance(5 * 60_000);
      await pipeline.tend();
    }
    expect((await stores.connections.get(of))?.endpointId).toBeUndefined();
    const deps = { ...ports, portalBaseUrl: 'https://rollerdoor.test' };
    expect(await ensureWebhookEndpoint(deps, 'acorn')).toBe('registered');

    const after = (await stores.connections.get(of))?.endpointId;
    expect(after).toBeDefined();
    expect(after).not.toBe(before);
    expect((await stores.sourceStates.get('acorn'))?.lacks).toEqual({});
    await pipeline.press('month-end-run', { count: 1 });
    await pipeline.settle();
    expect(await statuses(pipeline)).toHaveLength(1);
  });

  it('does not keep another operator waiting when one fails', async () => {
    const pipeline = await voidedUnheard();
    pipeline.stora.settings.faults.gatewayErrors = 1;

    expect(await pipeline.tend()).toMatchObject({ failed: 1, tended: 0 });
    expect(pipeline.log.counts.get('SweepFailed')).toBe(1);
  });
});
