import { isoSeconds } from '../core/iso-time.ts';
import { apportion, divideRounded, money } from '../core/money.ts';
import type { CreditNote, CreditNoteLine, Invoice, InvoiceLine } from '../core/resources.ts';
import type { Operator, World } from '../core/world.ts';
import { newId } from '../core/world.ts';
import { emitEvent } from '../webhooks/webhook-events.ts';
import { ActionError } from './action-error.ts';
import { requireInvoice, settle } from './invoice-actions.ts';

export interface CreditRequest {
  readonly invoiceId: string;
  readonly amountMinor?: number | undefined;
  /** Credits nothing but this line of it, as a deposit is given back; by default all in proportion. */
  readonly lineIndex?: number | undefined;
}

/**
 * Credits an invoice, by default all that is left: `pre_payment` on an open one (lowers what is
 * due, may settle it), `post_payment` on a paid one.
 */
export function issueCreditNote(
  world: World,
  operator: Operator,
  request: CreditRequest,
): CreditNote {
  const invoice = requireInvoice(operator, request.invoiceId);
  const { lineIndex } = request;
  const type = creditType(invoice);
  const lineMinor =
    lineIndex === undefined ? Infinity : (invoice.line_items[lineIndex]?.total.amount ?? 0);
  const leftMinor = Math.min(creditableMinor(invoice), lineMinor);
  const amountMinor = request.amountMinor ?? leftMinor;
  if (amountMinor <= 0 || amountMinor > leftMinor) {
    throw new ActionError(`${invoice.number} can be credited from 1 to ${leftMinor} minor units`);
  }
  const note = buildCreditNote(world, operator, { invoice, type, amountMinor, lineIndex });
  operator.tables.creditNotes.set(note.id, note);
  const credited = settleCredit(world, operator, { invoice, type, amountMinor });
  emitEvent(world, operator, { type: 'credit_note.created', id: note.id });
  const isNowPaid = credited.status === 'paid' && invoice.status !== 'paid';
  emitEvent(world, operator, {
    type: isNowPaid ? 'invoice.paid' : 'invoice.updated',
    id: invoice.id,
  });
  return note;
}

interface Credit {
  readonly invoice: Invoice;
  readonly type: CreditNote['type'];
  readonly amountMinor: number;
  readonly lineIndex?: number | undefined;
}

function creditType(invoice: Invoice): CreditNote['type'] {
  if (invoice.status === 'open' || invoice.status === 'uncollectible') return 'pre_payment';
  if (invoice.status === 'paid') return 'post_payment';
  throw new ActionError(`${invoice.number} is ${invoice.status}; credit an open or a paid invoice`);
}

function creditableMinor(invoice: Invoice): number {
  if (invoice.status !== 'paid') return invoice.amount_due.amount;
  return invoice.amount_paid.amount - invoice.post_payment_credit_notes_amount.amount;
}

function buildCreditNote(world: World, operator: Operator, credit: Credit): CreditNote {
  const { invoice } = credit;
  const existing = [...operator.tables.creditNotes.values()].filter(
    (note) => note.invoice.id === invoice.id,
  );
  const lines = creditLines(credit, operator.currency);
  const taxMinor = lines.reduce((sum, line) => sum + line.tax.amount, 0);
  return {
    id: newId(world.random, 'cred'),
    contact: invoice.contact,
    created_at: isoSeconds(world.clock.nowEpochMs()),
    invoice: { id: invoice.id },
    line_items: lines,
    number: `${invoice.number}-CN-${existing.length + 1}`,
    reason: 'other',
    site: invoice.site,
    status: 'issued',
    subtotal: money(credit.amountMinor - taxMinor, operator.currency),
    total: money(credit.amountMinor, operator.currency),
    type: credit.type,
  };
}

function settleCredit(world: World, operator: Operator, credit: Credit): Invoice {
  const { invoice, amountMinor } = credit;
  if (credit.type === 'post_payment') {
    const creditedMinor = invoice.post_payment_credit_notes_amount.amount + amountMinor;
    const amount = money(creditedMinor, operator.currency);
    const credited = { ...invoice, post_payment_credit_notes_amount: amount };
    operator.tables.invoices.set(invoice.id, credited);
    return credited;
  }
  const creditedMinor = invoice.pre_payment_credit_notes_amount.amount + amountMinor;
  return settle(world, operator, {
    ...invoice,
    pre_payment_credit_notes_amount: money(creditedMinor, operator.currency),
    amount_due: money(invoice.amount_due.amount - amountMinor, operator.currency),
  });
}

function creditLines(
  { invoice, amountMinor, lineIndex }: Credit,
  currency: string,
): readonly CreditNoteLine[] {
  const totals = invoice.line_items.map((line, index) =>
    lineIndex === undefined || lineIndex === index ? line.total.amount : 0,
  );
  const shares = apportion(amountMinor, totals);
  return invoice.line_items.flatMap((line, index) => {
    const share = shares[index] ?? 0;
    return share === 0 ? [] : [creditLine(line, share, currency)];
  });
}

/** A line credited in full repeats its price and discount; a part is one unit of that part. */
function creditLine(line: InvoiceLine, amountMinor: number, currency: string): CreditNoteLine {
  const isFull = amountMinor === line.total.amount;
  const taxMinor = divideRounded(amountMinor * line.tax.amount, line.total.amount);
  return {
    amount: money(amountMinor, currency),
    description: line.description,
    discount_total: isFull ? line.discount_total : money(0, currency),
    price: isFull ? line.price : money(amountMinor, currency),
    quantity: isFull ? line.quantity : 1,
    tax: money(taxMinor, currency),
    type: 'invoice_line_item',
  };
}
