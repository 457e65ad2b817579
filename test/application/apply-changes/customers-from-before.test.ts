import { describe, expect, it } from 'vitest';
import { booksFromBefore } from '../../support/books-from-before.ts';
import { startPipeline } from '../../support/pipeline.ts';

/** One invoice at the source whose customer the operator has in Xero under the name. */
async function withInvoice(settings = {}) {
  const pipeline = await startPipeline({ settings });
  const books = booksFromBefore(pipeline);
  await pipeline.press('month-end-run', { count: 1 });
  const [invoice] = (await pipeline.storaState()).invoices;
  const customer = (await pipeline.storaState()).contacts.find(
    ({ id }: { id: string }) => id === invoice.contact.id,
  );
  return { pipeline, books, invoice, customer };
}

describe('a customer, as the operator lets them be known again', () => {
  const enteredAs = async (contactMatching: 'number' | 'name') => {
    const world = await withInvoice({ contactMatching });
    const { pipeline, books, customer } = world;
    books.entered(customer.full_name, { details: { emailAddress: 'x@example.org' } });
    await pipeline.settle();
    return { ...world, issues: (await books.issues()).map(({ cause }) => cause) };
  };

  it('by number only: a namesake is somebody else, and the customer gets a suffix', async () => {
    const { books, customer, issues } = await enteredAs('number');

    expect(issues).toEqual([]);
    expect(books.contacts()).toMatchObject([
      { contactNumber: undefined },
      { contactNumber: customer.id, name: `${customer.full_name} (${customer.id.slice(-6)})` },
    ]);
  });

  it('by name: the only one on both sides is linked, whatever its e-mail address', async () => {
    const { books, customer, issues } = await enteredAs('name');

    expect(issues).toEqual([]);
    expect(books.contacts()).toMatchObject([{ contactNumber: customer.id }]);
  });

  it('by name: with a namesake at the source a person is asked', async () => {
    const world = await withInvoice({ contactMatching: 'name' });
    const { pipeline, books, customer } = world;
    books.entered(customer.full_name);
    books.customer(customer.full_name.toUpperCase(), 'other@example.org');

    await pipeline.settle();

    expect(books.contacts()[0]).toMatchObject({ contactNumber: undefined });
    expect((await books.issues()).map(({ cause }) => cause)).toContain('contact_unclear');
  });
});

