import { beforeEach, describe, expect, it } from 'vitest';
import type { Contact, LedgerDocument } from '../../../infra/local/vendors/xero/core/book.ts';
import { ProviderError } from '../../../shared/domain/errors/errors.ts';
import {
  aContactDraft,
  aCreditNoteDraft,
  accepted,
  anInvoiceDraft,
  XeroUnderTest,
} from './support/xero-under-test.ts';

let xero: XeroUnderTest;

beforeEach(async () => {
  xero = await XeroUnderTest.open(undefined);
  const { limiter } = xero.vendors.xero.world;
  limiter.settings = { ...limiter.settings, enabled: false };
});

/** As long as Stora's numbers and ids may be. */
function longNumber(index: number): string {
  return `ACORN-STORAGE-NORTH-WEST-2026-${String(index).padStart(12, '0')}`;
}

function reads(): string[] {
  return xero.sent.filter(({ method }) => method === 'GET').map(({ path }) => path);
}

/** Puts copies of a contact into the books, each under its own number. */
async function manyContacts(count: number): Promise<string[]> {
  const base = xero.book.contacts.get(await xero.contact(longNumber(0), 'Ada 0')) as Contact;
  const numbers = Array.from({ length: count }, (_, index) => longNumber(index));
  for (const [index, contactNumber] of numbers.entries()) {
    const contactId = `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
    const copy = { ...base, contactId, contactNumber, name: `Ada ${index}` };
    xero.book.contacts.set(contactId, copy);
  }
  xero.book.contacts.delete(base.contactId);
  return numbers;
}

async function manyInvoices(count: number): Promise<string[]> {
  const base = xero.book.documents.get(await xero.invoice()) as LedgerDocument;
  const numbers = Array.from({ length: count }, (_, index) => longNumber(index));
  for (const [index, number] of numbers.entries())
    xero.book.documents.set(`d-${index}`, { ...base, id: `d-${index}`, number });
  return numbers;
}

describe('a look-up for more than fits into an address', () => {
  it('finds 120 contacts by long numbers, none by a call that Xero does not take', async () => {
    const numbers = await manyContacts(120);
    const found = await xero.ledger.contacts.findByNumber([...numbers, 'con_none']);

    expect(found.map(({ contactNumber }) => contactNumber).sort()).toEqual(numbers);
    expect(Math.max(...reads().map((path) => path.length))).toBeLessThan(2_000);
  });

  it('finds 120 contacts by their ids', async () => {
    await manyContacts(120);
    const ids = [...xero.book.contacts.keys()];

    expect(await xero.ledger.contacts.findById(ids)).toHaveLength(120);
  });

  it('finds 120 invoices by long numbers', async () => {
    const numbers = await manyInvoices(120);

    expect(await xero.ledger.invoices.find(numbers)).toHaveLength(120);
    expect(Math.max(...reads().map((path) => path.length))).toBeLessThan(2_000);
  });

  it('asks once for a few', async () => {
    const numbers = await manyContacts(10);
    xero.sent.length = 0;
    await xero.ledger.contacts.findByNumber(numbers);

    expect(reads()).toHaveLength(1);
  });
});

describe('a list of more than one page', () => {
  it('is read to its end: an invoice behind a hundred bills of its number is found', async () => {
    const base = xero.book.documents.get(await xero.invoice()) as LedgerDocument;
    xero.book.documents.delete(base.id);
    for (let index = 0; index < 130; index += 1) {
      const bill: LedgerDocument = { ...base, id: `bill-${index}`, type: 'ACCPAY' };
      xero.book.documents.set(bill.id, bill);
    }
    xero.book.documents.set(base.id, base);

    expect(await xero.ledger.invoices.find(['ACORN-1'])).toMatchObject([{ targetId: base.id }]);
  });
});

describe('a list that was not asked', () => {
  const notFound = () =>
    new Response("The resource you're looking for cannot be found", { status: 404 });

  it.each([
    ['contacts', () => xero.ledger.contacts.findByNumber(['con_1'])],
    ['contacts by name', () => xero.ledger.contacts.findByName(['Ada'])],
    ['contacts by id', () => xero.ledger.contacts.findById(['con_1'])],
    ['invoices', () => xero.ledger.invoices.find(['A'])],
    ['credit notes', () => xero.ledger.credits.find(['A'])],
    ['the chart of accounts', () => xero.ledger.catalogue.read()],
  ])('is an error that a later try may heal, never an empty one: %s', async (_what, work) => {
    xero.scripted.push(notFound);
    const error = await work().catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(ProviderError);
    expect(error).toMatchObject({ failure: { status: 404, canRetryHelp: true } });
  });

  it('is told apart from a record that is not there', async () => {
    const id = '7f1d1a4e-3f57-4c1d-9a26-0a4a2b8f0c11';

    expect(await xero.ledger.invoices.get(id)).toBeUndefined();
    expect(await xero.ledger.payments.of([id])).toEqual(new Map());
  });
});

describe('an organisation of high volume', () => {
  beforeEach(async () => {
    await xero.contact('con_0001', 'Ada Byron');
    await xero.contact('con_0002', 'Bo Diddley');
    xero.vendors.xero.world.highVolume.add('acorn');
  });

  it('has its contacts found one by one, and is not asked the other way again', async () => {
    const first = await xero.ledger.contacts.findByNumber(['con_0001', 'con_0002', 'con_9']);
    xero.sent.length = 0;
    const again = await xero.ledger.contacts.findByNumber(['con_0002']);

    expect(first.map(({ name }) => name)).toEqual(['Ada Byron', 'Bo Diddley']);
    expect(again.map(({ name }) => name)).toEqual(['Bo Diddley']);
    expect(reads()).toEqual(['/Contacts/con_0002']);
  });

  it('has contacts found by name and by id', async () => {
    const byName = await xero.ledger.contacts.findByName(['ada byron', 'Bo Diddley']);

    expect(byName.map(({ name }) => name)).toEqual(['Ada Byron', 'Bo Diddley']);
    expect(await xero.ledger.contacts.findById(byName.map(({ targetId }) => targetId))).toEqual(
      byName,
    );
  });

  it('has invoices and credit notes found by number', async () => {
    const contactTargetId = [...xero.book.contacts.keys()][0] ?? '';
    const invoices = [
      anInvoiceDraft({ contactTargetId, number: 'ACORN/1' }),
      anInvoiceDraft({ contactTargetId, number: 'ACORN,2', reference: 'inv_2' }),
    ];
    await xero.ledger.invoices.create(invoices, xero.key());
    const note = aCreditNoteDraft({ contactTargetId });
    await xero.ledger.credits.create([note], xero.key());

    expect(await xero.ledger.invoices.find(['ACORN/1', 'ACORN,2'])).toHaveLength(2);
    expect(await xero.ledger.credits.find([note.number, 'NONE'])).toHaveLength(1);
  });

  it('says that it cannot look where no way is left, and never that nothing is there', async () => {
    const error = await xero.ledger.credits.find(['CN/1']).catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ failure: { code: 'look_up_impossible', canRetryHelp: false } });
  });
});

describe('a value that cannot be put into quotes', () => {
  it.each(['AC"ME-1', 'AC\\ME-1', '"ACME"', 'ACME, 1'])(
    'is found all the same: %s',
    async (number) => {
      const contactTargetId = await xero.contact('con_0001', `Inn ${number}`);
      await xero.ledger.invoices.create([anInvoiceDraft({ contactTargetId, number })], xero.key());
      const note = aCreditNoteDraft({ contactTargetId, number });
      await xero.ledger.credits.create([note], xero.key());
      const contact = accepted(
        (await xero.ledger.contacts.create([aContactDraft(number, 'Bo')], xero.key()))[0],
      );

      expect(await xero.ledger.invoices.find([number])).toMatchObject([{ number }]);
      expect(await xero.ledger.credits.find([number])).toMatchObject([{ number }]);
      expect(await xero.ledger.contacts.findByNumber([number])).toEqual([contact]);
      expect(await xero.ledger.contacts.findByName([`Inn ${number}`])).toMatchObject([
        { targetId: contactTargetId },
      ]);
    },
  );

  it('of nothing else is an error', async () => {
    const error = await xero.ledger.contacts.findByNumber(['"']).catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ failure: { code: 'look_up_impossible' } });
  });
});

describe('suppliers’ documents', () => {
  it('under the number of a credit note of ours are not taken for it', async () => {
    const contactTargetId = await xero.contact();
    const note = aCreditNoteDraft({ contactTargetId });
    await xero.ledger.credits.create([note], xero.key());
    for (const document of xero.book.documents.values())
      xero.book.documents.set(document.id, { ...document, type: 'ACCPAYCREDIT' });

    expect(await xero.ledger.credits.find([note.number])).toEqual([]);
  });
});
