import { describe, expect, it } from 'vitest';
import { type Pipeline, startPipeline } from '../../support/pipeline.ts';
import { expectSameBooks } from '../../support/same-books.ts';
import type { Intercept } from '../../support/vendors-in-process.ts';

const causesOf = async ({ stores }: Pipeline) =>
  (await stores.issues.list('acorn')).map(({ kind, cause, sourceId }) => ({
    kind,
    cause,
    sourceId,
  }));

const isWrite = (request: Request, path: RegExp) =>
  request.method === 'PUT' && path.test(new URL(request.url).pathname);

/** Refuses every call of the path that holds the bad element, as a whole. */
function refusing(path: RegExp, message: string) {
  const plan = { bad: '', calls: [] as Array<{ key: string | null; elements: number }> };
  const intercept: Intercept = async (request, answer) => {
    if (!isWrite(request, path)) return answer();
    const text = await request.clone().text();
    const [elements] = Object.values(JSON.parse(text) as Record<string, unknown[]>);
    plan.calls.push({
      key: request.headers.get('idempotency-key'),
      elements: elements?.length ?? 0,
    });
    if (plan.bad === '' || !text.includes(plan.bad)) return answer();
    return Response.json({ Type: 'ValidationException', Message: message }, { status: 400 });
  };
  return { plan, intercept };
}

/** Customers of one call, of whom one is bad. */
async function customers(message: string) {
  const { plan, intercept } = refusing(/\/Contacts$/, message);
  const pipeline = await startPipeline({ intercept });
  await pipeline.press('month-end-run', { count: 6 });
  const { invoices } = await pipeline.storaState();
  plan.bad = invoices[2].contact.id;
  await pipeline.settle();
  return { pipeline, plan };
}

describe('customers whose call is refused for one of them', () => {
  it('are created but for that one, and so are their invoices', async () => {
    const { pipeline, plan } = await customers('Email address is not valid.');

    const issues = await causesOf(pipeline);
    const { contacts, invoices } = await pipeline.xeroState();
    expect(issues.filter(({ kind }) => kind === 'contact')).toEqual([
      { kind: 'contact', cause: 'contact_invalid', sourceId: plan.bad },
    ]);
    expect(contacts.length).toBeGreaterThan(1);
    expect(invoices.length + issues.filter(({ kind }) => kind === 'invoice').length).toBe(6);
    expect(invoices.length).toBeGreaterThan(1);
  });

  it('get no suffix, when that one has a name that is taken', async () => {
    const message = 'The contact name Someone is already assigned to another contact.';
    const { pipeline } = await customers(message);

    const { contacts } = await pipeline.xeroState();
    expect(contacts.length).toBeGreaterThan(1);
    expect(contacts.filter(({ name }: { name: string }) => name.endsWith(')'))).toEqual([]);
  });

  it('go under a key of their own each, as the call that was refused never comes again', async () => {
    const { plan } = await customers('Email address is not valid.');

    expect(plan.calls[0]?.elements).toBeGreaterThan(1);
    expect(plan.calls.slice(1).map(({ elements }) => elements)).toEqual(
      plan.calls.slice(1).map(() => 1),
    );
    expect(new Set(plan.calls.map(({ key }) => key)).size).toBe(plan.calls.length);
  });
});

describe('payments whose call is refused for one of them', () => {
  it('are posted but for that one', async () => {
    const { plan, intercept } = refusing(/\/Payments$/, 'Payment amount exceeds the amount due.');
    const pipeline = await startPipeline({ intercept });
    await pipeline.press('month-end-run', { count: 6 });
    await pipeline.settle();
    await pipeline.press('pay-all');
    const { invoices } = await pipeline.storaState();
    plan.bad = invoices[3].id;

    await pipeline.settle();

    expect(await causesOf(pipeline)).toEqual([
      { kind: 'invoice', cause: 'payment_exceeds_due', sourceId: plan.bad },
    ]);
    expect((await pipeline.xeroState()).payments).toHaveLength(5);
  });
});

describe('credit notes whose call is refused for one of them', () => {
  it('are posted and allocated but for that one', async () => {
    const { plan, intercept } = refusing(/\/CreditNotes$/, 'No.');
    const pipeline = await startPipeline({ intercept });
    await pipeline.press('month-end-run', { count: 4 });
    await pipeline.settle();
    const { invoices } = await pipeline.storaState();
    for (const { id } of invoices)
      await pipeline.press('credit', { invoiceId: id, amountMinor: 300 });
    const { creditNotes } = await pipeline.storaState();
    plan.bad = creditNotes[1].id;

    await pipeline.settle();

    expect(await causesOf(pipeline)).toEqual([
      { kind: 'credit_note', cause: 'ledger_rejected', sourceId: plan.bad },
    ]);
    expect((await pipeline.xeroState()).creditNotes).toHaveLength(3);
  });
});

describe('a call that was split', () => {
  it('leaves nothing out and nothing doubled when an answer to a part is lost', async () => {
    const { plan, intercept } = refusing(/\/Invoices$/, 'No.');
    let lostAt = 0;
    const pipeline = await startPipeline({
      intercept: async (request, answer) => {
        const answered = await intercept(request, answer);
        if (plan.calls.length !== 3 || lostAt > 0 || !isWrite(request, /\/Invoices$/))
          return answered;
        lostAt = plan.calls.length;
        throw new TypeError('fetch failed');
      },
    });
    await pipeline.press('month-end-run', { count: 5 });
    plan.bad = (await pipeline.storaState()).invoices[4].id;

    await pipeline.settle();

    const { invoices } = await pipeline.xeroState();
    expect(lostAt).toBe(3);
    expect(new Set(invoices.map(({ number }: { number: string }) => number)).size).toBe(4);
    expect(invoices).toHaveLength(4);
    expect(await causesOf(pipeline)).toEqual([
      { kind: 'invoice', cause: 'ledger_rejected', sourceId: plan.bad },
    ]);
  });
});

describe('an element on which the ledger itself breaks', () => {
  it('takes none of its neighbours along', async () => {
    const plan = { bad: '' };
    const pipeline = await startPipeline({
      intercept: async (request, answer) => {
        if (!isWrite(request, /\/Invoices$/)) return answer();
        if (!(await request.clone().text()).includes(plan.bad)) return answer();
        return new Response('', { status: 500 });
      },
    });
    await pipeline.press('month-end-run', { count: 6 });
    const { invoices } = await pipeline.storaState();
    plan.bad = invoices[2].id;

    await pipeline.settle();

    expect(await causesOf(pipeline)).toEqual([
      { kind: 'invoice', cause: 'ledger_keeps_failing', sourceId: plan.bad },
    ]);
    expect((await pipeline.xeroState()).invoices).toHaveLength(5);
  });
});

describe('a bad element in a call that is well otherwise', () => {
  it('leaves the books of the rest as the source has them', async () => {
    const pipeline = await startPipeline();
    await pipeline.pressXero('refuse-whole-calls', { enabled: true });
    await pipeline.press('month-end-run', { count: 4 });
    await pipeline.settle();

    expectSameBooks(await pipeline.storaState(), await pipeline.xeroState());
  });
});
