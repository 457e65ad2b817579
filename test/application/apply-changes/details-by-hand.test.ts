import { describe, expect, it } from 'vitest';
import { booksFromBefore } from '../../support/books-from-before.ts';
import { startPipeline } from '../../support/pipeline.ts';

const phones = (number: string) => [{ PhoneType: 'DEFAULT', PhoneNumber: number }];

type Fault = (answer: () => Promise<Response>) => Promise<Response>;

/** What becomes of a change that gets no good answer. */
const faults: Array<{ fault: string; fails: Fault }> = [
  {
    fault: 'is answered with a 500',
    fails: async () => new Response('Internal Server Error', { status: 500 }),
  },
  {
    fault: 'is lost on its way',
    fails: async () => {
      throw new TypeError('fetch failed');
    },
  },
  {
    fault: 'is applied and answered with a 500',
    fails: async (answer) => {
      await answer();
      return new Response('Internal Server Error', { status: 500 });
    },
  },
];

/** A customer whom we brought to the ledger, by e-mail and phone. */
async function broughtCustomer() {
  const failing: Fault[] = [];
  const pipeline = await startPipeline({
    intercept: async (request, answer) => {
      const isChange =
        request.method === 'POST' && new URL(request.url).pathname.endsWith('/Contacts');
      const fails = isChange ? failing.shift() : undefined;
      return fails === undefined ? answer() : fails(answer);
    },
  });
  const books = booksFromBefore(pipeline);
  const customer = books.customer('Ada Byron', 'ada@example.com', {
    phone_number: '+441632960001',
  });
  await pipeline.settle();
  return {
    pipeline,
    books,
    failing,
    change: async (change: object) => {
      pipeline.clock.advance(2_000);
      books.change(customer.id, change);
      await books.settleNew();
    },
    /** The worker that has it does not come to a second try. */
    changeTriedOnce: async (change: object) => {
      pipeline.clock.advance(2_000);
      books.change(customer.id, change);
      const before = pipeline.changes.messages().length;
      await pipeline.deliver();
      await pipeline.apply(pipeline.changes.messages().slice(before));
    },
    details: () => books.contacts()[0]?.details,
    rename: (name: string) => {
      const [contact] = books.contacts();
      if (contact === undefined) throw new Error('There is no contact.');
      books.book.contacts.set(contact.contactId, { ...contact, name });
    },
    /** Somebody corrects the contact on its page in Xero. */
    enter: (details: object) => {
      const [contact] = books.contacts();
      if (contact === undefined) throw new Error('There is no contact.');
      const entered = { ...contact, details: { ...contact.details, ...details } };
      books.book.contacts.set(contact.contactId, entered);
    },
  };
}

describe('how to reach a customer, corrected by hand in the ledger', () => {
  it.each([
    {
      what: 'e-mail address',
      entered: { emailAddress: 'accounts@example.com' },
      same: { email: 'new@example.com' },
      other: { phone_number: '+441632960002' },
    },
    {
      what: 'phone',
      entered: { phones: phones('+44 20 7946 0000') },
      same: { phone_number: '+441632960002' },
      other: { email: 'new@example.com' },
    },
  ])('stays, whatever the source says next: the $what', async ({ entered, same, other }) => {
    const { books, change, details, enter } = await broughtCustomer();
    enter(entered);

    await change(other);
    expect(details()).toMatchObject(entered);
    await change({ ...other, ...same });
    expect(details()).toMatchObject(entered);
    await change({ full_name: 'Ada King' });

    expect(details()).toMatchObject(entered);
    expect(books.contacts()).toMatchObject([{ name: 'Ada King' }]);
    expect(await books.issues()).toEqual([]);
  });

  it('keeps nothing else from following the source', async () => {
    const { change, details, enter } = await broughtCustomer();
    enter({ emailAddress: 'accounts@example.com' });

    await change({ email: 'new@example.com', phone_number: '+441632960002' });

    expect(details()).toMatchObject({ phones: [{ PhoneNumber: '+441632960002' }] });
  });

  it('stays where the source empties it', async () => {
    const { change, details, enter } = await broughtCustomer();
    enter({ emailAddress: 'accounts@example.com' });

    await change({ email: null });
    await change({ full_name: 'Ada King' });

    expect(details()).toMatchObject({ emailAddress: 'accounts@example.com' });
  });

  it('follows the source again once somebody put back what we had written', async () => {
    const { change, details, enter } = await broughtCustomer();
    enter({ emailAddress: 'accounts@example.com' });
    await change({ email: 'new@example.com' });
    enter({ emailAddress: 'ada@example.com' });

    await change({ email: 'newest@example.com' });

    expect(details()).toMatchObject({ emailAddress: 'newest@example.com' });
  });

  it('follows the source again once both sides say the same', async () => {
    const { change, details, enter } = await broughtCustomer();
    enter({ emailAddress: 'accounts@example.com', phones: phones('+44 20 7946 0000') });
    await change({ email: 'accounts@example.com', phone_number: '+44 20 7946 0000' });

    await change({ email: 'newest@example.com', phone_number: '+441632960009' });

    expect(details()).toMatchObject({
      emailAddress: 'newest@example.com',
      phones: phones('+441632960009'),
    });
  });

  it('follows the source where a link from before says nothing of what was written', async () => {
    const { pipeline, books, change, details, enter } = await broughtCustomer();
    for (const { detailMarks: _marks, ...link } of books.links()) pipeline.stores.links.seed(link);
    enter({ emailAddress: 'accounts@example.com' });

    await change({ email: 'new@example.com' });

    expect(details()).toMatchObject({ emailAddress: 'new@example.com' });
  });
});

describe.each(faults)('a change of a customer that $fault', ({ fails }) => {
  it('brings nothing over what a person entered there before', async () => {
    const { books, failing, change, details, enter } = await broughtCustomer();
    enter({ emailAddress: 'accounts@example.com' });
    failing.push(fails, fails);

    await change({ phone_number: '+441632960002' });
    const after = { emailAddress: 'accounts@example.com', phones: phones('+441632960002') };
    expect(details()).toMatchObject(after);
    await change({ email: 'new@example.com' });

    expect(failing).toEqual([]);
    expect(details()).toMatchObject(after);
    expect(await books.issues()).toEqual([]);
  });

  it('brings no name over the one that a person gave it', async () => {
    const { books, failing, change, rename } = await broughtCustomer();
    rename('Byron & Daughters');
    failing.push(fails, fails);

    await change({ phone_number: '+441632960002' });
    await change({ full_name: 'Ada King' });

    expect(failing).toEqual([]);
    expect(books.contacts()).toMatchObject([{ name: 'Byron & Daughters' }]);
  });

  it('is not taken for a person’s own entry, where the source goes on', async () => {
    const { books, failing, change, changeTriedOnce, details } = await broughtCustomer();
    failing.push(fails);
    await changeTriedOnce({ email: 'second@example.com', full_name: 'Ada King' });
    await change({ email: 'third@example.com', full_name: 'Ada Lovelace' });

    await change({ phone_number: '+441632960002' });

    expect(failing).toEqual([]);
    expect(details()).toMatchObject({ emailAddress: 'third@example.com' });
    expect(books.contacts()).toMatchObject([{ name: 'Ada Lovelace' }]);
  });
});
