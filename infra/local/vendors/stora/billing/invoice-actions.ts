import { isoSeconds } from '../core/iso-time.ts';
import { money } from '../core/money.ts';
import type { Invoice } from '../core/resources.ts';
import type { Operator, World } from '../core/world.ts';
import { newId } from '../core/world.ts';
import { emitEvent } from '../webhooks/webhook-events.ts';
import { ActionError } from './action-error.ts';
import type { InvoiceInput } from './build-invoice.ts';
import { buildInvoice } from './build-invoice.ts';

/** Raises the next numbered invoice, open and finalized; events: created, finalized, and paid when it is free. */
export function raiseInvoice(
  world: World,
  operator: Operator,
  input: Omit<InvoiceInput, 'id' | 'number' | 'currency' | 'nowEpochMs'>,
): Invoice {
  const invoice = buildInvoice({
    ...input,
    id: newId(world.random, 'inv'),
    number: `${operator.documentPrefix}-${String(operator.nextInvoiceNumber).padStart(4, '0')}`,
    currency: operator.currency,
    nowEpochMs: world.clock.nowEpochMs(),
  });
  operator.nextInvoiceNumber += 1;
  operator.tables.invoices.set(invoice.id, invoice);
  emitEvent(world, operator, { type: 'invoice.created', id: invoice.id });
  emitEvent(world, operator, { type: 'invoice.finalized', id: invoice.id });
  if (invoice.status === 'paid')
    emitEvent(world, operator, { type: 'invoice.paid', id: invoice.id });
  return invoice;
}

/** Pays an open invoice, in part when an amount is given. */
export function payInvoice(
  world: World,
  operator: Operator,
  payment: { readonly invoiceId: string; readonly amountMinor?: number | undefined },
): Invoice {
  const invoice = requireInvoice(operator, payment.invoiceId);
  if (invoice.status !== 'open' && invoice.status !== 'uncollectible') {
    throw new ActionError(`${invoice.number} is ${invoice.status}; only open invoices can be paid`);
  }
  const amountMinor = payment.amountMinor ?? invoice.amount_due.amount;
  if (amountMinor < 0 || amountMinor > invoice.amount_due.amount) {
    throw new ActionError(
      `${invoice.number} is owed ${invoice.amount_due.formatted}; pay at most that`,
    );
  }
  const paid = settle(world, operator, {
    ...invoice,
    amount_paid: money(invoice.amount_paid.amount + amountMinor, operator.currency),
    amount_due: money(invoice.amount_due.amount - amountMinor, operator.currency),
  });
  emitEvent(world, operator, {
    type: paid.status === 'paid' ? 'invoice.paid' : 'invoice.updated',
    id: paid.id,
  });
  return paid;
}

/** Stores the invoice; with nothing left to pay it becomes paid now. */
export function settle(world: World, operator: Operator, invoice: Invoice): Invoice {
  const isSettled = invoice.amount_due.amount === 0;
  const settled: Invoice = isSettled
    ? { ...invoice, status: 'paid', paid_at: isoSeconds(world.clock.nowEpochMs()) }
    : invoice;
  operator.tables.invoices.set(settled.id, settled);
  return settled;
}

/** Pays every open invoice in full; returns how many. */
export function payAllOpen(world: World, operator: Operator): number {
  const open = [...operator.tables.invoices.values()].filter((one) => one.status === 'open');
  for (const invoice of open) payInvoice(world, operator, { invoiceId: invoice.id });
  return open.length;
}

/** Voids an unpaid invoice; nothing is due afterwards. */
export function voidInvoice(world: World, operator: Operator, invoiceId: string): Invoice {
  const invoice = requireInvoice(operator, invoiceId);
  if (invoice.status === 'paid' || invoice.status === 'void') {
    throw new ActionError(
      `${invoice.number} is ${invoice.status}; only unpaid invoices can be voided`,
    );
  }
  const voided: Invoice = {
    ...invoice,
    status: 'void',
    voided_at: isoSeconds(world.clock.nowEpochMs()),
    amount_due: money(0, operator.currency),
  };
  operator.tables.invoices.set(voided.id, voided);
  emitEvent(world, operator, { type: 'invoice.voided', id: voided.id });
  return voided;
}

/** Gives an open invoice up as bad debt; it can still be paid or voided. */
export function markUncollectible(world: World, operator: Operator, invoiceId: string): Invoice {
  const invoice = requireInvoice(operator, invoiceId);
  if (invoice.status !== 'open') {
    throw new ActionError(
      `${invoice.number} is ${invoice.status}; only open invoices can be given up`,
    );
  }
  const marked: Invoice = { ...invoice, status: 'uncollectible' };
  operator.tables.invoices.set(marked.id, marked);
  emitEvent(world, operator, { type: 'invoice.marked_uncollectible', id: marked.id });
  return marked;
}

/** The invoice by id or number. */
export function requireInvoice(operator: Operator, idOrNumber: string): Invoice {
  const { invoices } = operator.tables;
  const found =
    invoices.get(idOrNumber) ?? [...invoices.values()].find((one) => one.number === idOrNumber);
  if (found === undefined)
    throw new ActionError(`no invoice ${idOrNumber}; give an id or a number`);
  return found;
}
