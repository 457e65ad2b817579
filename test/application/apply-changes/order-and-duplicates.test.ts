import { describe, expect, it } from 'vitest';
import { type Pipeline, startPipeline } from '../../support/pipeline.ts';
import { expectSameBooks } from '../../support/same-books.ts';

describe('changes delivered more than once and out of order', () => {
  it.each([1, 2, 3, 4, 5])('end in the same books (seed %i)', async (seed) => {
    const pipeline = await startPipeline();
    await pipeline.press('month-end-run', { count: 12 });
    await pipeline.press('pay-all');
    await pipeline.press('new-contact', { email: 'jo@example.com', full_name: 'Jo Late' });

    await pipeline.settle({ shuffled: { times: 3, seed } });

    const [source, ledger] = [await pipeline.storaState(), await pipeline.xeroState()];
    expectSameBooks(source, ledger);
    expect(ledger.payments).toHaveLength(12);
    expect(ledger.invoices.map((invoice: { status: string }) => invoice.status)).toEqual(
      Array.from({ length: 12 }, () => 'PAID'),
    );
    expect(await pipeline.stores.issues.list('acorn')).toEqual([]);
  });

  it('post nothing again when everything is delivered once more later', async () => {
    const pipeline = await startPipeline();
    await pipeline.press('month-end-run', { count: 6 });
    await pipeline.settle();
    const before = await pipeline.xeroState();

    await pipeline.settle({ shuffled: { times: 2, seed: 9 } });

    const after = await pipeline.xeroState();
    expect(after.invoices).toEqual(before.invoices);
    expect(after.contacts).toEqual(before.contacts);
  });
});

describe('a read at the source', () => {
  it('is not older than an event that was applied, although our clock is behind', async () => {
    const pipeline = await startPipeline();
    await pipeline.press('month-end-run', { count: 1 });
    await pipeline.settle();
    const [invoice] = (await pipeline.storaState()).invoices;
    const payPart = async () => {
      await pipeline.press('pay', { invoiceId: invoice.id, amountMinor: 100 });
      await pipeline.deliver();
      return pipeline.changes.messages().slice(-1);
    };
    const inThreeSecondsMs = pipeline.clock.nowEpochMs() + 3_000;
    const ahead = { occurredAt: new Date(inThreeSecondsMs).toISOString() };
    await pipeline.apply((await payPart()).map((message) => ({ ...message, ...ahead })));
    const before = versionOf(pipeline, invoice.id);

    await pipeline.apply((await payPart()).map(({ resource: _carried, ...rest }) => rest));

    expect(before?.at).toBe(ahead.occurredAt);
    expect(versionOf(pipeline, invoice.id)?.at).toBe(ahead.occurredAt);
    expect((await pipeline.xeroState()).payments).toHaveLength(2);
  });
});

function versionOf({ stores }: Pipeline, invoiceId: string) {
  return stores.links.all().find(({ sourceId }) => sourceId === invoiceId)?.version;
}
