import { ActionError } from '../../../infra/local/vendors/stora/billing/action-error.ts';
import {
  bookUnit,
  createContact,
  deleteContact,
  updateContact,
} from '../../../infra/local/vendors/stora/billing/booking-actions.ts';
import { issueCreditNote } from '../../../infra/local/vendors/stora/billing/credit-note-actions.ts';
import {
  markUncollectible,
  payInvoice,
  voidInvoice,
} from '../../../infra/local/vendors/stora/billing/invoice-actions.ts';
import {
  changeInvoice,
  overpayInvoice,
  reopenInvoice,
} from '../../../infra/local/vendors/stora/billing/late-changes.ts';
import { runMonthEnd } from '../../../infra/local/vendors/stora/billing/month-end-run.ts';
import type { Contact, Invoice } from '../../../infra/local/vendors/stora/core/resources.ts';
import type { Operator, World } from '../../../infra/local/vendors/stora/core/world.ts';
import type { RecordKind } from '../../../shared/contracts/ids.ts';
import type { BusinessName } from './planned-operation.ts';

export interface Desk {
  world: World;
  operator: Operator;
  /** 0..1: which of the records that fit. */
  share: number;
  count: number;
}

export interface Touched {
  recordKind: RecordKind;
  sourceId: string;
}

/** Does one thing at the source; nothing where no record fits it now. */
export function doBusiness(what: BusinessName, desk: Desk): Touched[] {
  try {
    return business[what](desk);
  } catch (error) {
    // What the vendor does not let people do is simply not done.
    if (error instanceof ActionError) return [];
    throw error;
  }
}

const business: Record<BusinessName, (desk: Desk) => Touched[]> = {
  month_end: ({ world, operator, count }) =>
    runMonthEnd(world, operator, count).map(({ id }) => invoice(id)),
  book: ({ world, operator, share, count }) => {
    const known = [...operator.tables.contacts.values()];
    const contactId = count > 2 ? at(known, share)?.id : undefined;
    const booking = bookUnit(world, operator, {
      contactId,
      contact: contactId === undefined ? newPerson(share) : undefined,
      withProtection: share < 0.5,
    });
    return [contact(booking.contact.id), invoice(booking.invoice.id)];
  },
  pay: (desk) =>
    withInvoice(desk, isOpen, (one) =>
      payInvoice(desk.world, desk.operator, { invoiceId: one.id }),
    ),
  pay_part: (desk) =>
    withInvoice(desk, isOpen, (one) =>
      payInvoice(desk.world, desk.operator, {
        invoiceId: one.id,
        amountMinor: Math.max(1, Math.floor(one.amount_due.amount * 0.4)),
      }),
    ),
  void: (desk) =>
    withInvoice(
      desk,
      (one) => isOpen(one) && one.amount_paid.amount === 0,
      (one) => voidInvoice(desk.world, desk.operator, one.id),
    ),
  write_off: (desk) =>
    withInvoice(desk, isOpen, ({ id }) => {
      markUncollectible(desk.world, desk.operator, id);
      const givenUp = desk.operator.tables.invoices.get(id);
      if (givenUp !== undefined) givenUpAt.set(givenUp, secondOf(desk));
    }),
  change_invoice: (desk) =>
    withInvoice(desk, isOpen, ({ id: invoiceId }) =>
      changeInvoice(desk.world, desk.operator, { invoiceId, percent: 90 }),
    ),
  overpay: (desk) =>
    withInvoice(desk, isOpen, ({ id: invoiceId }) =>
      overpayInvoice(desk.world, desk.operator, { invoiceId, beyondMinor: 500 }),
    ),
  reopen: (desk) =>
    withInvoice(
      desk,
      // Stora tells seconds: of two states of one second nobody knows which came later.
      (one) => isGivenUp(one) && (givenUpAt.get(one) ?? 0) < secondOf(desk),
      (one) => reopenInvoice(desk.world, desk.operator, one.id),
    ),
  pay_given_up: (desk) =>
    withInvoice(desk, isGivenUp, (one) =>
      payInvoice(desk.world, desk.operator, { invoiceId: one.id }),
    ),
  void_given_up: (desk) =>
    withInvoice(desk, isGivenUp, (one) => voidInvoice(desk.world, desk.operator, one.id)),
  void_paid: (desk) =>
    withInvoice(
      desk,
      (one) => isOpen(one) && one.amount_paid.amount > 0,
      (one) => voidInvoice(desk.world, desk.operator, one.id),
    ),
  credit: (desk) => credit(desk, () => undefined),
  credit_part: (desk) => credit(desk, (one) => Math.max(1, Math.floor(creditable(one) / 3))),
  new_contact: ({ world, operator, share }) => [
    contact(createContact(world, operator, newPerson(share)).id),
  ],
  change_contact: ({ world, operator, share, count }) => {
    const known = at([...operator.tables.contacts.values()], share);
    if (known === undefined) return [];
    updateContact(world, operator, changeOf(known, count));
    return [contact(known.id)];
  },
  empty_contact: ({ world, operator, share }) => {
    const known = at([...operator.tables.contacts.values()], share);
    if (known === undefined || !known.phone_number) return [];
    updateContact(world, operator, { id: known.id, phone_number: null });
    return [contact(known.id)];
  },
  delete_contact: ({ world, operator, share }) => {
    const known = at([...operator.tables.contacts.values()].reverse(), share * share);
    if (known === undefined || !deleteContact(world, operator, known)) return [];
    return [contact(known.id)];
  },
};

