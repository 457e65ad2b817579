import { describe, expect, it } from 'vitest';
import { applyAll, booksFromBefore } from '../../support/books-from-before.ts';
import { type Pipeline, startPipeline } from '../../support/pipeline.ts';

/** The worker dies once a request of this kind is carried out: nothing of it goes on from there. */
async function diesAfter(method: string, path: RegExp) {
  const death = Promise.withResolvers<Response>();
  const dead = Promise.withResolvers<void>();
  let isAlive = true;
  const pipeline = await startPipeline({
    intercept: async (request, answer) => {
      const response = await answer();
      const isHit = request.method === method && path.test(new URL(request.url).pathname);
      if (!isAlive || !isHit) return response;
      isAlive = false;
      dead.resolve();
      return death.promise;
    },
  });
  return {
    pipeline,
    books: booksFromBefore(pipeline),
    /** What it had received is visible again, for another worker. */
    dieOf: async () => {
      await pipeline.deliver();
      void pipeline.apply(pipeline.changes.messages().slice());
      await dead.promise;
      pipeline.clock.advance(270_000);
    },
  };
}

async function onlyInvoice(pipeline: Pipeline) {
  await pipeline.press('month-end-run', { count: 1 });
  const { contacts, invoices } = await pipeline.storaState();
  const [invoice] = invoices;
  return {
    invoice,
    customer: contacts.find(({ id }: { id: string }) => id === invoice.contact.id),
  };
}

function contactWrites(pipeline: Pipeline) {
  return pipeline.stores.activities
    .all()
    .flatMap(({ detail }) => (detail.kind === 'contact' ? [detail.writes] : []))
    .filter((writes) => writes !== 'metadata');
}

describe('a customer from before whose number was sent for a document', () => {
  it('is linked and told of although the worker died with the document posted', async () => {
    const { pipeline, books, dieOf } = await diesAfter('PUT', /\/History$/);
    const { customer } = await onlyInvoice(pipeline);
    const entered = books.entered(customer.full_name);
    await dieOf();

    await applyAll(pipeline, pipeline.changes.messages().slice());

    expect(contactWrites(pipeline)).toEqual(['update']);
    expect(books.links().find(({ sourceId }) => sourceId === customer.id)).toMatchObject({
      targetId: entered.contactId,
      owed: [{ what: 'metadata' }],
    });
  });

  it('is linked and told of although the document was voided before it was posted', async () => {
    const { pipeline, books, dieOf } = await diesAfter('POST', /\/Contacts$/);
    const { customer, invoice } = await onlyInvoice(pipeline);
    const entered = books.entered(customer.full_name);
    await dieOf();
    await pipeline.press('void', { invoiceId: invoice.id });
    await pipeline.deliver();

    await applyAll(pipeline, pipeline.changes.messages().slice());

    expect(contactWrites(pipeline)).toEqual(['update']);
    expect(books.contacts()).toMatchObject([
      { contactId: entered.contactId, contactNumber: customer.id },
    ]);
    expect((await pipeline.xeroState()).invoices).toEqual([]);
  });
});

describe('a customer from before who is deleted while the number is on its way to them', () => {
  it('is told of, and leaves the same tombstone', async () => {
    const { pipeline, books, dieOf } = await diesAfter('POST', /\/Contacts$/);
    const customer = books.customer('Ada Byron', 'ada@example.com');
    const entered = books.entered('Ada Byron');
    await dieOf();
    await pipeline.press('delete-contact', { contactId: customer.id });
    await pipeline.deliver();

    await applyAll(pipeline, pipeline.changes.messages().slice());

    expect(contactWrites(pipeline)).toEqual(['update']);
    expect(books.links().find(({ sourceId }) => sourceId === customer.id)).toMatchObject({
      deletedAt: expect.any(String),
      targetId: entered.contactId,
    });
  });
});

describe('a customer from before who is renamed while the number is on its way to them', () => {
  it.each([
    ['never arrives', undefined, ['create']],
    ['arrives late', 50_000, ['update', 'update']],
  ])('has one contact, and what happened is told, where it %s', async (_what, afterMs, told) => {
    let isOver = false;
    let isCreated = false;
    let late: { atEpochMs: number; answer: () => Promise<unknown> } | undefined;
    const pipeline = await startPipeline({
      intercept: async (request, answer) => {
        if (late !== undefined && late.atEpochMs <= pipeline.clock.nowEpochMs()) {
          const { answer: arrive } = late;
          late = undefined;
          await arrive();
        }
        const isCreation = request.method === 'PUT' && /\/Contacts/.test(request.url);
        if (isOver && isCreation && !isCreated) {
          isCreated = true;
          await answer();
          throw new TypeError('fetch failed');
        }
        if (isOver || request.method !== 'POST' || !/\/Contacts/.test(request.url)) return answer();
        isOver = true;
        if (afterMs !== undefined)
          late = { atEpochMs: pipeline.clock.nowEpochMs() + afterMs, answer };
        pipeline.clock.advance(25_000);
        throw new TypeError('fetch failed');
      },
    });
    const books = booksFromBefore(pipeline);
    const customer = books.customer('Ada Byron', 'ada@example.com');
    const entered = books.entered('Ada Byron');
    await pipeline.deliver();
    await pipeline.apply(pipeline.changes.messages().slice());
    books.change(customer.id, { full_name: 'Ada Lovelace' });
    await pipeline.deliver();

    await applyAll(pipeline, pipeline.changes.messages().slice());

    const bearers = books.contacts().filter(({ contactNumber }) => contactNumber === customer.id);
    expect(bearers).toMatchObject([{ name: 'Ada Lovelace' }]);
    expect(bearers[0]?.contactId === entered.contactId).toBe(afterMs !== undefined);
    expect(contactWrites(pipeline)).toEqual(told);
  });
});

