import { describe, expect, it } from 'vitest';
import { type Pipeline, startPipeline } from '../../support/pipeline.ts';

const listed = ({ stores }: Pipeline) =>
  stores.documents.all().map(({ number, status, isParked, paidMinor, postedPaidMinor }) => ({
    ...{ number, status, isParked },
    isSettled: paidMinor > 0 && paidMinor === postedPaidMinor,
  }));

describe('documents of a batch', () => {
  it('are listed with customer, site and sums as they stand on both sides', async () => {
    const pipeline = await startPipeline();
    await pipeline.press('month-end-run', { count: 1 });
    await pipeline.settle();

    const [invoice] = (await pipeline.storaState()).invoices;
    const [link] = pipeline.stores.links.all().filter(({ kind }) => kind === 'invoice');
    expect(pipeline.stores.documents.all()).toEqual([
      expect.objectContaining({
        kind: 'invoice',
        sourceId: invoice.id,
        number: invoice.number,
        customer: expect.stringMatching(/\w/),
        site: expect.stringMatching(/\w/),
        totalMinor: invoice.total.amount,
        dueMinor: invoice.total.amount,
        status: 'open',
        isParked: false,
        targetId: link?.targetId,
        postedTotalMinor: invoice.total.amount,
        postedPaidMinor: 0,
      }),
    ]);
  });

  it('are written once per commit, and not again where a change is a duplicate', async () => {
    const pipeline = await startPipeline();
    await pipeline.press('month-end-run', { count: 2 });
    await pipeline.settle();
    await pipeline.press('pay-all');
    await pipeline.settle();
    const { puts } = pipeline.stores.documents;
    await pipeline.apply(pipeline.changes.messages());

    expect(puts).toBe(4);
    expect(pipeline.stores.documents.puts).toBe(puts);
    expect(listed(pipeline)).toEqual([
      expect.objectContaining({ status: 'paid', isSettled: true }),
      expect.objectContaining({ status: 'paid', isSettled: true }),
    ]);
  });

  it('say that they wait for a person, and no longer when they went through', async () => {
    const pipeline = await startPipeline();
    await pipeline.pressXero('archive-account', { code: '200' });
    await pipeline.press('month-end-run', { count: 1 });
    await pipeline.settle();
    expect(listed(pipeline)).toEqual([expect.objectContaining({ isParked: true })]);

    await pipeline.pressXero('restore-account', { code: '200' });
    // What the ledger was asked before is believed for a while.
    pipeline.clock.advance(3_600_000);
    await pipeline.press('pay-all');
    await pipeline.settle();
    expect(listed(pipeline)).toEqual([
      expect.objectContaining({ isParked: false, status: 'paid', isSettled: true }),
    ]);
  });

  it('list a credit note beside its invoice', async () => {
    const pipeline = await startPipeline();
    await pipeline.press('month-end-run', { count: 1 });
    const { invoices } = await pipeline.storaState();
    await pipeline.press('credit', { invoiceId: invoices[0].id, amountMinor: 300 });
    await pipeline.settle();

    const kinds = pipeline.stores.documents.all().map(({ kind, totalMinor }) => [kind, totalMinor]);
    expect(kinds).toContainEqual(['credit_note', 300]);
  });

  it('are listed after all where a worker ended between the link and the list', async () => {
    const pipeline = await startPipeline();
    await pipeline.press('month-end-run', { count: 1 });
    pipeline.stores.documents.faults.failNext('putAll', new Error('gone'));
    await pipeline.settle();

    expect(listed(pipeline)).toEqual([expect.objectContaining({ status: 'open' })]);
  });
});
