import { describe, expect, it } from 'vitest';
import type { Link } from '../../../shared/contracts/link-item.ts';
import { type Pipeline, startPipeline } from '../../support/pipeline.ts';

const invoice = ({ stores }: Pipeline): Link => {
  const link = stores.links.all().find(({ kind }) => kind === 'invoice');
  if (link === undefined) throw new Error('There is no invoice.');
  return link;
};
const isNote = ({ method, url }: Pick<Request, 'method' | 'url'>) =>
  method === 'PUT' && url.includes('/History');
const notesSent = ({ calls }: Pipeline) => calls.filter(isNote).length;
const notesThere = async (pipeline: Pipeline): Promise<number> =>
  (await pipeline.xeroState()).invoices[0].history.filter(({ details }: { details?: string }) =>
    details?.startsWith('Posted by Rollerdoor'),
  ).length;

type Answer = () => Promise<Response>;

/** One invoice; the first call to such a path is answered as the test says. */
async function withAnswer(path: RegExp, answerOf: (answer: Answer) => Promise<Response>) {
  let isOver = false;
  const pipeline = await startPipeline({
    intercept: (request, answer) => {
      const isMeant = request.method === 'PUT' && path.test(new URL(request.url).pathname);
      if (isOver || !isMeant) return answer();
      isOver = true;
      return answerOf(answer);
    },
  });
  await pipeline.press('month-end-run', { count: 1 });
  await pipeline.deliver();
  return pipeline;
}

const lost = async (answer: Answer): Promise<Response> => {
  await answer();
  throw new TypeError('fetch failed');
};

describe('a note that begins with its document', () => {
  it('is journaled before the document leaves, and written once', async () => {
    const seen: unknown[] = [];
    const pipeline = await withAnswer(/\/Invoices$/, (answer) => {
      seen.push(invoice(pipeline).effects.history?.state);
      return answer();
    });

    await pipeline.settle();

    expect(seen).toEqual(['sending']);
    expect(invoice(pipeline).effects.history).toMatchObject({ state: 'done', generation: 0 });
    expect([notesSent(pipeline), await notesThere(pipeline)]).toEqual([1, 1]);
  });

  it.each([
    ['is refused', /\/Invoices$/, async () => new Response('{}', { status: 400 })],
    ['fails', /\/Invoices$/, async () => new Response('', { status: 500 })],
    ['gets no answer', /\/Invoices$/, lost],
    ['has a limit', /\/Invoices$/, async () => new Response('', { status: 429 })],
  ] as const)('is taken back when the document %s', async (_what, path, answerOf) => {
    const pipeline = await withAnswer(path, answerOf);

    await pipeline.apply(pipeline.changes.messages().slice());

    expect(notesSent(pipeline)).toBe(0);
    expect(invoice(pipeline).effects.history?.state).toBe('rejected');
  });

  it('is taken back when a person is needed first, and written afterwards', async () => {
    const pipeline = await startPipeline({ settings: { clearingAccountCode: '999' } });
    await pipeline.press('month-end-run', { count: 1 });
    await pipeline.press('pay-all');
    await pipeline.deliver();
    const paid = pipeline.changes.messages().slice(-1);
    await pipeline.apply(paid);
    expect(invoice(pipeline).effects).toMatchObject({
      create: { state: 'done' },
      history: { state: 'rejected' },
    });
    const settings = await pipeline.stores.settings.get('acorn', 'xero');
    if (settings) await pipeline.stores.settings.put({ ...settings, clearingAccountCode: '091' });

    await pipeline.apply(paid);

    expect(invoice(pipeline).effects.history).toMatchObject({ state: 'done', generation: 1 });
    expect([notesSent(pipeline), await notesThere(pipeline)]).toEqual([1, 1]);
  });

  it('is journaled anew when it has to wait', async () => {
    const pipeline = await withAnswer(/\/Invoices$/, async (answer) => {
      const response = await answer();
      pipeline.clock.advance(10_001);
      return response;
    });

    await pipeline.settle();

    const { history } = invoice(pipeline).effects;
    expect(history).toMatchObject({ state: 'done', generation: 0 });
    expect(history?.resentAtEpochMs).toBeDefined();
    expect(await notesThere(pipeline)).toBe(1);
  });

  it('is sent no later than its entry allows', async () => {
    const pipeline = await startPipeline();
    await pipeline.press('month-end-run', { count: 1 });
    await pipeline.deliver();
    const { pacer } = pipeline.ports;
    const run = pacer.run.bind(pacer);
    pacer.run = async (call, send) => {
      const { create, history } = pipeline.stores.links.all().find(isInvoice)?.effects ?? {};
      const sent = pipeline.calls.filter(({ url }) => /\/Invoices\?/.test(url)).length;
      if (create !== undefined && history?.state === 'sending' && sent > 1)
        pipeline.clock.advance(20_001);
      return run(call, send);
    };

    const [result] = await pipeline.apply(pipeline.changes.messages().slice(0, 1));

    expect(result).toMatchObject({ kind: 'deferred', reason: 'overtaken' });
    expect(notesSent(pipeline)).toBe(0);
    expect(invoice(pipeline).effects).toMatchObject({
      create: { state: 'done' },
      history: { state: 'rejected' },
    });
  });
});

function isInvoice({ kind }: Link): boolean {
  return kind === 'invoice';
}
