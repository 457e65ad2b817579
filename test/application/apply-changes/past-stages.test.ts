import { describe, expect, it } from 'vitest';
import type { LedgerSettings } from '../../../shared/contracts/settings.ts';
import { applyAll } from '../../support/books-from-before.ts';
import { type Pipeline, startPipeline } from '../../support/pipeline.ts';

async function setSettings(pipeline: Pipeline, change: Partial<LedgerSettings>) {
  const settings = await pipeline.stores.settings.get('acorn', 'xero');
  if (settings === undefined) throw new Error('There are no settings.');
  await pipeline.stores.settings.put({ ...settings, ...change });
}

/** What changes after a document was posted, and is no business of it any more. */
const changes: Array<[string, (pipeline: Pipeline) => Promise<unknown>]> = [
  ['sites go by another category', (p) => setSettings(p, { trackingCategoryName: 'Depot' })],
  [
    'sites are created no more and the option is archived',
    async (p) => {
      await setSettings(p, { createTracking: false });
      await archiveAllOptions(p);
    },
  ],
  [
    'the tracking category has another name and none may be created',
    async (p) => {
      await p.pressXero('tracking', { category: 'Location', name: 'Region' });
      await setSettings(p, { createTracking: false });
    },
  ],
  ['the account of its lines is archived', (p) => archiveRevenue(p)],
  ['documents count from a later day', (p) => setSettings(p, { startDate: '2027-12-01' })],
  ['no default account is set', (p) => setSettings(p, { defaultAccountCode: undefined })],
  ['its customer is archived', (p) => archiveCustomers(p)],
  ['drafts are posted from now on', (p) => setSettings(p, { invoiceStatus: 'DRAFT' })],
];

async function archiveAllOptions(pipeline: Pipeline) {
  const { trackingCategories } = await pipeline.xeroState();
  for (const { name: category, options } of trackingCategories)
    for (const option of options)
      await pipeline.pressXero('tracking', { category, option, status: 'ARCHIVED' });
}

async function archiveRevenue(pipeline: Pipeline) {
  for (const code of ['200', '201', '260'])
    await pipeline.pressXero('archive-account', { code }).catch(() => undefined);
}

async function archiveCustomers(pipeline: Pipeline) {
  for (const { contactId } of (await pipeline.xeroState()).contacts)
    await pipeline.pressXero('archive-contact', { contact: contactId });
}

/** An invoice that was posted, then the change; what was read of the ledger before is out of date. */
async function postedBefore(change: (pipeline: Pipeline) => Promise<unknown>) {
  const pipeline = await startPipeline();
  await pipeline.press('month-end-run', { count: 1 });
  await pipeline.settle();
  expect(await causes(pipeline)).toEqual([]);
  await change(pipeline);
  pipeline.clock.advance(10 * 60_000);
  const [invoice] = (await pipeline.storaState()).invoices;
  return { pipeline, invoice };
}

const causes = async ({ stores }: Pipeline) =>
  (await stores.issues.list('acorn')).map(({ cause }) => cause);

describe.each(changes)('when %s', (_what, change) => {
  it('an invoice that was posted before is paid', async () => {
    const { pipeline, invoice } = await postedBefore(change);

    await pipeline.press('pay', { invoiceId: invoice.id });
    await pipeline.settle();

    expect(await causes(pipeline)).toEqual([]);
    expect((await pipeline.xeroState()).payments).toHaveLength(1);
  });

  it('an invoice that was posted before is voided', async () => {
    const { pipeline, invoice } = await postedBefore(change);

    await pipeline.press('void', { invoiceId: invoice.id });
    await pipeline.settle();

    expect(await causes(pipeline)).toEqual([]);
    expect((await pipeline.xeroState()).invoices).toMatchObject([{ status: 'VOIDED' }]);
  });

  it('a credit note that was posted before is still set against its invoice, once', async () => {
    let isStopped = true;
    const pipeline = await startPipeline({
      intercept: async (request, answer) =>
        isStopped && /\/Allocations/.test(request.url)
          ? new Response('', { status: 503 })
          : answer(),
    });
    await pipeline.press('month-end-run', { count: 1 });
    await pipeline.settle();
    const [invoice] = (await pipeline.storaState()).invoices;
    await pipeline.press('credit', { invoiceId: invoice.id, amountMinor: 300 });
    await pipeline.deliver();
    await pipeline.apply(pipeline.changes.messages().slice(-2));
    expect((await pipeline.xeroState()).creditNotes).toHaveLength(1);
    isStopped = false;
    await change(pipeline);
    pipeline.clock.advance(10 * 60_000);

    await pipeline.settle();

    expect(await causes(pipeline)).toEqual([]);
    const { creditNotes } = await pipeline.xeroState();
    expect(creditNotes).toHaveLength(1);
    expect(creditNotes).toMatchObject([{ amountDue: '0.00' }]);
  });
});

