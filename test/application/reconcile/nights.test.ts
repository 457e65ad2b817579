import { beforeEach, describe, expect, it } from 'vitest';
import { type Pipeline, startPipeline } from '../../support/pipeline.ts';
import { aNightThrough, nightOf, proofOf } from '../../support/worked-nights.ts';

let pipeline: Pipeline;
const november = '2026-11';

beforeEach(async () => {
  pipeline = await startPipeline({ settings: { startDate: '2026-10-01', historyNotes: false } });
});

async function posted(count: number) {
  await pipeline.press('month-end-run', { count });
  await pipeline.settle();
  return (await pipeline.storaState()).invoices;
}

function aDayLater() {
  pipeline.clock.advance(24 * 3_600_000);
}

describe('a night of a month in step', () => {
  it('finds nothing, and explains both sides to the penny', async () => {
    await posted(5);
    aDayLater();

    const night = await aNightThrough(pipeline);

    console.log(JSON.stringify(night), JSON.stringify((await proofOf(pipeline, november))));
    expect(night).toMatchObject({ status: 'done', found: {}, unexplainedMinor: 0 });
    expect(await nightOf(pipeline)).toEqual(night);
  });
});
