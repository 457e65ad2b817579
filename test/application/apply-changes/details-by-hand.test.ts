import { describe, expect, it } from 'vitest';
import { booksFromBefore } from '../../support/books-from-before.ts';
import { startPipeline } from '../../support/pipeline.ts';

const phones = (number: string) => [{ PhoneType: 'DEFAULT', PhoneNumber: number }];

/** A customer whom we brought to the ledger, by e-mail and phone. */
async function broughtCustomer() {
  const pipeline = await startPipeline();
  const books = booksFromBefore(pipeline);
  const customer = books.customer('Ada Byron', 'ada@example.com', {
    phone_number: '+441632960001',
  });
  await pipeline.settle();
  return {
    pipeline,
    books,
    change: async (change: object) => {
      pipeline.clock.advance(2_000);
      books.change(customer.id, change);
      await books.settleNew();
    },
    details: () => books.contacts()[0]?.details,
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

  it('follows the source where a link from before says nothing of what was written', async () => {
    const { pipeline, books, change, details, enter } = await broughtCustomer();
    for (const { detailMarks: _marks, ...link } of books.links()) pipeline.stores.links.seed(link);
    enter({ emailAddress: 'accounts@example.com' });

    await change({ email: 'new@example.com' });

    expect(details()).toMatchObject({ emailAddress: 'new@example.com' });
  });
});
