import { isoSeconds } from '../core/iso-time.ts';
import { money } from '../core/money.ts';
import type { Invoice } from '../core/resources.ts';
import type { ChargeLine } from './charge-line.ts';
import { toInvoiceLine } from './charge-line.ts';

export interface InvoiceInput {
  readonly id: string;
  readonly number: string;
  readonly contactId: string;
  readonly siteId: string;
  readonly subscriptionId: string | null;
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly charges: readonly ChargeLine[];
  readonly currency: string;
  readonly nowEpochMs: number;
  /** The tax where it was rounded once for all lines; else their sum. */
  readonly documentTaxMinor?: number;
}

/**
 * An open, finalized invoice. total = Σ line totals, tax = Σ line taxes,
 * subtotal = total − tax, amount due = total. With nothing to collect it is paid from the start.
 */
export function buildInvoice(input: InvoiceInput): Invoice {
  const { currency } = input;
  const lines = input.charges.map((charge) => toInvoiceLine(charge, currency));
  const totalMinor = lines.reduce((sum, line) => sum + line.total.amount, 0);
  const lineTaxMinor = lines.reduce((sum, line) => sum + line.tax.amount, 0);
  const taxMinor = input.documentTaxMinor ?? lineTaxMinor;
  const isFree = totalMinor === 0;
  const zero = money(0, currency);
  return {
    id: input.id,
    amount_due: money(totalMinor, currency),
    amount_paid: zero,
    contact: { id: input.contactId },
    created_at: isoSeconds(input.nowEpochMs),
    finalized_at: isoSeconds(input.nowEpochMs),
    line_items: lines,
    number: input.number,
    paid_at: isFree ? isoSeconds(input.nowEpochMs) : null,
    period_end: input.periodEnd,
    period_start: input.periodStart,
    post_payment_credit_notes_amount: zero,
    pre_payment_credit_notes_amount: zero,
    purchase_order_number: null,
    site: { id: input.siteId },
    status: isFree ? 'paid' : 'open',
    subscription: input.subscriptionId === null ? null : { id: input.subscriptionId },
    subtotal: money(totalMinor - taxMinor, currency),
    tax: money(taxMinor, currency),
    total: money(totalMinor, currency),
    voided_at: null,
  };
}
