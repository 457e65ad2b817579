import { describe, expect, it } from 'vitest';
import { booksFromBefore } from '../../support/books-from-before.ts';
import { startPipeline } from '../../support/pipeline.ts';

/** An invoice that we posted, or found, and somebody pays in Xero by hand. */
async function withInvoice(isImported = false) {
  const pipeline = await startPipeline({ settings: { clearingAccountCode: '090' } });
  const books = booksFromBefore(pipeline);
  await pipeline.press('month-end-run', { count: 1 });
  const [invoice] = (await pipeline.storaState()).invoices;
  const { full_name } = (await pipeline.storaState()).contacts.find(
    ({ id }: { id: string }) => id === invoice.contact.id,
  );
  if (isImported) await books.imported(invoice, books.entered(full_name));
  else await pipeline.settle();
  const total: number = invoice.total.amount;
  return {
    pipeline,
    books,
    total,
    payByHand: async (amountMinor: number) => {
      const [{ id }] = (await pipeline.xeroState()).invoices;
      const payment = {
        invoiceTargetId: id,
        accountCode: '090',
        date: '2026-11-30',
        amountMinor,
        currency: 'GBP',
        reference: 'bank feed',
      };
      const [written] = await pipeline.ports.ledgerFor().payments.create([payment], books.key());
      expect(written?.ok).toBe(true);
    },
    payAtSource: async (amountMinor: number) => {
      pipeline.clock.advance(2_000);
      await pipeline.press('pay', { invoiceId: invoice.id, amountMinor });
      await books.settleNew();
    },
    payments: async (): Promise<string[]> =>
      (await pipeline.xeroState()).payments.map(({ amount }: { amount: string }) => amount),
    paidMinor: () => books.links().find(({ kind }) => kind === 'invoice')?.posted?.paidMinor,
  };
}

describe('a payment that somebody entered in Xero', () => {
  it('in full is taken for the one of the source, without an issue', async () => {
    const { books, total, payByHand, payAtSource, payments, paidMinor } = await withInvoice();
    await payByHand(total);
    await payAtSource(total);

    expect(await payments()).toHaveLength(1);
    expect(paidMinor()).toBe(total);
    expect(await books.issues()).toEqual([]);
  });

  it('in part is not posted a second time, and the rest is', async () => {
    const { books, total, payByHand, payAtSource, payments } = await withInvoice();
    await payByHand(1_000);
    await payAtSource(1_000);
    expect(await payments()).toEqual(['10.00']);
    await payAtSource(total - 1_000);

    expect(await payments()).toEqual(['10.00', ((total - 1_000) / 100).toFixed(2)]);
    expect(await books.issues()).toEqual([]);
  });

  it('is no write of ours in the activities', async () => {
    const { pipeline, total, payByHand, payAtSource } = await withInvoice();
    await payByHand(total);
    await payAtSource(total);

    const writes = pipeline.stores.activities.all().map(({ detail }) => String(detail.writes));
    expect(writes.filter((write) => /payment|entered/.test(write))).toEqual([]);
  });

  it('before the source knows of it, on an imported invoice, is no money to give back', async () => {
    const { pipeline, books, total, payByHand, payAtSource, payments } = await withInvoice(true);
    await payByHand(total);
    await pipeline.settle();
    expect(await books.issues()).toEqual([]);
    await payAtSource(total);

    expect(await payments()).toHaveLength(1);
    expect(await books.issues()).toEqual([]);
  });

  it('that leaves less due than the source says was paid is asked about', async () => {
    const { books, total, payByHand, payAtSource, payments } = await withInvoice();
    await payByHand(1_000);
    await payAtSource(total);

    expect(await payments()).toEqual(['10.00']);
    expect(await books.issues()).toMatchObject([{ cause: 'payment_exceeds_due' }]);
  });
});
