import { beforeEach, describe, expect, it } from 'vitest';
import {
  cancelBackfill,
  pauseBackfill,
  resumeBackfill,
} from '../../../shared/application/backfill/direct-run.ts';
import { letBackfillsGoOn, sweepBackfills } from '../../../shared/application/backfill/go-on.ts';
import { changeSourceState } from '../../../shared/application/source-state/change-source-state.ts';
import { newGap } from '../../../shared/domain/intake/gaps.ts';
import { aConnection } from '../../builders/a-connection.ts';
import { type Pipeline, startPipeline } from '../../support/pipeline.ts';
import { operatorId } from '../../support/vendors-in-process.ts';
import { runOf, start, walkAll, whose } from '../../support/walked-pages.ts';

let pipeline: Pipeline;

beforeEach(async () => {
  pipeline = await startPipeline({
    settings: { startDate: '2020-01-01', historyNotes: false },
  });
});

async function posted(): Promise<string[]> {
  const { invoices } = await pipeline.xeroState();
  return invoices.map(({ number }: { number: string }) => number).sort();
}

describe('a backfill', () => {
  it('brings every document of the span into the ledger, once, in few calls', async () => {
    await pipeline.press('month-end-run', { count: 120 });
    const before = pipeline.calls.length;
    expect(await start(pipeline)).toBe('started');
    expect(await start(pipeline)).toBe('under_way');

    await walkAll(pipeline);

    const calls = pipeline.calls.slice(before).filter(({ url }) => url.includes('xero'));
    expect(calls.length / 120).toBeLessThan(0.25);
    expect(new Set(await posted()).size).toBe(120);
    expect(await runOf(pipeline)).toMatchObject({ status: 'done', tally: { posted: 120 } });
  });

  it('takes customers before documents, and those before their payments', async () => {
    await pipeline.press('month-end-run', { count: 3 });
    const [first] = (await pipeline.storaState()).invoices;
    await pipeline.press('pay', { invoiceId: first?.id });
    await start(pipeline);
    await walkAll(pipeline);

    const writes = pipeline.calls.filter(({ method }) => method === 'PUT').map(({ url }) => url);
    const order = ['Contacts', 'Invoices', 'Payments'].map((what) =>
      writes.findIndex((url) => url.includes(`/${what}`)),
    );
    expect(order).toEqual([...order].sort((left, right) => left - right));
    expect(order.every((at) => at >= 0)).toBe(true);
  });

  it('finds what was raised while it walked, although nothing told of it', async () => {
    await pipeline.press('month-end-run', { count: 20 });
    await start(pipeline);
    await walkAll(pipeline, {
      before: async (_, { step }) => {
        if (step === 2) await pipeline.press('month-end-run', { count: 5 });
        return false;
      },
    });

    expect(await posted()).toHaveLength(25);
    expect((await runOf(pipeline)).tally.found).toBe(25);
  });

  it('goes well with live changes of the same documents', async () => {
    await pipeline.press('month-end-run', { count: 30 });
    await start(pipeline);
    await walkAll(pipeline, {
      before: async (receive) => {
        if (receive === 2) await pipeline.settle();
        return false;
      },
    });
    await pipeline.settle();

    expect(new Set(await posted()).size).toBe(30);
    expect(await posted()).toHaveLength(30);
  });

  it('moves on only after its work, so that a page whose save failed is done again', async () => {
    await pipeline.press('month-end-run', { count: 10 });
    await start(pipeline);
    pipeline.stores.backfills.faults.failNext('save', new Error('The table is gone.'));

    const steps: number[] = [];
    await walkAll(pipeline, {
      before: async () => {
        steps.push((await runOf(pipeline)).step);
        return false;
      },
    });

    expect(steps.slice(0, 3)).toEqual([0, 0, 1]);
    expect(pipeline.log.of('backfill.page_failed')).toHaveLength(1);
    expect(await posted()).toHaveLength(10);
    expect((await runOf(pipeline)).status).toBe('done');
  });

  it('asks in one look for all payments of a call that ended nobody knows how', async () => {
    let isLost = false;
    pipeline = await startPipeline({
      settings: { startDate: '2020-01-01', historyNotes: false },
      intercept: async ({ method, url }, answer) => {
        if (isLost || method !== 'PUT' || !url.includes('/Payments')) return answer();
        isLost = true;
        await answer();
        return Response.json({}, { status: 500 });
      },
    });
    await pipeline.press('month-end-run', { count: 30 });
    for (const { id } of (await pipeline.storaState()).invoices)
      await pipeline.press('pay', { invoiceId: id });
    await start(pipeline);
    await walkAll(pipeline);

    const reads = pipeline.calls.filter(
      ({ method, url }) => method === 'GET' && url.includes('xero'),
    );
    expect(reads.filter(({ url }) => url.includes('/Invoices?IDs='))).toHaveLength(1);
    expect(reads.filter(({ url }) => /\/Invoices\/[0-9a-f-]{36}/.test(url))).toEqual([]);
    expect((await pipeline.xeroState()).payments).toHaveLength(30);
    expect(
      pipeline.calls.filter(({ method, url }) => method === 'PUT' && url.includes('/Payments')),
    ).toHaveLength(1);
  });

  it('pauses, goes on where it was, and can be called off', async () => {
    await pipeline.press('month-end-run', { count: 150 });
    await start(pipeline);
    await walkAll(pipeline, {
      before: async (_, { step }) => {
        if (step === 1) await pauseBackfill(pipeline.ports, whose);
        return false;
      },
    });
    expect(await runOf(pipeline)).toMatchObject({ status: 'paused', step: 1 });
    expect(await posted()).toHaveLength(100);

    await resumeBackfill(pipeline.ports, whose);
    await walkAll(pipeline, {
      before: async (_, { step }) => {
        if (step === 2) await cancelBackfill(pipeline.ports, whose);
        return false;
      },
    });

    expect(await posted()).toHaveLength(150);
    expect((await runOf(pipeline)).status).toBe('cancelled');
    expect(await start(pipeline)).toBe('started');
  });

  it('waits for a reconnect, and goes on right after it', async () => {
    await pipeline.press('month-end-run', { count: 10 });
    await start(pipeline);
    const dead = aConnection({ operatorId, provider: 'xero', epoch: 1, status: 'needs_reconnect' });
    pipeline.stores.connections.seed(dead);
    await walkAll(pipeline);
    expect(await runOf(pipeline)).toMatchObject({ waits: { for: 'connection' }, step: 0 });

    pipeline.stores.connections.seed({ ...dead, status: 'connected' });
    await letBackfillsGoOn(pipeline.ports, operatorId);
    await walkAll(pipeline);

    expect((await runOf(pipeline)).status).toBe('done');
    expect(await posted()).toHaveLength(10);
  });

  it('ends when another company is connected', async () => {
    await start(pipeline);
    const account = { id: 'another', name: 'Another Ltd' };
    pipeline.stores.connections.seed(aConnection({ operatorId, provider: 'xero', account }));
    await walkAll(pipeline);

    expect(await runOf(pipeline)).toMatchObject({
      status: 'cancelled',
      endedBecause: 'other_company',
    });
  });

  it('is sent again by the sweep where its message was lost', async () => {
    pipeline.ports.pages.faults.failNext('send', new Error('The queue is gone.'));
    await expect(start(pipeline)).rejects.toThrow('The queue is gone.');
    pipeline.clock.advance(16 * 60_000);

    const until = pipeline.clock.nowEpochMs() + 60_000;
    expect(await sweepBackfills(pipeline.ports, until)).toEqual({ backfillsAsked: 1 });
    await walkAll(pipeline);

    expect((await runOf(pipeline)).status).toBe('done');
  });

  it('fills what was noted as missed in its span, and leaves what lies beside', async () => {
    await pipeline.press('month-end-run', { count: 3 });
    const now = new Date(pipeline.clock.nowEpochMs()).toISOString();
    const inside = newGap('2026-01-01T00:00:00.000Z', now);
    const beside = newGap('2019-01-01T00:00:00.000Z', '2019-02-01T00:00:00.000Z');
    const owner = aConnection({ operatorId, provider: 'stora' });
    const { sourceStates } = pipeline.stores;
    await changeSourceState(sourceStates, owner, (state) => ({ ...state, gaps: [beside, inside] }));
    await start(pipeline);
    await walkAll(pipeline);

    expect((await runOf(pipeline)).status).toBe('done');
    expect((await sourceStates.get(operatorId))?.gaps).toEqual([beside]);
  });

  it('lists what a worker had posted that died before it could, and what it had parked', async () => {
    await pipeline.press('month-end-run', { count: 2 });
    const [{ contact }] = (await pipeline.storaState()).invoices;
    await pipeline.press('special-invoice', { contactId: contact.id, accountingCode: 'NOWHERE' });
    await start(pipeline);
    pipeline.stores.documents.faults.failNext('putAll', new Error('The table is gone.'));
    await walkAll(pipeline);

    expect(await posted()).toHaveLength(2);
    const listed = pipeline.stores.documents.all();
    expect(listed.map(({ isParked }) => isParked).sort()).toEqual([false, false, true]);
  });
});
