import {
  createContact,
  updateContact,
} from '../../infra/local/vendors/stora/billing/booking-actions.ts';
import type { Contact as SourceContact } from '../../infra/local/vendors/stora/resources.ts';
import type { Contact } from '../../infra/local/vendors/xero/core/book.ts';
import type { InvoiceDraft } from '../../shared/domain/ledger/drafts.ts';
import type { Pipeline } from './pipeline.ts';

/** A ledger as an operator kept it before anything was connected, and what people do in it since. */
export function booksFromBefore(pipeline: Pipeline) {
  const book = pipeline.xero.world.book('acorn');
  if (book === undefined) throw new Error('The sandbox has no organisation called acorn.');
  const operator = pipeline.stora.world.operators.get('acorn');
  if (operator === undefined) throw new Error('The sandbox has no operator called acorn.');
  let keys = 0;
  const key = () => {
    keys += 1;
    return { value: `by-hand-${keys}` };
  };
  const entered = (name: string, changes: Partial<Contact> = {}): Contact => {
    const contact: Contact = {
      contactId: crypto.randomUUID(),
      contactNumber: undefined,
      status: 'ACTIVE',
      name,
      isCustomer: true,
      updatedEpochMs: pipeline.clock.nowEpochMs(),
      details: {},
      ...changes,
    };
    book.contacts.set(contact.contactId, contact);
    return contact;
  };
  const imported = async (
    invoice: { number: string; total: { amount: number }; tax: { amount: number } },
    contact: Contact,
    changes: Partial<InvoiceDraft> = {},
  ): Promise<string> => {
    const draft = importedDraft(invoice, contact);
    const [written] = await pipeline.ports
      .ledgerFor()
      .invoices.create([{ ...draft, ...changes }], key());
    if (!written?.ok) throw new Error('The invoice cannot be imported.');
    return written.value.targetId;
  };
  return {
    book,
    entered,
    imported,
    key,
    customer: (full_name: string, email: string, changes: Partial<SourceContact> = {}) =>
      createContact(pipeline.stora.world, operator, { full_name, email, ...changes }),
    change: (id: string, changes: Partial<SourceContact>) =>
      updateContact(pipeline.stora.world, operator, { id, ...changes }),
    contacts: () => [...book.contacts.values()],
    links: () => pipeline.stores.links.all(),
    issues: () => pipeline.stores.issues.list('acorn'),
    /** What is not handed over yet arrives and is worked until nothing is deferred. */
    settleNew: async () => {
      const before = pipeline.changes.messages().length;
      await pipeline.deliver();
      const messages = pipeline.changes.messages().slice(before);
      await applyAll(pipeline, messages);
    },
  };
}

/** Hands the changes over, a batch of all, until none is deferred. */
export async function applyAll(
  pipeline: Pipeline,
  messages: Parameters<Pipeline['apply']>[0],
): Promise<void> {
  for (let tries = 1; tries <= 20; tries += 1) {
    const results = await pipeline.apply(messages);
    if (results.every(({ kind }) => kind === 'done')) return;
    pipeline.clock.advance(30_000);
  }
  throw new Error('The changes are deferred for ever.');
}

function importedDraft(
  invoice: { number: string; total: { amount: number }; tax: { amount: number } },
  contact: Contact,
): InvoiceDraft {
  return {
    number: invoice.number,
    reference: '',
    contactTargetId: contact.contactId,
    date: '2026-11-30',
    dueDate: '2026-11-30',
    currency: 'GBP',
    status: 'AUTHORISED',
    lines: [
      {
        description: 'Imported from a file',
        quantity: 1,
        unitAmountMinor: invoice.total.amount,
        accountCode: '200',
        taxType: 'OUTPUT2',
        taxAmountMinor: invoice.tax.amount,
      },
    ],
    totalMinor: invoice.total.amount,
    taxMinor: invoice.tax.amount,
  };
}
