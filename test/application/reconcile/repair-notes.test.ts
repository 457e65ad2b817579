import { beforeEach, describe, expect, it } from 'vitest';
import { type Pipeline, startPipeline } from '../../support/pipeline.ts';
import { operatorId } from '../../support/vendors-in-process.ts';
import { aNightThrough, lost, whose, workAsked } from '../../support/worked-nights.ts';

let pipeline: Pipeline;

beforeEach(async () => {
  pipeline = await startPipeline({ settings: { startDate: '2026-10-01', historyNotes: true } });
});

function hoursLater(hours: number): void {
  pipeline.clock.advance(hours * 3_600_000);
}

async function linkOf(sourceId: string) {
  return pipeline.stores.links.get({ ...whose, kind: 'invoice', sourceId });
}

function historyOf(targetId: string | undefined): string[] {
  const book = pipeline.xero.world.book(operatorId);
  return (book?.history.get(targetId ?? '') ?? []).map(({ details }) => details);
}

describe('what a night has repaired', () => {
  it('is told on the timeline and in the history of the ledger, once', async () => {
    await pipeline.press('month-end-run', { count: 1 });
    await pipeline.settle();
    const [invoice] = (await pipeline.storaState()).invoices;
    await lost(pipeline, () => pipeline.press('pay', { invoiceId: invoice.id }));
    hoursLater(24);

    await aNightThrough(pipeline);
    await workAsked(pipeline);
    // The message comes a second time: nobody knew that it was done.
    await workAsked(pipeline);

    const link = await linkOf(invoice.id);
    const day = new Date(pipeline.clock.nowEpochMs()).toISOString().slice(0, 10);
    const notes = link?.owed.map((debt) => (debt.what === 'timeline' ? debt.note : debt.what));
    expect(notes?.filter((note) => note.startsWith('repaired:'))).toEqual([`repaired:${day}`]);
    expect(link?.owed).toContainEqual(
      expect.objectContaining({
        note: `repaired:${day}`,
        text: `Invoice ${invoice.number} was out of step with Xero; the comparison of both sides brought it in step.`,
        invoiceSourceId: invoice.id,
      }),
    );
    expect(historyOf(link?.targetId).filter((note) => note.includes('brought in step'))).toEqual([
      `Out of step with Stora (${invoice.id}) and brought in step by Rollerdoor, found by the comparison of both on ${day}.`,
    ]);
  });

  it('is not told where nothing was to be written, nor of what a live event brought', async () => {
    await pipeline.press('month-end-run', { count: 1 });
    await pipeline.settle();
    const [invoice] = (await pipeline.storaState()).invoices;
    await pipeline.press('pay', { invoiceId: invoice.id });
    await pipeline.settle();
    hoursLater(24);
    await aNightThrough(pipeline);
    await workAsked(pipeline);

    const link = await linkOf(invoice.id);
    expect(JSON.stringify(link)).not.toContain('repaired');
    expect(historyOf(link?.targetId).join()).not.toContain('brought in step');
  });
});
