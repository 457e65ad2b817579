import { describe, expect, it } from 'vitest';
import { booksFromBefore } from '../../support/books-from-before.ts';
import { startPipeline } from '../../support/pipeline.ts';

const full = {
  phone_number: '+441632960001',
  tax_id: 'GB123456789',
  company_registration_number: '01234567',
  address: {
    line_1: '1 Quay Street',
    line_2: 'Dockside',
    city: 'Bristol',
    state: 'Avon',
    postal_code: 'BS1 4DJ',
    country_alpha2: 'GB',
  },
};

async function withCustomer(changes: object = full) {
  const pipeline = await startPipeline();
  const books = booksFromBefore(pipeline);
  const customer = books.customer('Ada Byron', 'ada@example.com', changes);
  await pipeline.settle();
  return {
    pipeline,
    books,
    customer,
    change: async (change: object) => {
      pipeline.clock.advance(2_000);
      books.change(customer.id, change);
      await books.settleNew();
    },
    details: () => books.contacts()[0]?.details,
    /** Somebody types into the contact's page in Xero. */
    enter: (details: object) => {
      const [contact] = books.contacts();
      if (contact === undefined) throw new Error('There is no contact.');
      books.book.contacts.set(contact.contactId, {
        ...contact,
        details: { ...contact.details, ...details },
      });
    },
  };
}

const address = { AddressType: 'POBOX', AddressLine1: '1 Quay Street', City: 'Bristol' };
const rest = { Region: 'Avon', PostalCode: 'BS1 4DJ', Country: 'GB' };

describe('what is emptied at the source', () => {
  it.each([
    ['e-mail address', { email: '' }, { emailAddress: '' }],
    ['e-mail address that is gone', { email: null }, { emailAddress: '' }],
    ['phone', { phone_number: null }, { phones: [{ PhoneType: 'DEFAULT', PhoneNumber: '' }] }],
    ['VAT id', { tax_id: null }, { taxNumber: '' }],
    ['company number', { company_registration_number: ' ' }, { companyNumber: '' }],
    [
      'second line of the address',
      { address: { ...full.address, line_2: null } },
      { addresses: [{ ...address, ...rest, AddressLine2: '' }] },
    ],
    [
      'whole address',
      { address: null },
      {
        addresses: [
          {
            AddressType: 'POBOX',
            AddressLine1: '',
            AddressLine2: '',
            City: '',
            Region: '',
            PostalCode: '',
            Country: '',
          },
        ],
      },
    ],
  ])('is emptied in the ledger: the %s', async (_what, change, expected) => {
    const { change: apply, details, books } = await withCustomer();
    await apply(change);

    expect(details()).toMatchObject(expected);
    expect(await books.issues()).toEqual([]);
  });

  it('takes nothing else along', async () => {
    const { change, details } = await withCustomer();
    await change({ email: '' });

    expect(details()).toMatchObject({
      phones: [{ PhoneNumber: '+441632960001' }],
      taxNumber: 'GB123456789',
      companyNumber: '01234567',
      addresses: [{ ...address, ...rest, AddressLine2: 'Dockside' }],
    });
  });

  it('stays as a person enters it afterwards, whatever else changes', async () => {
    const { change, details, enter } = await withCustomer();
    await change({ email: '' });
    enter({ emailAddress: 'accounts@example.com' });
    await change({ phone_number: '+441632960002' });

    expect(details()).toMatchObject({
      emailAddress: 'accounts@example.com',
      phones: [{ PhoneNumber: '+441632960002' }],
    });
  });
});

describe('what the source never had', () => {
  it('is a person’s own entry in the ledger and stays', async () => {
    const { change, details, enter } = await withCustomer({});
    enter({ taxNumber: 'GB999', companyNumber: '77', phones: [{ PhoneType: 'MOBILE' }] });
    await change({ full_name: 'Ada King' });

    expect(details()).toMatchObject({
      taxNumber: 'GB999',
      companyNumber: '77',
      phones: [{ PhoneType: 'MOBILE' }],
    });
  });

  it('is emptied where a link from before says nothing of it', async () => {
    const { pipeline, books, change, details, enter } = await withCustomer({});
    const link = books.links().find(({ kind }) => kind === 'contact');
    if (link === undefined) throw new Error('There is no link.');
    const { brought: _brought, ...old } = link;
    pipeline.stores.links.seed(old);
    enter({ taxNumber: 'GB999' });
    await change({ full_name: 'Ada King' });

    expect(details()?.taxNumber).toBe('');
  });
});

describe('a create without an answer', () => {
  it('that brought what is gone since is put right by the change', async () => {
    let isOver = false;
    const pipeline = await startPipeline({
      intercept: async (request, answer) => {
        const response = await answer();
        if (isOver || request.method !== 'PUT' || !/\/Contacts/.test(request.url)) return response;
        isOver = true;
        throw new TypeError('fetch failed');
      },
    });
    const books = booksFromBefore(pipeline);
    const customer = books.customer('Ada Byron', 'ada@example.com', full);
    await pipeline.deliver();
    await pipeline.apply(pipeline.changes.messages());
    pipeline.clock.advance(2_000);
    books.change(customer.id, { tax_id: null });

    await pipeline.settle();

    expect(isOver).toBe(true);
    expect(books.contacts()).toMatchObject([{ details: { taxNumber: '' } }]);
  });
});

describe('an update that was refused', () => {
  it('has emptied nothing: the next one does', async () => {
    const { change, details, pipeline } = await withCustomer();
    await change({ email: 'no address', phone_number: null });
    expect(details()).toMatchObject({ emailAddress: 'ada@example.com' });
    await change({ email: null });

    expect(details()).toMatchObject({ emailAddress: '', phones: [{ PhoneNumber: '' }] });
    expect(await pipeline.stores.issues.list('acorn')).toEqual([]);
  });
});
