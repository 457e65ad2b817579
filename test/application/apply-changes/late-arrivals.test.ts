import { describe, expect, it } from 'vitest';
import type { ChangeMessage } from '../../../shared/contracts/messages.ts';
import { type Pipeline, type PipelineOptions, startPipeline } from '../../support/pipeline.ts';
import { expectSameBooks } from '../../support/same-books.ts';

/**
 * Requests whose client gives up after 25 s while they are still on their way: they are applied when
 * the clock has come to their time, before any later request.
 */
function lateRequests(isLate: (request: Request) => number | undefined) {
  const waiting: Array<{ atEpochMs: number; answer: () => Promise<Response> }> = [];
  let pipeline: Pipeline | undefined;
  const arrive = async () => {
    const now = pipeline?.clock.nowEpochMs() ?? 0;
    for (const due of waiting.filter(({ atEpochMs }) => atEpochMs <= now)) {
      waiting.splice(waiting.indexOf(due), 1);
      await due.answer();
    }
  };
  const intercept: PipelineOptions['intercept'] = async (request, answer) => {
    await arrive();
    const afterMs = pipeline === undefined ? undefined : isLate(request);
    if (pipeline === undefined || afterMs === undefined) return answer();
    waiting.push({ atEpochMs: pipeline.clock.nowEpochMs() + afterMs, answer });
    pipeline.clock.advance(25_000);
    throw new TypeError('fetch failed');
  };
  return {
    intercept,
    start: async () => {
      pipeline = await startPipeline({ intercept });
      return pipeline;
    },
    /** Whatever is still on its way. */
    arriveAll: async () => {
      pipeline?.clock.advance(120_000);
      await arrive();
    },
  };
}

/** The first request for which the test holds, once. */
function first(test: (request: Request) => boolean, afterMs: number) {
  let isOver = false;
  return (request: Request) => {
    if (isOver || !test(request)) return undefined;
    isOver = true;
    return afterMs;
  };
}

const isPut = (path: RegExp) => (request: Request) =>
  request.method === 'PUT' && path.test(new URL(request.url).pathname);

/** Hands the changes over until none is deferred, as the queue does; time passes with each wait. */
async function applyAll(pipeline: Pipeline, messages: ChangeMessage[]): Promise<number> {
  for (let tries = 1; tries <= 20; tries += 1) {
    const waits = (await pipeline.apply(messages)).flatMap((result) =>
      result.kind === 'deferred' ? [result.retryAfterSeconds] : [],
    );
    if (waits.length === 0) return tries;
    pipeline.clock.advance(Math.max(2, ...waits) * 1_000);
  }
  throw new Error('The changes are deferred for ever.');
}

async function newMessages(pipeline: Pipeline): Promise<ChangeMessage[]> {
  const before = pipeline.changes.messages().length;
  await pipeline.deliver();
  return pipeline.changes.messages().slice(before);
}

async function month(late?: { at: number; afterMs: number }) {
  let requests = 0;
  let hit = '';
  const world = lateRequests((request) => {
    requests += 1;
    if (late === undefined || requests !== late.at) return undefined;
    hit = `${request.method} ${new URL(request.url).pathname}`;
    return late.afterMs;
  });
  const pipeline = await world.start();
  await pipeline.press('month-end-run', { count: 3 });
  await pipeline.settle();
  await pipeline.press('pay-all');
  const { invoices, contacts } = await pipeline.storaState();
  await pipeline.press('credit', { invoiceId: invoices[0].id, amountMinor: 300 });
  await pipeline.settle();
  await pipeline.press('update-contact', { contactId: contacts[0].id, full_name: 'Renamed' });
  await pipeline.settle();
  await world.arriveAll();
  return { pipeline, requests, hit };
}