describe('a credit note that is in the ledger and set against its invoice', () => {
  it('does not ask for the invoice at the source any more', async () => {
    let isGone = false;
    const pipeline = await startPipeline({
      intercept: async (request, answer) =>
        isGone && /\/invoices\/[^/]+$/.test(new URL(request.url).pathname)
          ? new Response('', { status: 404 })
          : answer(),
    });
    await pipeline.press('month-end-run', { count: 1 });
    const [invoice] = (await pipeline.storaState()).invoices;
    await pipeline.press('credit', { invoiceId: invoice.id, amountMinor: 300 });
    await pipeline.settle();
    expect(await causes(pipeline)).toEqual([]);
    isGone = true;
    const message = pipeline.changes.messages().find(({ kind }) => kind === 'credit_note');
    if (message === undefined) throw new Error('There is no change of a credit note.');
    const [link] = pipeline.stores.links.all().filter(({ kind }) => kind === 'credit_note');
    if (link === undefined) throw new Error('There is no link of a credit note.');
    const { version: _version, ...unversioned } = link;
    pipeline.stores.links.seed(unversioned);

    await pipeline.apply([message]);

    expect(await causes(pipeline)).toEqual([]);
  });
});

describe('an invoice that came along with a credit note', () => {
  it.each([
    ['was written to', 'done'],
    ['was written to without an answer', 'sending'],
  ])('and %s is told of, although the note needs it no more', async (_what, state) => {
    let isStopped = true;
    const pipeline = await startPipeline({
      settings: { historyNotes: false },
      intercept: async (request, answer) => {
        const isLost = state === 'sending' && /\/Invoices\/.*\/History/.test(request.url);
        if (!isStopped || (!isLost && !/\/CreditNotes\/.*\/History/.test(request.url)))
          return answer();
        isStopped = false;
        if (!isLost) return new Response('', { status: 503 });
        await answer();
        throw new TypeError('fetch failed');
      },
    });
    await pipeline.press('month-end-run', { count: 1 });
    await pipeline.settle();
    await setSettings(pipeline, { historyNotes: true });
    const [invoice] = (await pipeline.storaState()).invoices;
    await pipeline.press('credit', { invoiceId: invoice.id, amountMinor: 300 });
    await pipeline.deliver();
    const messages = pipeline.changes.messages().filter(({ kind }) => kind === 'credit_note');

    await applyAll(pipeline, messages);

    const told = pipeline.stores.activities.all().map(({ detail }) => detail);
    expect(told.filter(({ writes }) => writes === 'history').map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['invoice', 'credit_note']),
    );
    expect(isStopped).toBe(false);
  });
});

describe('a credit note whose invoice has a form that nobody can read', () => {
  it('waits for a person with that very cause', async () => {
    const pipeline = await startPipeline({
      intercept: async (request, answer) => {
        const isRead = /\/invoices\/[^/]+$/.test(new URL(request.url).pathname);
        if (!isRead || request.method !== 'GET') return answer();
        const { invoice, ...rest } = await (await answer()).json();
        return Response.json({ ...rest, invoice: { ...invoice, status: 'pondering' } });
      },
    });
    await pipeline.press('month-end-run', { count: 1 });
    const [invoice] = (await pipeline.storaState()).invoices;
    await pipeline.press('credit', { invoiceId: invoice.id, amountMinor: 300 });
    await pipeline.deliver();
    const notes = pipeline.changes.messages().filter(({ kind }) => kind === 'credit_note');

    await pipeline.apply(notes);

    expect(await pipeline.stores.issues.list('acorn')).toMatchObject([
      { kind: 'credit_note', cause: 'record_unreadable' },
    ]);
  });
});
