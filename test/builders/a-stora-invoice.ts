import type { StoraInvoice } from '../../shared/source/stora/stora-resources.ts';
import { aStoraContact } from './a-stora-contact.ts';
import { storaPounds } from './stora-money.ts';

/** One month's rent: £120.00 including 20 % VAT, open and unpaid. Prices include tax, as Stora's do. */
export function aStoraInvoice(overrides: Partial<StoraInvoice> = {}): StoraInvoice {
  return {
    id: 'inv_0001',
    number: 'HBR-0001',
    status: 'open',
    period_start: '2026-11-30',
    period_end: '2026-12-29',
    created_at: '2026-11-30T08:59:00.000Z',
    finalized_at: '2026-11-30T09:00:00.000Z',
    paid_at: null,
    voided_at: null,
    subtotal: storaPounds(10_000),
    tax: storaPounds(2_000),
    total: storaPounds(12_000),
    amount_paid: storaPounds(0),
    amount_due: storaPounds(12_000),
    pre_payment_credit_notes_amount: storaPounds(0),
    post_payment_credit_notes_amount: storaPounds(0),
    contact: aStoraContact(),
    site: { id: 'site_0001', name: 'Harbour Road' },
    line_items: [aStoraInvoiceLine()],
    ...overrides,
  };
}

type StoraInvoiceLine = StoraInvoice['line_items'][number];

export function aStoraInvoiceLine(overrides: Partial<StoraInvoiceLine> = {}): StoraInvoiceLine {
  return {
    description: '50 sq ft unit',
    accounting_code: '200',
    type: null,
    quantity: 1,
    price: storaPounds(12_000),
    discount_total: storaPounds(0),
    tax: storaPounds(2_000),
    total: storaPounds(12_000),
    total_excluding_tax: storaPounds(10_000),
    proration: false,
    ...overrides,
  };
}
