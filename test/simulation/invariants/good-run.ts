import { bookUnit } from '../../../infra/local/vendors/stora/billing/booking-actions.ts';
import { payInvoice } from '../../../infra/local/vendors/stora/billing/invoice-actions.ts';
import type { Contact, Invoice } from '../../../infra/local/vendors/stora/core/resources.ts';
import type { LedgerDocument } from '../../../infra/local/vendors/xero/core/book.ts';
import { found, HandMadeRun, note, operatorId, startEpochMs } from './hand-made-run.ts';

/** What the good run is about, so that a test can break it. */
export interface GoodRun {
  run: HandMadeRun;
  contact: Contact;
  invoice: Invoice;
  document: LedgerDocument;
  targetId: string;
}

/** A customer moves in and pays a part; everything is in the ledger, noted and audited. */
export function goodRun(): GoodRun {
  const run = new HandMadeRun();
  run.connect();
  const { world } = run.stora;
  const { contact, invoice } = bookUnit(world, run.operator, {
    contact: { email: 'jo@example.com', full_name: 'Jo Doe' },
    withProtection: false,
  });
  const paid = payInvoice(world, run.operator, { invoiceId: invoice.id, amountMinor: 500 });
  const messages = run.takeIn();
  const targetId = postContact(run, contact);
  const document = postInvoice(run, paid, targetId);
  postPayment(run, paid, document);
  run.ack(messages);
  writeBack(run, { contact, targetId, invoice: paid, document });
  return { run, contact, invoice: paid, document, targetId };
}

function postContact(run: HandMadeRun, contact: Contact): string {
  const contactId = '10000000-0000-4000-8000-000000000001';
  run.book.contacts.set(contactId, {
    contactId,
    contactNumber: contact.id,
    status: 'ACTIVE',
    name: contact.full_name ?? '',
    isCustomer: true,
    updatedEpochMs: run.nowEpochMs,
    details: { emailAddress: contact.email },
  });
  const body = JSON.stringify({ Contacts: [{ ContactNumber: contact.id, Name: 'Jo Doe' }] });
  run.call({ method: 'PUT', path: '/api.xro/2.0/Contacts', body, idempotencyKey: 'key-1' });
  run.save({
    kind: 'contact',
    sourceId: contact.id,
    targetId: contactId,
    version: { at: contact.updated_at, rank: 0, fingerprint: 'contact' },
    effects: { create: done },
    owed: [{ what: 'metadata' }],
  });
  run.audit('contact', contact.id, 'create');
  return contactId;
}

const done = {
  state: 'done',
  generation: 0,
  sentAtEpochMs: startEpochMs,
  requestHash: '',
} as const;

function postInvoice(run: HandMadeRun, invoice: Invoice, contactId: string): LedgerDocument {
  const site = found(run.operator.tables.sites.get(invoice.site.id));
  const document: LedgerDocument = {
    kind: 'invoice',
    id: '20000000-0000-4000-8000-000000000001',
    type: 'ACCREC',
    number: invoice.number,
    reference: invoice.id,
    contactId,
    day: '2026-11-30',
    dueDay: '2026-11-30',
    status: 'AUTHORISED',
    lineAmountTypes: 'Inclusive',
    currencyCode: invoice.total.currency,
    url: undefined,
    sentToContact: false,
    lines: invoice.line_items.map((line, index) => ({
      lineItemId: String(index),
      description: line.description,
      quantity: 10_000n,
      unitAmount: 0n,
      discountRate: undefined,
      discountAmountMinor: undefined,
      lineAmountMinor: BigInt(line.total.amount),
      taxAmountMinor: BigInt(line.tax.amount),
      accountCode: line.accounting_code ?? undefined,
      taxType: undefined,
      itemCode: undefined,
      tracking: [
        { trackingCategoryId: 'c', trackingOptionId: 'o', name: 'Location', option: site.name },
      ],
    })),
    totals: {
      subTotalMinor: BigInt(invoice.total.amount - invoice.tax.amount),
      totalTaxMinor: BigInt(invoice.tax.amount),
      totalMinor: BigInt(invoice.total.amount),
      totalDiscountMinor: 0n,
    },
    fullyPaidDay: undefined,
    updatedEpochMs: run.nowEpochMs,
  };
  run.book.documents.set(document.id, document);
  const body = JSON.stringify({ Invoices: [{ Reference: invoice.id }] });
  run.call({
    method: 'PUT',
    path: '/api.xro/2.0/Invoices?unitdp=4',
    body,
    idempotencyKey: 'key-2',
  });
  run.save({
    kind: 'invoice',
    sourceId: invoice.id,
    targetId: document.id,
    posted: {
      currency: 'GBP',
      totalMinor: invoice.total.amount,
      taxMinor: invoice.tax.amount,
      paidMinor: 0,
      allocatedMinor: 0,
      voided: false,
    },
    effects: { create: done },
    owed: [{ what: 'timeline', note: 'posted', text: 'Posted.' }],
  });
  run.audit('invoice', invoice.id, 'create');
  return document;
}

function postPayment(run: HandMadeRun, invoice: Invoice, document: LedgerDocument): void {
  const paidMinor = invoice.amount_paid.amount;
  const reference = `${invoice.id}:${paidMinor}`;
  run.book.payments.set('payment-1', {
    paymentId: 'payment-1',
    documentId: document.id,
    accountId: 'account-1',
    day: '2026-11-30',
    amountMinor: BigInt(paidMinor),
    reference,
    status: 'AUTHORISED',
    updatedEpochMs: run.nowEpochMs,
  });
  const body = JSON.stringify({ Payments: [{ Reference: reference }] });
  run.call({ method: 'PUT', path: '/api.xro/2.0/Payments', body, idempotencyKey: 'key-3' });
  const { posted } = found(run.links.find(({ sourceId }) => sourceId === invoice.id));
  run.save({
    kind: 'invoice',
    sourceId: invoice.id,
    posted: { ...found(posted), paidMinor },
    version: { at: new Date(run.nowEpochMs).toISOString(), rank: 1, fingerprint: 'invoice' },
  });
  run.audit('invoice', invoice.id, `payment:${paidMinor}`);
}

function writeBack(
  run: HandMadeRun,
  what: { contact: Contact; targetId: string; invoice: Invoice; document: LedgerDocument },
): void {
  const { contact, targetId, invoice, document } = what;
  const messages = [contact.id, invoice.id].map((sourceId) =>
    run.send('write-backs', {
      operatorId,
      target: 'xero',
      kind: sourceId === contact.id ? 'contact' : 'invoice',
      sourceId,
      epoch: 1,
    }),
  );
  run.operator.tables.contacts.set(contact.id, {
    ...found(run.operator.tables.contacts.get(contact.id)),
    metadata: { 'rollerdoor:xero': targetId },
  });
  const path = `/2025-09/contacts/${contact.id}`;
  run.call({ provider: 'stora', method: 'PATCH', path, body: '{}' }, 'write-back-1');
  run.save({ kind: 'contact', sourceId: contact.id, owed: [] });
  run.audit('contact', contact.id, 'metadata');
  note(run, `${document.id}#posted`, 'key-4');
  run.save({ kind: 'invoice', sourceId: invoice.id, owed: [] });
  run.audit('invoice', invoice.id, 'timeline:posted');
  run.ack(messages, 'write-backs');
}
