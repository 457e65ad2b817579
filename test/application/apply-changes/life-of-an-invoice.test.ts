import { describe, expect, it } from 'vitest';
import { type Pipeline, startPipeline } from '../../support/pipeline.ts';

async function oneInvoice(pipeline: Pipeline) {
  await pipeline.press('month-end-run', { count: 1 });
  await pipeline.settle();
  const { invoices } = await pipeline.storaState();
  return invoices[0];
}

async function issues(pipeline: Pipeline) {
  return (await pipeline.stores.issues.list('acorn')).map((issue) => issue.cause);
}

describe('an invoice that is posted', () => {
  it('carries a history note that names its source', async () => {
    const pipeline = await startPipeline();
    const invoice = await oneInvoice(pipeline);

    const { invoices } = await pipeline.xeroState();

    const details = invoices[0].history.map((note: { details: string }) => note.details);
    expect(details.filter((text: string) => text.includes(invoice.id))).toHaveLength(1);
  });

  it('is paid to the clearing account, named by the sum it leads to', async () => {
    const pipeline = await startPipeline();
    const invoice = await oneInvoice(pipeline);
    await pipeline.press('pay', { invoiceId: invoice.id });

    await pipeline.settle();

    const { payments, invoices } = await pipeline.xeroState();
    expect(payments).toMatchObject([
      {
        accountCode: '091',
        reference: `${invoice.id}:${invoice.total.amount}`,
        documentNumber: invoice.number,
      },
    ]);
    expect(invoices[0].status).toBe('PAID');
  });

  it('is paid in parts, each part once', async () => {
    const pipeline = await startPipeline();
    const invoice = await oneInvoice(pipeline);
    await pipeline.press('pay', { invoiceId: invoice.id, amountMinor: 1_000 });
    await pipeline.settle();
    await pipeline.press('pay', { invoiceId: invoice.id });

    await pipeline.settle();

    const { payments, invoices } = await pipeline.xeroState();
    expect(payments.map((payment: { amount: string }) => payment.amount)[0]).toBe('10.00');
    expect(payments).toHaveLength(2);
    expect(invoices[0].amountDue).toBe('0.00');
  });

  it('is voided when it was voided at the source', async () => {
    const pipeline = await startPipeline();
    const invoice = await oneInvoice(pipeline);
    await pipeline.press('void', { invoiceId: invoice.id });

    await pipeline.settle();

    const { invoices } = await pipeline.xeroState();
    expect(invoices.map((document: { status: string }) => document.status)).toEqual(['VOIDED']);
  });

  it('gets its credit note with an allocation, accounts inherited from its lines', async () => {
    const pipeline = await startPipeline();
    const invoice = await oneInvoice(pipeline);
    await pipeline.press('credit', { invoiceId: invoice.id, amountMinor: 500 });

    await pipeline.settle();

    const { creditNotes, allocations, invoices } = await pipeline.xeroState();
    expect(creditNotes).toMatchObject([{ total: '5.00' }]);
    const accounts = invoices[0].lines.map((line: { accountCode: string }) => line.accountCode);
    expect(accounts).toEqual(expect.arrayContaining([creditNotes[0].lines[0].accountCode]));
    expect(allocations).toMatchObject([{ amount: '5.00', invoiceNumber: invoice.number }]);
    expect(await issues(pipeline)).toEqual([]);
  });

  it('keeps a credit after payment open in the ledger', async () => {
    const pipeline = await startPipeline();
    const invoice = await oneInvoice(pipeline);
    await pipeline.press('pay', { invoiceId: invoice.id });
    await pipeline.press('credit', { invoiceId: invoice.id, amountMinor: 500 });

    await pipeline.settle();

    const { creditNotes, allocations } = await pipeline.xeroState();
    expect(creditNotes).toMatchObject([{ total: '5.00', status: 'AUTHORISED' }]);
    expect(allocations).toEqual([]);
  });

  it('is posted with its first booking, deposit untaxed on its own account', async () => {
    const pipeline = await startPipeline();
    await pipeline.press('new-booking', { email: 'new@example.com', full_name: 'New Tenant' });

    await pipeline.settle();

    const { invoices } = await pipeline.xeroState();
    const deposit = invoices[0].lines.find(
      (line: { accountCode: string }) => line.accountCode === '820',
    );
    expect(deposit).toMatchObject({ taxAmount: '0.00', taxType: 'NONE' });
    expect(await issues(pipeline)).toEqual([]);
  });
});

describe('a contact that changes', () => {
  it('is changed in the ledger, and our own metadata coming back is no change', async () => {
    const pipeline = await startPipeline();
    const invoice = await oneInvoice(pipeline);
    const contactId = invoice.contact.id;
    await pipeline.press('update-contact', { contactId, full_name: 'Renamed Tenant' });
    await pipeline.settle();
    const calls = pipeline.calls.length;

    await pipeline.settle();

    const { contacts } = await pipeline.xeroState();
    const names = contacts.filter(
      (contact: { contactNumber: string }) => contact.contactNumber === contactId,
    );
    expect(names).toMatchObject([{ name: 'Renamed Tenant' }]);
    const again = pipeline.calls.slice(calls).filter((call) => call.method !== 'GET');
    expect(again).toEqual([]);
  });

  it('costs no call when only our own metadata came back after it was posted with an invoice', async () => {
    const pipeline = await startPipeline();
    await oneInvoice(pipeline);
    const calls = pipeline.calls.length;

    await pipeline.settle();

    const toContacts = pipeline.calls
      .slice(calls)
      .filter((call) => call.method === 'POST' && call.url.includes('/Contacts'));
    expect(toContacts).toEqual([]);
    const { invoices, contacts } = await pipeline.storaState();
    const billed = contacts.find(
      (contact: { id: string }) => contact.id === invoices[0].contact.id,
    );
    expect(billed.metadata).toHaveProperty('rollerdoor:xero');
  });

  it('shares its name with another and gets a suffix', async () => {
    const pipeline = await startPipeline();
    const email = (name: string) => `${name}@example.com`;
    await pipeline.press('new-contact', { email: email('a'), full_name: 'Sam Twin' });
    await pipeline.press('new-contact', { email: email('b'), full_name: 'Sam Twin' });

    await pipeline.settle();

    const { contacts } = await pipeline.xeroState();
    const names = contacts.map((contact: { name: string }) => contact.name);
    expect(names.filter((name: string) => name.startsWith('Sam Twin'))).toHaveLength(2);
    expect(new Set(names).size).toBe(names.length);
    expect(await issues(pipeline)).toEqual([]);
  });
});
