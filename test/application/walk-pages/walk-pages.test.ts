import { beforeEach, describe, expect, it } from 'vitest';
import { type Pipeline, startPipeline } from '../../support/pipeline.ts';
import { runOf, start, walkAll } from '../../support/walked-pages.ts';

let pipeline: Pipeline;

beforeEach(async () => {
  pipeline = await startPipeline({ settings: { startDate: '2020-01-01' } });
});

describe('a backfill', () => {
  it('brings every document of the span into the ledger, once', async () => {
    await pipeline.press('month-end-run', { count: 120 });
    const { invoices } = await pipeline.storaState();
    const before = pipeline.calls.length;

    expect(await start(pipeline)).toBe('started');
    const receives = await walkAll(pipeline);

    const run = await runOf(pipeline);
    console.log(
      receives,
      JSON.stringify(run),
      pipeline.calls.length - before,
      JSON.stringify(pipeline.calls[before]),
    );
    const posted = (await pipeline.xeroState()).invoices;
    expect(run.status).toBe('done');
    expect(posted.length).toBe(invoices.length);
  });
});
