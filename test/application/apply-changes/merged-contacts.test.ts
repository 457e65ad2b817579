import { describe, expect, it } from 'vitest';
import { booksFromBefore } from '../../support/books-from-before.ts';
import { type Pipeline, startPipeline } from '../../support/pipeline.ts';

type Json = ReturnType<typeof JSON.parse>;

async function withCustomer() {
  const pipeline = await startPipeline();
  const books = booksFromBefore(pipeline);
  await pipeline.press('month-end-run', { count: 1 });
  await pipeline.settle();
  const [contact] = books.contacts();
  if (contact === undefined) throw new Error('There is no contact.');
  const { id } = (await pipeline.storaState()).contacts.find(
    ({ id }: { id: string }) => id === contact.contactNumber,
  );
  return { pipeline, books, contact, customerId: id as string };
}

async function nextInvoice(world: Awaited<ReturnType<typeof withCustomer>>) {
  const { pipeline, books, customerId } = world;
  pipeline.clock.advance(2_000);
  await pipeline.press('new-booking', { contactId: customerId });
  await books.settleNew();
  return (await pipeline.xeroState()).invoices.at(-1);
}

function merge(pipeline: Pipeline, from: string, into: string) {
  return pipeline.pressXero('merge-contacts', { from, into });
}

describe('a contact that was merged in Xero', () => {
  it('takes later invoices of its customer to the contact that is left', async () => {
    const world = await withCustomer();
    const { pipeline, books, contact, customerId } = world;
    const survivor = books.entered('Ada Byron & Sons');
    await merge(pipeline, contact.contactId, survivor.contactId);

    const invoice = await nextInvoice(world);

    expect(invoice).toMatchObject({ contactId: survivor.contactId, status: 'AUTHORISED' });
    expect(await books.issues()).toEqual([]);
    expect(books.links().find(({ sourceId }) => sourceId === customerId)).toMatchObject({
      targetId: survivor.contactId,
      mergedFrom: [contact.contactId],
    });
    const told = pipeline.stores.activities
      .all()
      .filter(({ detail }) => detail.writes === `merged:${contact.contactId}`);
    expect(told).toMatchObject([
      { detail: { sourceId: customerId, targetId: survivor.contactId } },
    ]);
  });

  it('has the id of the one that is left written to the source', async () => {
    const world = await withCustomer();
    const survivor = world.books.entered('Ada Byron & Sons');
    await merge(world.pipeline, world.contact.contactId, survivor.contactId);
    await nextInvoice(world);
    await world.pipeline.writeBack(world.pipeline.writeBacks.messages());

    const { contacts } = await world.pipeline.storaState();
    const { metadata } = contacts.find(({ id }: { id: string }) => id === world.customerId);
    expect(metadata['rollerdoor:xero']).toBe(survivor.contactId);
  });

  it('is followed over several merges', async () => {
    const world = await withCustomer();
    const { pipeline, books, contact } = world;
    const [second, third] = [books.entered('Second'), books.entered('Third')];
    await merge(pipeline, contact.contactId, second.contactId);
    await merge(pipeline, second.contactId, third.contactId);

    expect(await nextInvoice(world)).toMatchObject({ contactId: third.contactId });
  });

  it('in a circle is left to a person', async () => {
    const world = await withCustomer();
    const { pipeline, books, contact } = world;
    const second = books.entered('Second');
    await merge(pipeline, contact.contactId, second.contactId);
    const { book } = books;
    book.contacts.set(second.contactId, {
      ...second,
      status: 'ARCHIVED',
      mergedToContactId: contact.contactId,
    });

    await nextInvoice(world);

    expect(await books.issues()).toMatchObject([{ cause: 'contact_archived' }]);
  });

  it('takes changes of its customer along, without the number that stays behind', async () => {
    const { pipeline, books, contact, customerId } = await withCustomer();
    const survivor = books.entered('Ada Byron & Sons', { details: { emailAddress: 'old@x.yz' } });
    await merge(pipeline, contact.contactId, survivor.contactId);
    pipeline.clock.advance(2_000);
    books.change(customerId, { email: 'new@example.com' });
    await books.settleNew();
    pipeline.clock.advance(2_000);
    books.change(customerId, { email: 'newest@example.com' });
    await books.settleNew();

    expect(books.book.contacts.get(survivor.contactId)).toMatchObject({
      contactNumber: undefined,
      details: { emailAddress: 'newest@example.com' },
    });
    expect(books.book.contacts.get(contact.contactId)?.contactNumber).toBe(customerId);
    expect(await books.issues()).toEqual([]);
  });

  it('takes a credit note to the contact that is left, and sets it against its invoice', async () => {
    const { pipeline, books, contact } = await withCustomer();
    const survivor = books.entered('Ada Byron & Sons');
    await merge(pipeline, contact.contactId, survivor.contactId);
    pipeline.clock.advance(2_000);
    const [invoice] = (await pipeline.storaState()).invoices;
    await pipeline.press('credit', { invoiceId: invoice.id });
    await books.settleNew();

    const ledger = await pipeline.xeroState();
    expect(ledger.creditNotes).toMatchObject([{ contactId: survivor.contactId }]);
    expect(ledger.allocations).toHaveLength(1);
    expect(await books.issues()).toEqual([]);
  });

  it('is followed by a customer who is looked for by number', async () => {
    const world = await withCustomer();
    const { pipeline, books, contact } = world;
    const survivor = books.entered('Ada Byron & Sons');
    await merge(pipeline, contact.contactId, survivor.contactId);
    const link = books.links().find(({ kind }) => kind === 'contact');
    if (link === undefined) throw new Error('There is no link.');
    const { targetId: _id, version: _version, ...rest } = link;
    pipeline.stores.links.seed({ ...rest, effects: {}, owed: [] });

    expect(await nextInvoice(world)).toMatchObject({ contactId: survivor.contactId });
  });

  it('of an imported invoice is known under the contact that is left', async () => {
    const { pipeline, books, contact, customerId } = await withCustomer();
    const survivor = books.entered('Ada Byron & Sons');
    await merge(pipeline, contact.contactId, survivor.contactId);
    pipeline.clock.advance(2_000);
    await pipeline.press('new-booking', { contactId: customerId });
    const invoice = (await pipeline.storaState()).invoices.at(-1);
    const imported = await books.imported(invoice, survivor);
    await books.settleNew();

    expect((await pipeline.xeroState()).invoices.at(-1)).toMatchObject({ id: imported });
    expect(await books.issues()).toEqual([]);
  });
});

