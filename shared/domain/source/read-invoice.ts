import type { StoraInvoice } from '../../contracts/stora-resources.ts';
import { optional } from './optional.ts';
import { isExpandedContact, readContact } from './read-contact.ts';
import type { InvoiceStatus, SourceInvoice, SourceLine } from './records.ts';

const statuses: Record<string, InvoiceStatus> = {
  draft: 'draft',
  open: 'open',
  paid: 'paid',
  void: 'void',
  voided: 'void',
  uncollectible: 'uncollectible',
  uncollected: 'uncollectible',
};

/**
 * Reads an invoice. The status list is not published, so an unknown word is an error for a person
 * and not a guess.
 * @throws Error naming the field that cannot be understood.
 */
export function readInvoice(invoice: StoraInvoice, observedAt: string): SourceInvoice {
  const status = Object.hasOwn(statuses, invoice.status) ? statuses[invoice.status] : undefined;
  if (status === undefined) throw new Error('unknown status');
  assertOneCurrency(invoice);
  return {
    id: invoice.id,
    status,
    currency: invoice.total.currency,
    issuedAt: invoice.finalized_at ?? invoice.created_at ?? observedAt,
    totalMinor: invoice.total.amount,
    taxMinor: invoice.tax.amount,
    paidMinor: invoice.amount_paid.amount,
    contactId: invoice.contact.id,
    lines: invoice.line_items.map(readLine),
    ...optional('number', invoice.number?.trim() || undefined),
    ...optional('paidAt', invoice.paid_at),
    ...optional(
      'contact',
      isExpandedContact(invoice.contact) ? readContact(invoice.contact) : undefined,
    ),
    ...optional('siteId', invoice.site?.id),
    ...optional('siteName', invoice.site?.name?.trim() || undefined),
  };
}

function readLine(line: StoraInvoice['line_items'][number]): SourceLine {
  return {
    description: line.description?.trim() || 'Storage',
    quantity: line.quantity,
    priceMinor: line.price.amount,
    discountMinor: line.discount_total?.amount ?? 0,
    taxMinor: line.tax.amount,
    totalMinor: line.total.amount,
    ...optional('accountingCode', line.accounting_code?.trim() || undefined),
  };
}

function assertOneCurrency(invoice: StoraInvoice): void {
  const moneys = [
    invoice.tax,
    invoice.amount_paid,
    ...invoice.line_items.flatMap((line) => [line.tax, line.total]),
  ];
  if (moneys.some((money) => money.currency !== invoice.total.currency)) {
    throw new Error('more than one currency');
  }
}
