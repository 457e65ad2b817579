import { describe, expect, it } from 'vitest';
import { type Pipeline, startPipeline } from '../../support/pipeline.ts';

const isVoid = (request: Request) =>
  request.method === 'POST' && /\/Invoices\/[^/]+$/.test(new URL(request.url).pathname);

async function voidFirst(pipeline: Pipeline) {
  const [invoice] = (await pipeline.storaState()).invoices;
  await pipeline.press('void', { invoiceId: invoice.id });
  await pipeline.settle();
}

async function statuses(pipeline: Pipeline): Promise<string[]> {
  const { invoices } = await pipeline.xeroState();
  return invoices.map(({ status }: { status: string }) => status);
}

function voidsAudited(pipeline: Pipeline): number {
  return pipeline.stores.activities.all().filter(({ detail }) => detail.writes === 'void').length;
}

describe('an invoice that is voided at the source', () => {
  it('is deleted when it stands as a draft in the ledger', async () => {
    const pipeline = await startPipeline({ settings: { invoiceStatus: 'DRAFT' } });
    await pipeline.press('month-end-run', { count: 1 });
    await pipeline.settle();

    await voidFirst(pipeline);

    expect(await statuses(pipeline)).toEqual(['DELETED']);
    expect(await pipeline.stores.issues.list('acorn')).toEqual([]);
    expect(voidsAudited(pipeline)).toBe(1);
  });

  it('is voided when it stands approved, although drafts are posted by now', async () => {
    const pipeline = await startPipeline();
    await pipeline.press('month-end-run', { count: 1 });
    await pipeline.settle();
    const settings = await pipeline.stores.settings.get('acorn', 'xero');
    if (settings === undefined) throw new Error('There are no settings.');
    await pipeline.stores.settings.put({ ...settings, invoiceStatus: 'DRAFT' });

    await voidFirst(pipeline);

    expect(await statuses(pipeline)).toEqual(['VOIDED']);
    expect(await pipeline.stores.issues.list('acorn')).toEqual([]);
  });

  it.each(['DRAFT', 'AUTHORISED'] as const)(
    'is done with when the answer was lost: %s',
    async (invoiceStatus) => {
      let isLost = false;
      const pipeline = await startPipeline({
        settings: { invoiceStatus },
        intercept: async (request, answer) => {
          if (isLost || !isVoid(request)) return answer();
          isLost = true;
          await answer();
          throw new TypeError('fetch failed');
        },
      });
      await pipeline.press('month-end-run', { count: 1 });
      await pipeline.settle();

      await voidFirst(pipeline);

      expect(isLost).toBe(true);
      expect(await pipeline.stores.issues.list('acorn')).toEqual([]);
      expect(voidsAudited(pipeline)).toBe(1);
    },
  );

  it('waits for a person, in words that fit, when it was credited in part; nothing is sent', async () => {
    const pipeline = await startPipeline();
    await pipeline.press('month-end-run', { count: 1 });
    await pipeline.settle();
    const [invoice] = (await pipeline.storaState()).invoices;
    await pipeline.press('credit', { invoiceId: invoice.id, amountMinor: 300 });
    await pipeline.settle();

    await voidFirst(pipeline);

    expect(await pipeline.stores.issues.list('acorn')).toMatchObject([{ cause: 'void_but_paid' }]);
    const isVoidCall = (call: { method: string; url: string }) =>
      call.method === 'POST' && /\/Invoices\//.test(call.url);
    expect(pipeline.calls.filter(isVoidCall)).toEqual([]);
  });

  it('is done with when somebody voided it in the ledger before; that is no write of ours', async () => {
    const pipeline = await startPipeline();
    await pipeline.press('month-end-run', { count: 1 });
    await pipeline.settle();
    const [{ number }] = (await pipeline.xeroState()).invoices;
    await pipeline.pressXero('void-invoice', { number });

    await voidFirst(pipeline);

    expect(await pipeline.stores.issues.list('acorn')).toEqual([]);
    expect(voidsAudited(pipeline)).toBe(0);
  });
});
