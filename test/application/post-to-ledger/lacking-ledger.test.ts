import { describe, expect, it } from 'vitest';
import { sweepWriteBacks } from '../../../shared/application/write-back/sweep-write-backs.ts';
import type { LedgerSettings } from '../../../shared/contracts/settings.ts';
import type { LedgerCapability } from '../../../shared/ports/ledger/ledger.ts';
import { RecordingChangeQueue } from '../../fakes/recording-queues.ts';
import { startLacking, takeAway } from '../../support/lacking-ledger.ts';
import { type Pipeline, startPipeline } from '../../support/pipeline.ts';

/** The part of the ledger's address that only the capability calls. */
const routes: Record<LedgerCapability, RegExp> = {
  payments: /\/Payments/,
  credits: /\/(CreditNotes|Allocations)/,
  tracking: /\/TrackingCategories(\/|$)/,
  history: /\/History/,
  changes: /order=UpdatedDateUTC/,
  periods: /Date%3E%3D/,
  amendments: /\/Invoices\/[^/]+\?unitdp/,
  openInvoices: /ContactIDs=/,
  overpayments: /\/BankTransactions/,
  refunds: /\/Payments/,
  reversals: /\/CreditNotes\/[^/?]+$/,
};

const issuesOf = ({ stores }: Pipeline) => stores.issues.list('acorn');

function callsOf(pipeline: Pipeline, capability: LedgerCapability): string[] {
  return pipeline.calls
    .filter(({ url }) => url.includes('/api.xro/') && routes[capability].test(url))
    .map(({ method, url }) => `${method} ${url}`);
}

/** An invoice that was posted to a ledger that lacks something. */
async function posted(capability: LedgerCapability, settings: Partial<LedgerSettings> = {}) {
  const pipeline = await startLacking(capability, { settings });
  await pipeline.press('month-end-run', { count: 1 });
  await pipeline.settle();
  const [invoice] = (await pipeline.storaState()).invoices;
  return { pipeline, invoiceId: invoice.id as string };
}

/** The sweep runs every five minutes for so long, and what it sends is worked. */
async function sweepFor(pipeline: Pipeline, hours: number) {
  for (let minutes = 0; minutes < hours * 60; minutes += 5) {
    pipeline.clock.advance(5 * 60_000);
    const queue = new RecordingChangeQueue();
    const deps = { ...pipeline.ports, queues: { xero: queue } };
    await sweepWriteBacks(deps, pipeline.clock.nowEpochMs() + 60_000);
    await pipeline.apply(queue.messages());
  }
}

describe('a ledger without payments', () => {
  it('gets none and needs no account for them: the invoice stays open, as with the setting off', async () => {
    const { pipeline, invoiceId } = await posted('payments', { clearingAccountCode: undefined });
    await pipeline.press('pay', { invoiceId });

    const { changes } = await pipeline.settle();

    expect(await issuesOf(pipeline)).toEqual([]);
    expect(changes.every(({ kind }) => kind === 'done')).toBe(true);
    const { invoices, payments } = await pipeline.xeroState();
    expect(payments).toEqual([]);
    expect(invoices).toMatchObject([{ status: 'AUTHORISED' }]);
    expect(callsOf(pipeline, 'payments')).toEqual([]);
  });

  it('is not said to wait for payments where something else of the invoice does', async () => {
    const { pipeline, invoiceId } = await posted('payments');
    await pipeline.press('pay', { invoiceId, amountMinor: 500 });
    await pipeline.press('uncollectible', { invoiceId });

    await pipeline.settle();

    const issues = await issuesOf(pipeline);
    expect(issues).toMatchObject([{ cause: 'uncollectible' }]);
    expect(issues[0]?.stand).not.toContain('wait');
  });

  it('still has its invoices voided', async () => {
    const { pipeline, invoiceId } = await posted('payments');
    await pipeline.press('void', { invoiceId });

    await pipeline.settle();

    expect(await issuesOf(pipeline)).toEqual([]);
    expect((await pipeline.xeroState()).invoices).toMatchObject([{ status: 'VOIDED' }]);
  });
});

