import { beforeEach, describe, expect, it } from 'vitest';
import type { Json } from '../../sandbox-answer.ts';
import { invoiceBody, line, messages, SandboxClient } from '../sandbox-client.ts';

let client: SandboxClient;
let contactId: string;
let invoice: Json;

beforeEach(async () => {
  client = new SandboxClient();
  await client.connect();
  contactId = await client.contact();
  invoice = await client.invoice({ Contact: { ContactID: contactId } });
});

describe('payments', () => {
  it('pay an invoice off and take it back', async () => {
    const part = await pay({ Amount: 100.1 });
    expect(await due()).toEqual(['AUTHORISED', 19.9, 100.1]);
    await pay({ Amount: 19.9, Reference: 'inv_1:12000' });
    expect(await due()).toEqual(['PAID', 0, 120]);
    const id = part.json.Payments[0].PaymentID;
    const deleted = await client.api(`POST /Payments/${id}`, { Status: 'DELETED' });
    expect(deleted.json.Payments[0].Status).toBe('DELETED');
    expect(await due()).toEqual(['AUTHORISED', 100.1, 19.9]);
    const again = await client.api(`POST /Payments/${id}`, { Status: 'DELETED' });
    expect(messages(again)).toEqual(['Payment not of valid status for modification']);
  });

  it('show on the invoice with their reference', async () => {
    await pay({ Amount: 5, Reference: 'inv_1:500' });
    const { json } = await client.api(`GET /Invoices/${invoice.InvoiceID}`);
    expect(json.Invoices[0].Payments).toMatchObject([{ Amount: 5, Reference: 'inv_1:500' }]);
  });

  it.each([
    [
      'too much',
      { Amount: 120.01 },
      'Payment amount exceeds the amount outstanding on this document',
    ],
    ['nothing', { Amount: 0 }, 'Payment amount must be greater than zero'],
    [
      'from a revenue account',
      { Account: { Code: '200' } },
      'Account must be of type BANK or have EnablePaymentsToAccount set.',
    ],
    ['from an unknown account', { Account: { Code: '999' } }, 'Account could not be found'],
    [
      'on a locked day',
      { Date: '2026-03-01' },
      'The payment date cannot be before the period lock date, currently set at 31-Mar-2026',
    ],
    [
      'for an unknown invoice',
      { Invoice: { InvoiceNumber: 'none' } },
      'Invoice could not be found',
    ],
  ])('are refused: %s', async (_what, changes, message) => {
    expect(messages(await pay(changes))).toEqual([message]);
  });

  it('are refused for a draft', async () => {
    const draft = await client.invoice({ Contact: { ContactID: contactId }, Status: 'DRAFT' });
    const answer = await pay({ Invoice: { InvoiceID: draft.InvoiceID } });
    expect(messages(answer)).toEqual(['Payments can only be made against Authorised documents']);
  });

  it('forbid voiding and changing lines, but not the reference', async () => {
    await pay({ Amount: 1 });
    const texts = [
      'Invoice not of valid status for modification',
      'This document cannot be edited as it has a payment or credit note allocated to it.',
    ];
    const path = `/Invoices/${invoice.InvoiceID}`;
    expect(messages(await client.api(`POST ${path}`, { Status: 'VOIDED' }))).toEqual(texts);
    expect(messages(await client.api(`POST ${path}`, { LineItems: [line()] }))).toEqual(texts);
    expect((await client.api(`POST ${path}`, { Reference: 'other' })).status).toBe(200);
  });

  it('come in batches with a result each', async () => {
    const one = {
      Invoice: { InvoiceID: invoice.InvoiceID },
      Account: { Code: '091' },
      Amount: 100,
    };
    const answer = await client.api('PUT /Payments?summarizeErrors=false', {
      Payments: [one, one],
    });
    expect(answer.json.Payments).toMatchObject([
      { StatusAttributeString: 'OK', HasValidationErrors: false },
      { StatusAttributeString: 'ERROR', HasValidationErrors: true },
    ]);
    expect((await client.api('GET /Payments?page=1')).json.Payments).toHaveLength(1);
  });
});

