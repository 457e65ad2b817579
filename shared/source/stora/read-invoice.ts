import { optional } from '../../domain/source/optional.ts';
import type { InvoiceStatus, SourceInvoice, SourceLine } from '../../domain/source/records.ts';
import { isExpandedContact, readContact } from './read-contact.ts';
import type { StoraInvoice } from './stora-resources.ts';

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
 * and not a guess. `happenedAt` is the time of the event that brought it; undefined when none did.
 * @throws Error naming the field that cannot be understood.
 */
export function readInvoice(invoice: StoraInvoice, happenedAt: string | undefined): SourceInvoice {
  const status = invoiceStatusOf(invoice);
  if (status === undefined) throw new Error('unknown status');
  assertOneCurrency(invoice);
  return {
    id: invoice.id,
    status,
    currency: invoice.total.currency,
    issuedAt: issueTime(invoice, happenedAt),
    totalMinor: invoice.total.amount,
    taxMinor: invoice.tax.amount,
    paidMinor: invoice.amount_paid.amount,
    contactId: invoice.contact.id,
    lines: invoice.line_items.map(readLine),
    ...optional('number', invoice.number?.trim() || undefined),
    ...optional('paidAt', invoice.paid_at),
    ...optional('preCreditMinor', invoice.pre_payment_credit_notes_amount?.amount),
    ...optional('dueMinor', invoice.amount_due?.amount),
    ...optional(
      'contact',
      isExpandedContact(invoice.contact) ? readContact(invoice.contact) : undefined,
    ),
    ...optional('siteId', invoice.site?.id),
    ...optional('siteName', invoice.site?.name?.trim() || undefined),
    ...optional('paymentMethod', methodOf(invoice)),
  };
}

/** An order knows how it is paid; so may the subscription that came of it. */
function methodOf({ order, subscription }: StoraInvoice): string | undefined {
  const told = [order, subscription?.order, subscription].map((one) => one?.payment_method?.trim());
  return told.find((method) => method !== undefined && method !== '');
}

/** Undefined for a word that we do not know. */
export function invoiceStatusOf({ status }: StoraInvoice): InvoiceStatus | undefined {
  return Object.hasOwn(statuses, status) ? statuses[status] : undefined;
}

/** When we look at a record is no time of its own: its document would land in the month of the look. */
function issueTime(
  { finalized_at, created_at, status }: StoraInvoice,
  happenedAt: string | undefined,
): string {
  const at = finalized_at ?? created_at ?? happenedAt;
  if (at === undefined && status !== 'draft') throw new Error('no time of issue');
  return at ?? '';
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
    ...optional('isDeposit', isDeposit(line) || undefined),
  };
}

/**
 * The type of an order's line is `security_deposit` then; whether an invoice's says so, too, is not
 * published (its only example shows null), but what it is called is: "Security deposit for XYZ".
 */
function isDeposit({ type, description }: StoraInvoice['line_items'][number]): boolean {
  return type === 'security_deposit' || /^\s*security deposit\b/i.test(description ?? '');
}

function assertOneCurrency(invoice: StoraInvoice): void {
  const moneys = [
    invoice.tax,
    invoice.amount_paid,
    ...[invoice.pre_payment_credit_notes_amount, invoice.amount_due].filter(
      (money) => money != null,
    ),
    ...invoice.line_items.flatMap((line) => [line.tax, line.total]),
  ];
  if (moneys.some((money) => money.currency !== invoice.total.currency)) {
    throw new Error('more than one currency');
  }
}
