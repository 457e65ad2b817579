import { describe, expect, it } from 'vitest';
import { comparedBooks } from '../../support/compared-books.ts';
import { type Pipeline, type PipelineOptions, startPipeline } from '../../support/pipeline.ts';
import { anHourLater } from './an-hour-later.ts';

const confirmed = ['contact.created', 'invoice.created', 'invoice.paid', 'credit_note.created'];
const inferred = [
  'contact.updated',
  'contact.deleted',
  'invoice.updated',
  'invoice.finalized',
  'invoice.voided',
  'invoice.marked_uncollectible',
];

interface Invoice {
  id: string;
  total: { amount: number };
  contact: { id: string };
}

/** What follows from events, and, an hour later, what does not. */
async function settled(pipeline: Pipeline): Promise<void> {
  await pipeline.settle();
  await anHourLater(pipeline);
  await pipeline.tend();
  await pipeline.settle();
}

/** A month end in which everything happens that no confirmed event tells of. */
async function monthEnd(options: PipelineOptions) {
  const pipeline = await startPipeline(options);
  await pipeline.press('month-end-run', { count: 12 });
  await settled(pipeline);
  const { invoices } = (await pipeline.storaState()) as { invoices: Invoice[] };
  const at = (index: number): Invoice => {
    const invoice = invoices[index];
    if (invoice === undefined) throw new Error(`There is no invoice ${index}.`);
    return invoice;
  };
  await pipeline.press('pay', { invoiceId: at(0).id });
  await pipeline.press('pay', { invoiceId: at(1).id, amountMinor: 1_000 });
  await pipeline.press('void', { invoiceId: at(2).id });
  await pipeline.press('uncollectible', { invoiceId: at(3).id });
  await pipeline.press('credit', { invoiceId: at(4).id, amountMinor: 500 });
  await pipeline.press('update-contact', {
    contactId: at(5).contact.id,
    full_name: 'Robin Renamed',
    email: 'robin.renamed@example.com',
  });
  await settled(pipeline);
  await pipeline.press('pay', { invoiceId: at(1).id, amountMinor: 700 });
  await settled(pipeline);
  await pipeline.press('pay', { invoiceId: at(1).id });
  await settled(pipeline);
  return pipeline;
}

function listReads(pipeline: Pipeline): string[] {
  return pipeline.calls
    .map(({ method, url }) => `${method} ${url}`)
    .filter((call) => /^GET .*\/(invoices|contacts|credit_notes)\?/.test(call));
}

async function causes(pipeline: Pipeline) {
  const issues = await pipeline.stores.issues.list('acorn');
  return issues.map(({ cause, label }) => `${cause} ${label}`).sort();
}

describe('a month end at a Stora that knows the confirmed events only', () => {
  it.each([
    ['points at the stranger', { eventRefusal: 'pointer' }],
    ['names the stranger', { eventRefusal: 'name' }],
    ['lists the names it knows', { eventRefusal: 'known-names' }],
    ['does not say why', { eventRefusal: 'nothing' }],
    [
      'has no filters either, and refuses them',
      {
        eventRefusal: 'pointer',
        query: ['status', 'updated_after', 'sort_by'],
        unknownQuery: 'reject',
      },
    ],
    [
      'has no filters either, and ignores them',
      { eventRefusal: 'pointer', query: ['status', 'updated_after', 'sort_by'] },
    ],
  ] as const)('ends in the same books when it %s', async (_how, absent) => {
    const told = await monthEnd({ absent: {} });
    const read = await monthEnd({ absent: { eventTypes: inferred, ...absent } });

    expect(comparedBooks(await read.xeroState())).toEqual(comparedBooks(await told.xeroState()));
    expect(await causes(read)).toEqual(await causes(told));
    const { events } = (await read.stores.sourceStates.get('acorn')) ?? {};
    expect(events).toMatchObject({ accepted: confirmed, open: [] });
    expect(events?.refused.toSorted()).toEqual(inferred.toSorted());
    // Once, for what was missed before connecting; and for the other a few pages an hour.
    expect(listReads(told)).toHaveLength(1);
    expect(listReads(read).length).toBeLessThan(30);
  });

  it('learns what changed before the same company was connected anew and any list was read', async () => {
    const pipeline = await startPipeline({ absent: { eventTypes: inferred } });
    await pipeline.press('month-end-run', { count: 1 });
    await pipeline.settle();
    const [contact] = (await pipeline.xeroState()).contacts;
    const contactId = contact.contactNumber;
    await pipeline.press('update-contact', { contactId, full_name: 'Robin Renamed' });
    pipeline.clock.advance(20 * 60_000);
    const key = { operatorId: 'acorn', provider: 'stora' } as const;
    const row = await pipeline.stores.connections.get(key);
    if (row === undefined) throw new Error('Nothing is connected.');
    const connectedAt = pipeline.clock.nowIso();
    pipeline.stores.connections.seed({ ...row, connectedAt, sinceAt: row.connectedAt });

    await pipeline.tend();
    await pipeline.settle();

    expect((await pipeline.xeroState()).contacts).toMatchObject([{ name: 'Robin Renamed' }]);
  });
});