describe('a customer whom the operator entered in Xero before', () => {
  it.each([
    ['of the same e-mail address', (email: string) => email.toUpperCase()],
    ['without an e-mail address', () => undefined],
    ['with an empty e-mail address', () => ''],
  ])('is linked, not doubled, and gets our number: one %s', async (_what, emailOf) => {
    const { pipeline, books, invoice, customer } = await withInvoice();
    const entered = books.entered(` ${customer.full_name.toUpperCase()}`.trim(), {
      details: { emailAddress: emailOf(customer.email), accountNumber: 'A-7' },
    });

    await pipeline.settle();

    expect(books.contacts()).toMatchObject([
      {
        contactId: entered.contactId,
        contactNumber: customer.id,
        details: { accountNumber: 'A-7' },
      },
    ]);
    expect((await pipeline.xeroState()).invoices).toMatchObject([
      { number: invoice.number, contactId: entered.contactId },
    ]);
    expect(await books.issues()).toEqual([]);
    const metadata = (await pipeline.storaState()).contacts.find(
      ({ id }: { id: string }) => id === customer.id,
    ).metadata;
    expect(metadata['rollerdoor:xero']).toBe(entered.contactId);
  });

  it('keeps what only Xero knows of them when their own change comes', async () => {
    const { pipeline, books, customer } = await withInvoice();
    books.entered(customer.full_name, { details: { taxNumber: 'GB999', emailAddress: '' } });
    await pipeline.settle();
    pipeline.clock.advance(2_000);
    books.change(customer.id, { phone_number: '+441632960999' });
    await books.settleNew();

    const [contact] = books.contacts();
    expect(contact?.details).toMatchObject({
      taxNumber: 'GB999',
      emailAddress: customer.email,
      phones: [{ PhoneType: 'DEFAULT', PhoneNumber: '+441632960999' }],
    });
  });

  it('is told of once in the activities, as a change', async () => {
    const { pipeline, books, customer } = await withInvoice();
    books.entered(customer.full_name);
    await pipeline.settle();

    const told = pipeline.stores.activities
      .all()
      .flatMap(({ detail }) => (detail.kind === 'contact' ? [detail.writes] : []));
    expect(told.filter((writes) => writes !== 'metadata')).toEqual(['update']);
  });

  it('is found by number where the answer to that was lost', async () => {
    let isOver = false;
    const pipeline = await startPipeline({
      intercept: async (request, answer) => {
        const response = await answer();
        if (isOver || request.method !== 'POST' || !/\/Contacts/.test(request.url)) return response;
        isOver = true;
        throw new TypeError('fetch failed');
      },
    });
    const books = booksFromBefore(pipeline);
    const customer = books.customer('Ada Byron', 'ada@example.com');
    const entered = books.entered('Ada Byron');

    await pipeline.settle();

    expect(isOver).toBe(true);
    expect(books.contacts()).toMatchObject([
      {
        contactId: entered.contactId,
        contactNumber: customer.id,
        details: { emailAddress: 'ada@example.com' },
      },
    ]);
    const told = pipeline.stores.activities
      .all()
      .filter(({ detail }) => detail.kind === 'contact' && detail.writes === 'create');
    expect(told).toEqual([]);
  });

  it.each([
    [
      'another e-mail address',
      { details: { emailAddress: 'other@example.com' } },
      'contact_unclear',
    ],
    ['the number of another system', { contactNumber: 'CRM-7' }, 'contact_of_other_system'],
  ])('is asked about with %s; nothing is created', async (_what, changes, cause) => {
    const { pipeline, books, customer } = await withInvoice();
    const entered = books.entered(customer.full_name, changes);
    await pipeline.settle();

    expect(books.contacts()).toEqual([entered]);
    expect((await pipeline.xeroState()).invoices).toEqual([]);
    const [issue] = await books.issues();
    expect(issue).toMatchObject({ cause });
    // Its one field for the name apart, which pages show.
    const { customer: name, ...told } = issue ?? {};
    expect(name).toBe(customer.full_name);
    expect(JSON.stringify(told)).not.toContain(customer.full_name);
    expect(JSON.stringify(told)).not.toContain('example.com');
  });

  it('goes through after the remedy: the e-mail address was put right in Xero', async () => {
    const { pipeline, books, customer } = await withInvoice();
    const entered = books.entered(customer.full_name, { details: { emailAddress: 'x@y.zz' } });
    await pipeline.settle();
    books.book.contacts.set(entered.contactId, {
      ...entered,
      details: { emailAddress: customer.email },
    });

    await pipeline.settle();

    expect(books.contacts()).toMatchObject([{ contactNumber: customer.id }]);
    expect((await pipeline.xeroState()).invoices).toHaveLength(1);
  });

  it('goes through after the remedy: the contact in Xero was renamed', async () => {
    const { pipeline, books, customer } = await withInvoice();
    const entered = books.entered(customer.full_name, { contactNumber: 'CRM-7' });
    await pipeline.settle();
    await pipeline.pressXero('rename-contact', {
      contact: entered.contactId,
      name: 'Someone (old)',
    });

    await pipeline.settle();

    expect(books.contacts().map(({ contactNumber }) => contactNumber)).toEqual([
      'CRM-7',
      customer.id,
    ]);
  });
});