describe('credit notes', () => {
  it('settle the invoice when allocated, and open it again when the allocation goes', async () => {
    const creditNote = await credit(120);
    const answer = await allocate(creditNote, 120);
    expect(answer.json.Allocations).toMatchObject([{ Amount: 120 }]);
    expect(await due()).toEqual(['PAID', 0, 0]);
    const shown = (await client.api(`GET /CreditNotes/${creditNote.CreditNoteID}`)).json;
    expect(shown.CreditNotes[0]).toMatchObject({ Status: 'PAID', RemainingCredit: 0 });
    const id = answer.json.Allocations[0].AllocationID;
    await client.api(`DELETE /CreditNotes/${creditNote.CreditNoteID}/Allocations/${id}`);
    expect(await due()).toEqual(['AUTHORISED', 120, 0]);
  });

  it('refuse more than remains and more than is due', async () => {
    const creditNote = await credit(200);
    expect(messages(await allocate(creditNote, 200.01))).toEqual([
      'Credit Note cannot be allocated as amount is greater than amount outstanding',
    ]);
    expect((await allocate(creditNote, 120)).status).toBe(200);
  });

  it('refuse another contact and a draft', async () => {
    const other = await client.contact('Bob', 'con_b');
    const foreign = await credit(10, { Contact: { ContactID: other } });
    expect(messages(await allocate(foreign, 10))).toEqual([
      'The credit note and the invoice must belong to the same contact.',
    ]);
    const draft = await credit(10, { Status: 'DRAFT' });
    expect(messages(await allocate(draft, 10))).toEqual([
      'Credit note must be approved before it can be allocated.',
    ]);
  });

  it('are refunded by a payment', async () => {
    const creditNote = await credit(50);
    const refund = { CreditNote: { CreditNoteID: creditNote.CreditNoteID }, Invoice: undefined };
    expect((await pay({ ...refund, Amount: 50.01 })).status).toBe(400);
    const answer = await pay({ ...refund, Amount: 50 });
    expect(answer.json.Payments[0]).toMatchObject({ PaymentType: 'ARCREDITPAYMENT' });
    const { json } = await client.api(`GET /CreditNotes/${creditNote.CreditNoteNumber}`);
    expect(json.CreditNotes[0]).toMatchObject({ Status: 'PAID', RemainingCredit: 0 });
  });

  it('have unique numbers', async () => {
    await credit(1, { CreditNoteNumber: 'CR-1' });
    const body = { ...creditBody(1), CreditNoteNumber: 'CR-1' };
    const answer = await client.api('PUT /CreditNotes', { CreditNotes: [body] });
    expect(messages(answer)).toEqual(['Credit note # must be unique.']);
  });
});

function pay(changes: Json) {
  const payment = {
    Invoice: { InvoiceID: invoice.InvoiceID },
    Account: { Code: '091' },
    Date: '2026-11-02',
    Amount: 1,
    ...changes,
  };
  return client.api('PUT /Payments', { Payments: [payment] });
}

async function due(): Promise<Json[]> {
  const { json } = await client.api(`GET /Invoices/${invoice.InvoiceID}`);
  const [shown] = json.Invoices;
  return [shown.Status, shown.AmountDue, shown.AmountPaid];
}

function creditBody(amount: number): Json {
  const { InvoiceNumber: _number, DueDate: _due, ...rest } = invoiceBody(contactId);
  return { ...rest, Type: 'ACCRECCREDIT', LineItems: [line({ UnitAmount: amount })] };
}

async function credit(amount: number, changes: Json = {}): Promise<Json> {
  const body = { ...creditBody(amount), ...changes };
  const { json } = await client.api('PUT /CreditNotes', { CreditNotes: [body] });
  return json.CreditNotes[0];
}

function allocate(creditNote: Json, amount: number) {
  return client.api(`PUT /CreditNotes/${creditNote.CreditNoteID}/Allocations`, {
    Allocations: [
      { Invoice: { InvoiceID: invoice.InvoiceID }, Amount: amount, Date: '2026-11-03' },
    ],
  });
}