describe('two customers whose contacts were merged into one', () => {
  it('both post to it, and only its own customer changes its details', async () => {
    const pipeline = await startPipeline();
    const books = booksFromBefore(pipeline);
    const kept = books.customer('Ada Byron', 'ada@example.com');
    const gone = books.customer('Ada B.', 'ada@other.example');
    await pipeline.settle();
    await merge(pipeline, gone.id, kept.id);
    const calls = pipeline.calls.length;
    for (const [id, phone] of [
      [gone.id, '1'],
      [kept.id, '2'],
      [gone.id, '3'],
      [kept.id, '4'],
      [gone.id, '5'],
    ] as const) {
      pipeline.clock.advance(2_000);
      books.change(id, { phone_number: `+4416329600${phone}` });
      await books.settleNew();
    }

    const survivor = books.contacts().find(({ contactNumber }) => contactNumber === kept.id);
    expect(survivor).toMatchObject({
      name: 'Ada Byron',
      details: { emailAddress: 'ada@example.com', phones: [{ PhoneNumber: '+44163296004' }] },
    });
    const linked = new Map(books.links().map((link) => [link.sourceId, link.targetId]));
    expect([kept, gone].map(({ id }) => linked.get(id))).toEqual([
      survivor?.contactId,
      survivor?.contactId,
    ]);
    expect(await books.issues()).toEqual([]);
    const posts = pipeline.calls
      .slice(calls)
      .filter(({ method, url }) => method === 'POST' && url.includes('/Contacts'));
    // One of the merged customer's own, which showed the merge; then the kept one's two.
    expect(posts).toHaveLength(3);
  });
});

describe('a customer whose contact was merged into that of another one', () => {
  it('has nothing more to be done when the same change comes once more', async () => {
    const pipeline = await startPipeline();
    const books = booksFromBefore(pipeline);
    const kept = books.customer('Ada Byron', 'ada@example.com');
    const gone = books.customer('Ada B.', 'ada@other.example');
    await books.settleNew();
    const change = async (email: string) => {
      pipeline.clock.advance(2_000);
      books.change(gone.id, { email });
      const before = pipeline.changes.messages().length;
      await books.settleNew();
      return pipeline.changes.messages().slice(before);
    };
    await change('first@other.example');
    await merge(pipeline, gone.id, kept.id);
    await change('second@other.example');
    const again = await change('third@other.example');

    expect(await pipeline.apply(again)).toMatchObject([
      { outcome: { kind: 'skipped', reason: 'duplicate' } },
    ]);
  });
});

