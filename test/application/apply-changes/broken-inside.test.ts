import { describe, expect, it } from 'vitest';
import { type Pipeline, startPipeline } from '../../support/pipeline.ts';
import { expectSameBooks } from '../../support/same-books.ts';

/** What Xero says of a fault of its own, in the form of a refusal. */
const message =
  'An error occurred in Xero. Check the API Status page http://status.developer.xero.com for current service status.';

const causesOf = async ({ stores }: Pipeline) =>
  (await stores.issues.list('acorn')).map(({ cause, sourceId }) => ({ cause, sourceId }));

/** Six invoices, of which Xero breaks on one. */
async function monthEnd(form: string, count: number | undefined) {
  const pipeline = await startPipeline();
  await pipeline.press('month-end-run', { count: 6 });
  const { invoices } = await pipeline.storaState();
  const bad = invoices[2];
  await pipeline.pressXero('refuse-next', {
    form,
    message,
    bodyIncludes: bad.number,
    pathIncludes: '/Invoices',
    ...(count === undefined ? {} : { count }),
  });
  await pipeline.settle();
  return { pipeline, bad };
}

describe.each(['element', 'call'])('a fault of Xero told as a refusal of the %s', (form) => {
  it('that passes ends in the right books and in no issue', async () => {
    const { pipeline } = await monthEnd(form, 1);

    expect(await causesOf(pipeline)).toEqual([]);
    expectSameBooks(await pipeline.storaState(), await pipeline.xeroState());
  });

  it('that stays ends in an issue of that record alone, and says what it is', async () => {
    const { pipeline, bad } = await monthEnd(form, undefined);

    expect(await causesOf(pipeline)).toEqual([{ cause: 'ledger_keeps_failing', sourceId: bad.id }]);
    const { invoices } = await pipeline.xeroState();
    expect(invoices).toHaveLength(5);
  });
});
