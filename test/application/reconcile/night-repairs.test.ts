import { beforeEach, describe, expect, it } from 'vitest';
import { type Pipeline, startPipeline } from '../../support/pipeline.ts';
import { operatorId } from '../../support/vendors-in-process.ts';
import { aNightThrough, lost, workAsked } from '../../support/worked-nights.ts';

let pipeline: Pipeline;

beforeEach(async () => {
  pipeline = await startPipeline({ settings: { startDate: '2026-10-01', historyNotes: false } });
});

async function posted(count: number): Promise<Array<{ id: string; number: string }>> {
  await pipeline.press('month-end-run', { count });
  await pipeline.settle();
  return (await pipeline.storaState()).invoices;
}

function hoursLater(hours: number): void {
  pipeline.clock.advance(hours * 3_600_000);
}

describe('what was brought, and not all of it', () => {
  it('is a payment from when none were posted: that night posts it, once', async () => {
    const [invoice] = await posted(2);
    const settings = await pipeline.stores.settings.get(operatorId, 'xero');
    if (settings === undefined) throw new Error('no settings');
    await pipeline.stores.settings.put({ ...settings, postPayments: false });
    await pipeline.press('pay', { invoiceId: invoice?.id });
    await pipeline.settle();
    expect(await aNightThrough(pipeline)).toMatchObject({ found: {} });
    await pipeline.stores.settings.put({ ...settings, postPayments: true });
    hoursLater(24);
    await lost(pipeline, async () => {});

    const night = await aNightThrough(pipeline);
    await aNightThrough(pipeline);
    await workAsked(pipeline);

    expect(night).toMatchObject({ found: { payment_missing: 1 }, repaired: 1 });
    expect((await pipeline.xeroState()).payments).toHaveLength(1);
    expect(await aNightThrough(pipeline)).toMatchObject({ found: {}, repaired: 0 });
  });
});
