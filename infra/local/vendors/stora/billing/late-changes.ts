import { isoSeconds } from '../core/iso-time.ts';
import { divideRounded, money } from '../core/money.ts';
import type { Invoice, InvoiceLine } from '../core/resources.ts';
import type { Operator, World } from '../core/world.ts';
import { emitEvent } from '../webhooks/webhook-events.ts';
import { ActionError } from './action-error.ts';
import { requireInvoice } from './invoice-actions.ts';

/** Reduces each line of an open invoice to so many percent, as staff do before anything is paid. */
export function changeInvoice(
  world: World,
  operator: Operator,
  change: { readonly invoiceId: string; readonly percent: number },
): Invoice {
  const invoice = requireInvoice(operator, change.invoiceId);
  const isUntouched =
    invoice.status === 'open' && invoice.amount_due.amount === invoice.total.amount;
  if (!isUntouched || change.percent < 1 || change.percent > 100)
    throw new ActionError(`${invoice.number} can be changed only while nothing is paid on it`);
  const lines = invoice.line_items.map((line) => reduced(line, change.percent, operator.currency));
  const sum = (of: (line: InvoiceLine) => number): number =>
    lines.reduce((total, line) => total + of(line), 0);
  const [totalMinor, taxMinor] = [sum((line) => line.total.amount), sum((line) => line.tax.amount)];
  return store(world, operator, {
    ...invoice,
    line_items: lines,
    subtotal: money(totalMinor - taxMinor, operator.currency),
    tax: money(taxMinor, operator.currency),
    total: money(totalMinor, operator.currency),
    amount_due: money(totalMinor, operator.currency),
  });
}

/** Pays an invoice and so much beyond what is due. */
export function overpayInvoice(
  world: World,
  operator: Operator,
  payment: { readonly invoiceId: string; readonly beyondMinor: number },
): Invoice {
  const invoice = requireInvoice(operator, payment.invoiceId);
  if (invoice.status !== 'open' || payment.beyondMinor < 1)
    throw new ActionError(`${invoice.number} is ${invoice.status}; only open invoices can be paid`);
  const paidMinor = invoice.amount_paid.amount + invoice.amount_due.amount + payment.beyondMinor;
  return store(world, operator, {
    ...invoice,
    status: 'paid',
    paid_at: isoSeconds(world.clock.nowEpochMs()),
    amount_paid: money(paidMinor, operator.currency),
    amount_due: money(0, operator.currency),
  });
}

/** An invoice that was given up is asked for again. */
export function reopenInvoice(world: World, operator: Operator, invoiceId: string): Invoice {
  const invoice = requireInvoice(operator, invoiceId);
  if (invoice.status !== 'uncollectible')
    throw new ActionError(`${invoice.number} is ${invoice.status}; it was not given up`);
  return store(world, operator, { ...invoice, status: 'open' });
}

function store(world: World, operator: Operator, invoice: Invoice): Invoice {
  operator.tables.invoices.set(invoice.id, invoice);
  const type = invoice.status === 'paid' ? 'invoice.paid' : 'invoice.updated';
  emitEvent(world, operator, { type, id: invoice.id });
  return invoice;
}

function reduced(line: InvoiceLine, percent: number, currency: string): InvoiceLine {
  const totalMinor = divideRounded(line.total.amount * percent, 100);
  const taxMinor =
    line.total.amount === 0 ? 0 : divideRounded(totalMinor * line.tax.amount, line.total.amount);
  const fullMinor = line.price.amount * line.quantity;
  return {
    ...line,
    discount_total: money(fullMinor - totalMinor, currency),
    tax: money(taxMinor, currency),
    total: money(totalMinor, currency),
    total_excluding_tax: money(totalMinor - taxMinor, currency),
  };
}