describe('two customers of one name', () => {
  it('and one contact in Xero: the one of its e-mail address is linked, the other goes apart', async () => {
    const pipeline = await startPipeline();
    const books = booksFromBefore(pipeline);
    const first = books.customer('John Smith', 'one@example.com');
    const second = books.customer('John Smith', 'two@example.com');
    const entered = books.entered('John Smith', { details: { emailAddress: 'two@example.com' } });

    await pipeline.settle();

    const byNumber = new Map(books.contacts().map((contact) => [contact.contactNumber, contact]));
    expect(byNumber.get(second.id)?.contactId).toBe(entered.contactId);
    expect(byNumber.get(first.id)?.name).toBe(`John Smith (${first.id.slice(-6)})`);
    expect(books.contacts()).toHaveLength(2);
  });

  it.each([
    ['nothing to tell them apart by', '', ['one@example.com', 'two@example.com']],
    ['the e-mail address of both', 'one@example.com', ['one@example.com', 'ONE@example.com']],
  ])(
    'and one contact in Xero with %s are both asked about',
    async (_what, emailAddress, emails) => {
      const pipeline = await startPipeline();
      const books = booksFromBefore(pipeline);
      for (const email of emails) books.customer('John Smith', email);
      const entered = books.entered('John Smith', { details: { emailAddress } });

      await pipeline.settle();

      expect(books.contacts()).toEqual([entered]);
      expect(await books.issues()).toMatchObject([
        { cause: 'contact_unclear' },
        { cause: 'contact_unclear' },
      ]);
    },
  );

  it('and no contact in Xero have one each, in whatever order they come', async () => {
    const pipeline = await startPipeline();
    const books = booksFromBefore(pipeline);
    books.customer('John Smith', 'one@example.com');
    await pipeline.settle();
    books.customer('John  Smith', 'two@example.com');
    books.customer('JOHN SMITH', 'two@example.com');
    await books.settleNew();

    expect(books.contacts()).toHaveLength(3);
    expect(await books.issues()).toEqual([]);
  });
});

describe('an invoice that was imported into Xero from a file', () => {
  it('is linked with its customer, and nothing is posted twice', async () => {
    const { pipeline, books, invoice, customer } = await withInvoice();
    const imported = await books.imported(invoice, books.entered(customer.full_name));

    await pipeline.settle();

    expect((await pipeline.xeroState()).invoices).toMatchObject([{ id: imported }]);
    expect(books.links().find(({ kind }) => kind === 'invoice')).toMatchObject({
      targetId: imported,
    });
    expect(await books.issues()).toEqual([]);
  });

  it('and paid there is not paid again when the source says that it is paid', async () => {
    const { pipeline, books, invoice, customer } = await withInvoice({
      clearingAccountCode: '090',
    });
    const invoiceTargetId = await books.imported(invoice, books.entered(customer.full_name));
    const amountMinor = invoice.total.amount;
    const payment = { invoiceTargetId, amountMinor, currency: 'GBP', reference: 'bank feed' };
    await pipeline.ports
      .ledgerFor()
      .payments.create([{ ...payment, accountCode: '090', date: '2026-11-30' }], books.key());
    await pipeline.press('pay', { invoiceId: invoice.id });

    await pipeline.settle();

    expect((await pipeline.xeroState()).payments).toHaveLength(1);
    expect(await books.issues()).toEqual([]);
  });

  it.each([
    ['of another day', { date: '2026-11-29' }, /dated 2026-11-29 there, 2026-11-30 here/],
    ['that is not approved yet', { status: 'DRAFT' as const }, /not approved there/],
    ['that stands for another document of ours', { reference: 'inv_other' }, /another document/],
  ])('is asked about with the facts: one %s', async (_what, changes, fact) => {
    const { pipeline, books, invoice, customer } = await withInvoice();
    await books.imported(invoice, books.entered(customer.full_name), changes);

    await pipeline.settle();

    const [issue] = await books.issues();
    expect(issue).toMatchObject({ cause: 'number_taken' });
    expect(issue?.message).toMatch(fact);
    expect(issue?.message).toContain(invoice.number);
  });

  it('for another customer is asked about, and posted once that one was voided', async () => {
    const { pipeline, books, invoice } = await withInvoice();
    const stranger = books.entered('Somebody Else');
    await books.imported(invoice, stranger);
    await pipeline.settle();
    expect((await books.issues())[0]?.message).toContain('another customer');
    await pipeline.pressXero('void-invoice', { number: invoice.number });

    await pipeline.settle();

    expect((await pipeline.xeroState()).invoices).toMatchObject([
      { status: 'VOIDED' },
      { status: 'AUTHORISED' },
    ]);
    expect(await books.issues()).toEqual([]);
  });
});