function credit(desk: Desk, amountOf: (one: Invoice) => number | undefined): Touched[] {
  const { world, operator } = desk;
  return withInvoice(
    desk,
    (one) => (one.status === 'open' || one.status === 'paid') && creditable(one) > 0,
    (one) => issueCreditNote(world, operator, { invoiceId: one.id, amountMinor: amountOf(one) }).id,
  );
}

function creditable(one: Invoice): number {
  if (one.status !== 'paid') return one.amount_due.amount;
  return one.amount_paid.amount - one.post_payment_credit_notes_amount.amount;
}

function withInvoice(
  { operator, share }: Desk,
  fits: (one: Invoice) => boolean,
  act: (one: Invoice) => unknown,
): Touched[] {
  const one = at([...operator.tables.invoices.values()].filter(fits), share);
  if (one === undefined) return [];
  const made = act(one);
  const note =
    typeof made === 'string' ? [{ recordKind: 'credit_note' as const, sourceId: made }] : [];
  return [invoice(one.id), ...note];
}

/** When an invoice came to be as it is, which itself does not tell. */
const givenUpAt = new WeakMap<Invoice, number>();

function secondOf({ world }: Desk): number {
  return Math.floor(world.clock.nowEpochMs() / 1_000);
}

function isOpen(one: Invoice): boolean {
  return one.status === 'open';
}

function isGivenUp(one: Invoice): boolean {
  return one.status === 'uncollectible';
}

function at<T>(records: readonly T[], share: number): T | undefined {
  return records[Math.floor(share * records.length)];
}

function newPerson(share: number) {
  const number = Math.floor(share * 1_000_000);
  return { email: `guest.${number}@example.com`, full_name: `Guest ${number}`, type: 'domestic' };
}

/** A new name sometimes repeats another customer's, which ledgers do not like. */
function changeOf(known: Contact, count: number): Partial<Contact> & { readonly id: string } {
  if (count === 1) return { id: known.id, full_name: 'James Wilson' };
  if (count === 2) return { id: known.id, phone_number: '+447700900999' };
  return { id: known.id, full_name: `${known.full_name ?? 'Guest'} ${count}` };
}

function invoice(sourceId: string): Touched {
  return { recordKind: 'invoice', sourceId };
}

function contact(sourceId: string): Touched {
  return { recordKind: 'contact', sourceId };
}