describe('two customers whose contacts were merged into a third one', () => {
  it('both post to it, and the one who came first changes its details', async () => {
    const pipeline = await startPipeline();
    const books = booksFromBefore(pipeline);
    const first = books.customer('Ada Byron', 'ada@example.com');
    const second = books.customer('Ada B.', 'ada@other.example');
    await pipeline.settle();
    const third = books.entered('Ada & Sons');
    for (const { id } of [first, second]) await merge(pipeline, id, third.contactId);
    for (const { id } of [first, second, first, second]) {
      pipeline.clock.advance(2_000);
      books.change(id, { phone_number: `+44163296000${pipeline.clock.nowEpochMs() % 10}` });
      await books.settleNew();
    }

    expect(books.book.contacts.get(third.contactId)).toMatchObject({
      name: 'Ada Byron',
      details: { emailAddress: 'ada@example.com' },
    });
    expect(books.links().find(({ sourceId }) => sourceId === second.id)).toMatchObject({
      targetId: third.contactId,
      sharedWith: first.id,
    });
  });
});

describe('a contact that was archived', () => {
  it('waits for a person, and its invoices go through when it is restored', async () => {
    const world = await withCustomer();
    const { pipeline, books, contact } = world;
    await pipeline.pressXero('archive-contact', { contact: contact.contactId });
    await nextInvoice(world);
    expect(await books.issues()).toMatchObject([{ cause: 'contact_archived' }]);
    await pipeline.pressXero('restore-contact', { contact: contact.contactId });

    await pipeline.settle();

    expect((await pipeline.xeroState()).invoices).toHaveLength(2);
    expect(await books.issues()).toEqual([]);
  });
});

describe('a contact whose number somebody else changed', () => {
  it('is not taken for a new customer of the same name', async () => {
    const { books, contact } = await withCustomer();
    books.book.contacts.set(contact.contactId, { ...contact, contactNumber: undefined });
    const email = contact.details.emailAddress ?? '';
    const namesake = books.customer(contact.name, email);
    await books.settleNew();

    expect(books.contacts()).toMatchObject([
      { contactId: contact.contactId, contactNumber: undefined },
      { contactNumber: namesake.id, name: `${contact.name} (${namesake.id.slice(-6)})` },
    ]);
  });

  it('keeps its documents and gets the number back with the next change', async () => {
    const { pipeline, books, contact, customerId } = await withCustomer();
    books.book.contacts.set(contact.contactId, { ...contact, contactNumber: 'CRM-7' });
    pipeline.clock.advance(2_000);
    books.change(customerId, { phone_number: '+441632960777' });
    await books.settleNew();

    expect(books.contacts()).toMatchObject([
      { contactId: contact.contactId, contactNumber: customerId },
    ]);
  });
});

describe('a create that is answered with the contact of somebody else', () => {
  /** The customer's create is answered with the element of the contact that is given. */
  async function answeredWith(changes: (created: object, known: Json) => object) {
    const known: { element?: Json } = {};
    const pipeline = await startPipeline({
      intercept: async (request, answer) => {
        const response = await answer();
        if (request.method !== 'PUT' || !request.url.includes('/Contacts')) return response;
        const body = await response.json();
        const [created] = body.Contacts;
        if (known.element === undefined) known.element = created;
        else body.Contacts = [changes(created, known.element)];
        return Response.json(body, response);
      },
    });
    const books = booksFromBefore(pipeline);
    books.customer('Ada Byron', 'ada@example.com');
    await pipeline.settle();
    const second = books.customer('Bo Diddley', 'bo@example.com');
    await books.settleNew();
    return { books, second };
  }

  it.each([
    ['as it stands', (_created: object, known: object) => known],
    [
      'under our number, as if it had been overwritten',
      (created: object, { ContactID }: Json) => ({ ...created, ContactID }),
    ],
  ])('links nothing and asks: a contact %s', async (_what, changes) => {
    const { books, second } = await answeredWith(changes);

    expect(books.links().find(({ sourceId }) => sourceId === second.id)?.targetId).toBeUndefined();
    expect(await books.issues()).toMatchObject([{ cause: 'contact_of_other_customer' }]);
  });

  it('links neither of two that are answered with one contact in the same call', async () => {
    const pipeline = await startPipeline({
      intercept: async (request, answer) => {
        const response = await answer();
        if (request.method !== 'PUT' || !request.url.includes('/Contacts')) return response;
        const body = await response.json();
        const [first, second] = body.Contacts;
        body.Contacts = [first, { ...second, ContactID: first.ContactID }];
        return Response.json(body, response);
      },
    });
    const books = booksFromBefore(pipeline);
    books.customer('Ada Byron', 'ada@example.com');
    books.customer('Bo Diddley', 'bo@example.com');
    await pipeline.settle();

    const linked = books
      .links()
      .filter(({ sourceId, targetId }) => sourceId.startsWith('con_') && targetId !== undefined);
    expect(linked).toHaveLength(1);
    expect(await books.issues()).toMatchObject([{ cause: 'contact_of_other_customer' }]);
  });
});
