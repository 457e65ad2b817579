import { describe, expect, it } from 'vitest';
import { startPipeline } from '../../support/pipeline.ts';
import { expectSameBooks } from '../../support/same-books.ts';

describe('a month-end run', () => {
  it('arrives in the ledger to the penny, without a call too many', async () => {
    const pipeline = await startPipeline();
    await pipeline.press('month-end-run', { count: 30 });

    await pipeline.settle();

    const [source, ledger] = [await pipeline.storaState(), await pipeline.xeroState()];
    expect(ledger.invoices).toHaveLength(30);
    expectSameBooks(source, ledger);
    expect(await pipeline.stores.issues.list('acorn')).toEqual([]);
    expect(pipeline.calls.filter((call) => call.status === 429)).toEqual([]);
  });
});
