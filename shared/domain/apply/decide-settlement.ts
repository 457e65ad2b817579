import type { Link, SeenPayment } from '../../contracts/link-item.ts';
import type { LedgerSettings } from '../../contracts/settings.ts';
import { formatMoney } from '../money/decimal.ts';
import type { SourceInvoice } from '../source/records.ts';
import { contradictionIn } from './check-amounts.ts';
import { type Outcome, parked } from './outcome.ts';
import { nextPayment } from './payments-seen.ts';
import { isPostedAsDraft } from './posted-as-draft.ts';

/** What a posted invoice needs next so that the ledger shows its state. */
export type Settlement =
  | { kind: 'nothing' }
  | { kind: 'pay'; amountMinor: number; cumulativeMinor: number; paidAt: string }
  | { kind: 'void' }
  | { kind: 'end'; outcome: Outcome };

export interface SettlementContext {
  settings: LedgerSettings;
  /** Used as a payment's time only where nothing at all tells of one. */
  now: string;
  /** Sums that were reached on the way, by the changes that the record went through. */
  seen?: SeenPayment[];
}

type Posted = NonNullable<Link['posted']>;

/**
 * Payments do not exist at the source: each is the growth of `amount_paid`, named by the sum it leads
 * to, so that the same growth is never posted twice. A state that ends the work comes after the money
 * that was received before it.
 */
export function decideSettlement(
  invoice: SourceInvoice,
  link: Link,
  context: SettlementContext,
): Settlement {
  const posted = link.posted;
  if (posted === undefined) return { kind: 'nothing' };
  if (invoice.status === 'void') return decideVoid(invoice, posted);
  // Voiding cannot be undone in the ledger: what comes after it has no document to go to.
  if (posted.voided) return { kind: 'end', outcome: livesOn(invoice, posted.paidMinor) };
  const payment = paysOurselves(context.settings, posted)
    ? decidePayment(invoice, posted, context)
    : undefined;
  if (payment !== undefined) return payment;
  if (invoice.status !== 'uncollectible' || openOf(invoice) <= 0) return { kind: 'nothing' };
  return end('uncollectible', leftOpen(invoice, paysOurselves(context.settings, posted)));
}

function paysOurselves(settings: LedgerSettings, posted: Posted): boolean {
  return settings.postPayments && !isPostedAsDraft(posted, settings);
}

function decidePayment(
  invoice: SourceInvoice,
  posted: Posted,
  { settings: { timeZone }, seen = [], now }: SettlementContext,
): Settlement | undefined {
  if (invoice.paidMinor < posted.paidMinor)
    return end('payment_decreased', `${posted.paidMinor} posted, ${invoice.paidMinor} paid`);
  const contradiction = contradictionIn(invoice);
  if (contradiction !== undefined) return end('state_contradicts_amounts', contradiction);
  const next = nextPayment(invoice, posted.paidMinor, { seen, now, timeZone });
  if (next === undefined) return undefined;
  return { kind: 'pay', amountMinor: next.cumulativeMinor - posted.paidMinor, ...next };
}

/** Nothing is voided while it has money on it, be that in the ledger or only at the source. */
function decideVoid(invoice: SourceInvoice, posted: Posted): Settlement {
  const paidMinor = Math.max(posted.paidMinor, invoice.paidMinor);
  if (paidMinor > 0 || (posted.allocatedMinor > 0 && !posted.voided)) {
    const received = formatMoney(paidMinor, invoice.currency);
    const inLedger = formatMoney(posted.paidMinor, invoice.currency);
    return end('void_but_paid', `${received} received, ${inLedger} of it posted`);
  }
  return posted.voided ? { kind: 'nothing' } : { kind: 'void' };
}

/** An invoice that is out of the ledger's books, and not of the source's. */
export function livesOn(invoice: SourceInvoice, postedMinor: number): Outcome {
  const { status, paidMinor, currency } = invoice;
  const received = formatMoney(paidMinor, currency);
  const inLedger = formatMoney(postedMinor, currency);
  return parked('voided_in_ledger', `${status}, ${received} received, ${inLedger} of it posted`);
}

function openOf({ totalMinor, paidMinor, preCreditMinor = 0 }: SourceInvoice): number {
  return totalMinor - paidMinor - preCreditMinor;
}

function leftOpen(invoice: SourceInvoice, isPaidByUs: boolean): string {
  const { paidMinor, currency } = invoice;
  const received = formatMoney(paidMinor, currency);
  const posted = isPaidByUs ? 'and posted' : 'and not posted by us, as set';
  return `${received} received ${posted}; ${formatMoney(openOf(invoice), currency)} still open`;
}

function end(cause: Parameters<typeof parked>[0], detail: string): Settlement {
  return { kind: 'end', outcome: parked(cause, detail) };
}
