import { describe, expect, it } from 'vitest';
import { retryIssue } from '../../../shared/application/issues/retry-issue.ts';
import { type Pipeline, startPipeline } from '../../support/pipeline.ts';

/** What was posted stands edited by a person, who changed the sum of its first line. */
async function editedBooks(settings: Record<string, unknown> = {}) {
  const pipeline = await startPipeline({ settings: { changedDocument: 'amend', ...settings } });
  await pipeline.press('month-end-run', { count: 1 });
  await pipeline.settle();
  const [invoice] = (await pipeline.storaState()).invoices;
  return { pipeline, invoiceId: invoice.id as string, number: invoice.number as string };
}

async function stands(pipeline: Pipeline) {
  const { invoices } = await pipeline.xeroState();
  const [{ status, lines, total, totalTax, date, contactId }] = invoices;
  return { status, lines, total, totalTax, date, contactId };
}

async function causes(pipeline: Pipeline) {
  return (await pipeline.stores.issues.list('acorn')).map(({ cause }) => cause);
}

const edits = [
  { by: 'its sum', fields: { amount: '1.00' } },
  { by: 'its account', fields: { account: '260' } },
];

const changes = [
  {
    what: 'changed',
    action: 'change-invoice',
    fields: { percent: 90 },
    cause: 'changed_after_posting',
  },
  { what: 'voided', action: 'void', fields: {}, cause: 'changed_after_posting' },
];

describe.each(edits)('a document that a person edited in the books, $by', ({ fields }) => {
  it.each(changes)('stands as it was edited: $what at the source', async (change) => {
    const { pipeline, invoiceId, number } = await editedBooks();
    await pipeline.pressXero('edit-invoice', { number, ...fields });
    const edited = await stands(pipeline);
    await pipeline.press(change.action, { invoiceId, ...change.fields });
    await pipeline.settle();

    expect(await stands(pipeline)).toEqual(edited);
    expect(await causes(pipeline)).toEqual([change.cause]);
  });

  it('stands as it was edited: paid at the source', async () => {
    const { pipeline, invoiceId, number } = await editedBooks();
    await pipeline.pressXero('edit-invoice', { number, ...fields });
    const { status: _open, ...edited } = await stands(pipeline);
    await pipeline.press('pay', { invoiceId });
    await pipeline.settle();

    expect(await stands(pipeline)).toMatchObject(edited);
  });
});

describe('a document that a person voids after all', () => {
  it('is done with, though it was edited before', async () => {
    const { pipeline, invoiceId, number } = await editedBooks();
    await pipeline.pressXero('edit-invoice', { number, amount: '1.00' });
    await pipeline.press('void', { invoiceId });
    await pipeline.settle();
    await pipeline.pressXero('void-invoice', { number });
    const [issue] = await pipeline.stores.issues.list('acorn');
    if (issue === undefined) throw new Error('Nothing is parked.');
    await retryIssue({ ...pipeline.stores, ...pipeline.ports }, issue, 'operator');
    await pipeline.settle();

    expect(await causes(pipeline)).toEqual([]);
  });
});
