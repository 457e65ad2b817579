import { describe, expect, it } from 'vitest';
import { startPipeline } from '../../support/pipeline.ts';
import { expectSameBooks } from '../../support/same-books.ts';

type Fault = (request: Request, answer: () => Promise<Response>) => Promise<Response>;

/** What can happen to one request: it never arrived, it arrived and nobody knows, or an error says nothing. */
const faults: Record<string, Fault> = {
  'is lost on its way': async () => {
    throw new TypeError('fetch failed');
  },
  'is answered, but the answer is lost': async (_request, answer) => {
    await answer();
    throw new TypeError('fetch failed');
  },
  'is applied and answered with a 500': async (_request, answer) => {
    await answer();
    return new Response('Internal Server Error', { status: 500 });
  },
  'is answered with a 503 before anything happens': async () =>
    new Response('Service Unavailable', { status: 503 }),
};

async function run(fault?: { at: number; kind: Fault }) {
  let requests = 0;
  let hit = '';
  const pipeline = await startPipeline({
    intercept: async (request, answer) => {
      requests += 1;
      if (fault === undefined || requests !== fault.at) return answer();
      hit = `${request.method} ${new URL(request.url).pathname}`;
      return fault.kind(request, answer);
    },
  });
  const registration = requests;
  await pipeline.press('month-end-run', { count: 3 });
  await pipeline.settle();
  await pipeline.press('pay-all');
  const { invoices } = await pipeline.storaState();
  await pipeline.press('credit', { invoiceId: invoices[0].id, amountMinor: 300 });
  await pipeline.settle();
  return { pipeline, requests, registration, hit };
}

describe('when one request to a vendor goes wrong', () => {
  it.each(Object.entries(faults))(
    'and it %s, the books are right all the same',
    async (_name, kind) => {
      const baseline = await run();
      const expected = await baseline.pipeline.xeroState();
      for (let at = baseline.registration + 1; at <= baseline.requests; at += 1) {
        const { pipeline, hit } = await run({ at, kind });
        const [source, ledger] = [await pipeline.storaState(), await pipeline.xeroState()];
        expectSameBooks(source, ledger);
        const counts = (state: typeof ledger) => ({
          at,
          hit,
          payments: state.payments.length,
          creditNotes: state.creditNotes.length,
          contacts: state.contacts.length,
          due: state.invoices.map((invoice: { amountDue: string }) => invoice.amountDue),
          notes: state.invoices.map((invoice: { history: unknown[] }) => invoice.history.length),
        });
        expect(counts(ledger)).toEqual({ ...counts(expected), at, hit });
        expect(await pipeline.stores.issues.list('acorn')).toEqual([]);
      }
    },
  );
});