describe('a ledger without credit notes', () => {
  it('leaves each to a person, who reads that, and its invoice stays as it is', async () => {
    const { pipeline, invoiceId } = await posted('credits');
    await pipeline.press('credit', { invoiceId, amountMinor: 500 });

    await pipeline.settle();

    expect(await issuesOf(pipeline)).toMatchObject([
      {
        kind: 'credit_note',
        cause: 'credit_notes_not_taken',
        message: 'The ledger takes no credit notes from us, so that this one was not posted.',
        remedy: 'Enter it in the ledger by hand, and set it against its invoice there.',
        stand: 'Nothing of it is in Xero yet.',
      },
    ]);
    const { invoices, creditNotes } = await pipeline.xeroState();
    expect(invoices).toHaveLength(1);
    expect(creditNotes).toEqual([]);
    expect(callsOf(pipeline, 'credits')).toEqual([]);
  });

  it('gets no invoice and no customer for the sake of a credit note', async () => {
    const pipeline = await startLacking('credits');
    await pipeline.press('month-end-run', { count: 1 });
    const [invoice] = (await pipeline.storaState()).invoices;
    await pipeline.press('credit', { invoiceId: invoice.id, amountMinor: 500 });
    await pipeline.deliver();
    const notes = pipeline.changes.messages().filter(({ kind }) => kind === 'credit_note');

    await pipeline.apply(notes);

    expect(await issuesOf(pipeline)).toMatchObject([{ cause: 'credit_notes_not_taken' }]);
    expect(await pipeline.xeroState()).toMatchObject({ invoices: [], contacts: [] });
  });

  it('hears nothing of a credit note from before its time', async () => {
    const pipeline = await startLacking('credits', { settings: { startDate: '2027-12-01' } });
    await pipeline.press('month-end-run', { count: 1 });
    const [invoice] = (await pipeline.storaState()).invoices;
    await pipeline.press('credit', { invoiceId: invoice.id, amountMinor: 500 });

    await pipeline.settle();

    expect(await issuesOf(pipeline)).toEqual([]);
  });
});

describe('a ledger without tracking', () => {
  it('gets its documents without a site, and no category is made', async () => {
    const pipeline = await startLacking('tracking', { settings: { createTracking: false } });
    await pipeline.pressXero('tracking', { category: 'Location', name: 'Region' });
    await pipeline.press('month-end-run', { count: 1 });
    const [source] = (await pipeline.storaState()).invoices;
    await pipeline.press('credit', { invoiceId: source.id, amountMinor: 500 });

    await pipeline.settle();

    expect(await issuesOf(pipeline)).toEqual([]);
    const { invoices, creditNotes } = await pipeline.xeroState();
    expect([invoices.length, creditNotes.length]).toEqual([1, 1]);
    expect(sitesOf([...invoices, ...creditNotes])).toEqual([]);
    expect(callsOf(pipeline, 'tracking').filter((call) => !call.startsWith('GET'))).toEqual([]);
  });
});

describe('a ledger without a history', () => {
  it('gets no notes, and none are owed', async () => {
    const { pipeline } = await posted('history');

    expect(await issuesOf(pipeline)).toEqual([]);
    expect((await pipeline.xeroState()).invoices).toHaveLength(1);
    expect(callsOf(pipeline, 'history')).toEqual([]);
    expect(owedHistory(pipeline)).toEqual([]);
  });

  it('is owed no note any more that was refused before it lost it', async () => {
    const pipeline = await startPipeline({
      intercept: async (request, answer) =>
        request.method === 'PUT' && routes.history.test(request.url)
          ? new Response('', { status: 403 })
          : answer(),
    });
    await pipeline.press('month-end-run', { count: 1 });
    await pipeline.settle();
    expect(owedHistory(pipeline)).toHaveLength(1);
    const before = callsOf(pipeline, 'history').length;
    takeAway(pipeline, 'history');

    await sweepFor(pipeline, 3);

    expect(owedHistory(pipeline)).toEqual([]);
    expect(callsOf(pipeline, 'history')).toHaveLength(before);
  });
});

function sitesOf(documents: Array<{ lines: Array<{ tracking: unknown[] }> }>): unknown[] {
  return documents.flatMap(({ lines }) => lines.flatMap(({ tracking }) => tracking));
}

function owedHistory({ stores }: Pipeline) {
  return stores.links.all().flatMap(({ owed }) => owed.filter(({ what }) => what === 'history'));
}
