import { beforeEach, describe, expect, it } from 'vitest';
import type { ChangeMessage } from '../../../shared/contracts/messages.ts';
import { type Pipeline, startPipeline } from '../../support/pipeline.ts';

let pipeline: Pipeline;
let invoices: ChangeMessage[];
beforeEach(async () => {
  pipeline = await startPipeline();
  await pipeline.press('month-end-run', { count: 3 });
  await pipeline.deliver();
  const isInvoice = ({ eventType }: ChangeMessage) => eventType === 'invoice.finalized';
  invoices = pipeline.changes.messages().filter(isInvoice);
});

const told = () => pipeline.writeBacks.messages().map(({ kind }) => kind);

describe('what the records of a batch owe the source', () => {
  it('goes to its queue in two calls: first that of the customers, which came along', async () => {
    await pipeline.apply(invoices);

    expect(pipeline.writeBacks.batches).toEqual([3, 3]);
    expect(told()).toEqual([...Array(3).fill('contact'), ...Array(3).fill('invoice')]);
  });

  it('is told of a customer before the invoice is done, after which nobody comes back to it', async () => {
    pipeline.writeBacks.faults.failNext('sendAll', new Error('The queue is away.'));

    const results = await pipeline.apply(invoices);
    await pipeline.apply(invoices);

    expect(results.map(({ kind }) => kind)).toEqual(['done', 'done', 'done']);
    expect(told().toSorted()).toEqual([...Array(3).fill('contact'), ...Array(3).fill('invoice')]);
  });

  it('leaves open what could not be told, and it is told with the next try', async () => {
    // Together, and then the first of them alone.
    for (const away of ['together', 'alone'])
      pipeline.writeBacks.faults.failNext('sendAll', new Error(away));

    const results = await pipeline.apply(invoices);
    expect(results.map(({ kind }) => kind)).toEqual(['deferred', 'deferred', 'deferred']);
    await pipeline.apply(invoices);

    expect(new Set(pipeline.writeBacks.messages().map(({ sourceId }) => sourceId)).size).toBe(6);
  });
});