describe('a request that gets no answer and is applied later', () => {
  it.each([26_000, 45_000, 59_000])(
    'after %i ms, whichever it is, leaves the books right',
    async (afterMs) => {
      const baseline = await month();
      const counts = async ({ pipeline, hit }: Awaited<ReturnType<typeof month>>) => {
        const ledger = await pipeline.xeroState();
        return {
          hit,
          payments: ledger.payments.length,
          creditNotes: ledger.creditNotes.length,
          allocations: ledger.allocations.length,
          contacts: ledger.contacts.length,
          invoices: ledger.invoices.map((invoice: { status: string }) => invoice.status),
          notes: ledger.invoices.map((invoice: { history: unknown[] }) => invoice.history.length),
        };
      };
      const expected = await counts(baseline);
      for (let at = 1; at <= baseline.requests; at += 1) {
        const run = await month({ at, afterMs });
        expectSameBooks(await run.pipeline.storaState(), await run.pipeline.xeroState());
        expect({ ...(await counts(run)), at }).toEqual({ ...expected, hit: run.hit, at });
        expect(await run.pipeline.stores.issues.list('acorn')).toEqual([]);
      }
    },
  );

  it('as payments, is not repeated when its call can not come again as it was', async () => {
    const world = lateRequests(first(isPut(/\/Payments$/), 50_000));
    const pipeline = await world.start();
    await pipeline.press('month-end-run', { count: 3 });
    await pipeline.settle();
    await pipeline.press('pay-all');
    const messages = await newMessages(pipeline);
    await pipeline.apply(messages);
    pipeline.clock.advance(5_000);

    await applyAll(pipeline, messages.slice(0, 2));
    await applyAll(pipeline, messages.slice(2));
    await world.arriveAll();

    const { payments, invoices } = await pipeline.xeroState();
    expect(payments).toHaveLength(3);
    expect(invoices.map(({ amountDue }: { amountDue: string }) => amountDue)).toEqual([
      '0.00',
      '0.00',
      '0.00',
    ]);
  });

  it('as a part payment, is known before the rest is paid', async () => {
    const world = lateRequests(first(isPut(/\/Payments$/), 50_000));
    const pipeline = await world.start();
    await pipeline.press('month-end-run', { count: 1 });
    await pipeline.settle();
    const [invoice] = (await pipeline.storaState()).invoices;
    await pipeline.press('pay', { invoiceId: invoice.id, amountMinor: 1_000 });
    const part = await newMessages(pipeline);
    await pipeline.apply(part);
    await pipeline.press('pay', { invoiceId: invoice.id });
    const rest = await newMessages(pipeline);

    await applyAll(pipeline, [...part, ...rest]);
    await world.arriveAll();

    const { payments, invoices } = await pipeline.xeroState();
    expect(payments.map(({ reference }: { reference: string }) => reference).sort()).toEqual(
      [`${invoice.id}:1000`, `${invoice.id}:${invoice.total.amount}`].sort(),
    );
    expect(invoices[0].amountDue).toBe('0.00');
    expect(await pipeline.stores.issues.list('acorn')).toEqual([]);
  });

  it('as a part payment that never came, is paid with the rest', async () => {
    let isLost = false;
    const pipeline = await startPipeline({
      intercept: async (request, answer) => {
        if (isLost || !isPut(/\/Payments$/)(request)) return answer();
        isLost = true;
        throw new TypeError('fetch failed');
      },
    });
    await pipeline.press('month-end-run', { count: 1 });
    await pipeline.settle();
    const [invoice] = (await pipeline.storaState()).invoices;
    await pipeline.press('pay', { invoiceId: invoice.id, amountMinor: 1_000 });
    const part = await newMessages(pipeline);
    await pipeline.apply(part);
    await pipeline.press('pay', { invoiceId: invoice.id });
    const rest = await newMessages(pipeline);

    await applyAll(pipeline, [...part, ...rest]);

    const { payments, invoices } = await pipeline.xeroState();
    expect(payments).toHaveLength(1);
    expect(invoices[0].amountDue).toBe('0.00');
  });

  it('as an older change of a contact, does not undo the newer one', async () => {
    const isUpdate = (request: Request) =>
      request.method === 'POST' && new URL(request.url).pathname.endsWith('/Contacts');
    const world = lateRequests(first(isUpdate, 55_000));
    const pipeline = await world.start();
    await pipeline.press('month-end-run', { count: 1 });
    await pipeline.settle();
    const [invoice] = (await pipeline.storaState()).invoices;
    const contactId = invoice.contact.id;
    await pipeline.press('update-contact', { contactId, full_name: 'Older Name' });
    const older = await newMessages(pipeline);
    await pipeline.apply(older);
    pipeline.clock.advance(2_000);
    await pipeline.press('update-contact', { contactId, full_name: 'Newer Name' });
    const newer = await newMessages(pipeline);

    await applyAll(pipeline, [...older, ...newer]);
    await world.arriveAll();

    const { contacts } = await pipeline.xeroState();
    expect(contacts.map(({ name }: { name: string }) => name)).toContain('Newer Name');
    expect(contacts.map(({ name }: { name: string }) => name)).not.toContain('Older Name');
  });

  it('is sent again under the same key while the ledger remembers it', async () => {
    const keys: Array<string | null> = [];
    const world = lateRequests((request) => {
      if (!isPut(/\/Payments$/)(request)) return undefined;
      keys.push(request.headers.get('idempotency-key'));
      return keys.length === 1 ? 40_000 : undefined;
    });
    const pipeline = await world.start();
    await pipeline.press('month-end-run', { count: 2 });
    await pipeline.press('pay-all');

    await pipeline.settle();
    await world.arriveAll();

    expect(keys).toHaveLength(2);
    expect(keys[1]).toBe(keys[0]);
    expect((await pipeline.xeroState()).payments).toHaveLength(2);
  });
});