describe('a customer who was created for a document, without an answer', () => {
  it.each([
    [
      'given up as bad debt',
      (p: Pipeline, invoiceId: string) => p.press('uncollectible', { invoiceId }),
    ],
    ['before the start date by now', (p: Pipeline) => startLater(p)],
  ])('is linked and told of although the document is %s', async (_what, change) => {
    const { pipeline, books, dieOf } = await diesAfter('PUT', /\/Contacts$/);
    const { customer, invoice } = await onlyInvoice(pipeline);
    await dieOf();
    await change(pipeline, invoice.id);
    await pipeline.deliver();

    await applyAll(pipeline, pipeline.changes.messages().slice());

    expect(contactWrites(pipeline)).toEqual(['create']);
    expect(books.contacts()).toMatchObject([{ contactNumber: customer.id }]);
    expect((await pipeline.xeroState()).invoices).toEqual([]);
  });
});

describe('a customer who was sent for a document, and never arrived', () => {
  /** Requests of this kind to contacts get no answer, once, and are not carried out. */
  async function lostOnTheWay(method: string) {
    let isLost = false;
    const pipeline = await startPipeline({
      intercept: async (request, answer) => {
        if (isLost || request.method !== method || !/\/Contacts/.test(request.url)) return answer();
        isLost = true;
        throw new TypeError('fetch failed');
      },
    });
    return { pipeline, books: booksFromBefore(pipeline) };
  }

  it.each([
    ['voided', (p: Pipeline, invoiceId: string) => p.press('void', { invoiceId })],
    [
      'given up as bad debt',
      (p: Pipeline, invoiceId: string) => p.press('uncollectible', { invoiceId }),
    ],
    ['before the start date by now', (p: Pipeline) => startLater(p)],
  ])('is not created anew for one that is %s', async (_what, change) => {
    const { pipeline, books } = await lostOnTheWay('PUT');
    const { invoice } = await onlyInvoice(pipeline);
    await pipeline.deliver();
    await pipeline.apply(pipeline.changes.messages().slice());
    await change(pipeline, invoice.id);
    await pipeline.deliver();

    await applyAll(pipeline, pipeline.changes.messages().slice());

    expect(books.contacts()).toEqual([]);
    expect(contactWrites(pipeline)).toEqual([]);
    expect(statesOfContacts(books)).toEqual(['rejected']);
  });

  it('is not created where it was to become theirs from before', async () => {
    const { pipeline, books } = await lostOnTheWay('POST');
    const { customer, invoice } = await onlyInvoice(pipeline);
    const entered = books.entered(customer.full_name);
    await pipeline.deliver();
    await pipeline.apply(pipeline.changes.messages().slice());
    await pipeline.press('void', { invoiceId: invoice.id });
    await pipeline.deliver();

    await applyAll(pipeline, pipeline.changes.messages().slice());

    expect(books.contacts()).toEqual([entered]);
    expect(contactWrites(pipeline)).toEqual([]);
  });

  it('is created all the same once another document needs it', async () => {
    const { pipeline, books } = await lostOnTheWay('PUT');
    const { customer, invoice } = await onlyInvoice(pipeline);
    await pipeline.deliver();
    await pipeline.apply(pipeline.changes.messages().slice());
    await pipeline.press('void', { invoiceId: invoice.id });
    await pipeline.deliver();
    await applyAll(pipeline, pipeline.changes.messages().slice());

    await pipeline.press('new-booking', { contactId: customer.id });
    await books.settleNew();

    expect(books.contacts()).toMatchObject([{ contactNumber: customer.id }]);
    expect((await pipeline.xeroState()).invoices).toHaveLength(1);
  });
});

function statesOfContacts(books: ReturnType<typeof booksFromBefore>) {
  return books
    .links()
    .flatMap(({ kind, effects }) => (kind === 'contact' ? Object.values(effects) : []))
    .map(({ state }) => state);
}

async function startLater({ stores: { settings } }: Pipeline) {
  const now = await settings.get('acorn', 'xero');
  if (now !== undefined) await settings.put({ ...now, startDate: '2099-01-01' });
}
