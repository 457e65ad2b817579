import type { Link } from '../../contracts/link-item.ts';
import type { LedgerSettings } from '../../contracts/settings.ts';
import { isPostedElsewhere } from '../links/link-in-account.ts';
import { dayOf } from '../mapping/document-day.ts';
import { formatMoney } from '../money/decimal.ts';
import type { SourceInvoice } from '../source/records.ts';
import { contradictionIn } from './check-amounts.ts';
import { type Outcome, parked, skipped } from './outcome.ts';

/** What an invoice still needs in the ledger, given what was posted for it. */
export type InvoicePlan =
  | { kind: 'end'; outcome: Outcome }
  | { kind: 'create' }
  | { kind: 'settle' };

/** Decides whether the invoice is left alone, created, or only settled (payment, void). */
export function decideInvoice(
  invoice: SourceInvoice,
  link: Link,
  settings: LedgerSettings,
): InvoicePlan {
  if (link.targetId !== undefined) return decidePosted(invoice, link);
  if (invoice.status === 'draft') return decideDraft(invoice);
  const isReceived = invoice.paidMinor !== 0;
  if (invoice.status === 'void' && !isReceived) return end(skipped('void_never_posted'));
  if (isPostedElsewhere(link)) return end(skipped('posted_elsewhere'));
  const day = dayOf(invoice.issuedAt, settings);
  if (!day.ok) return end(parked(day.cause, day.detail));
  if (day.value < settings.startDate) return end(skipped('before_start_date'));
  return decideNew(invoice, isReceived);
}

/** A status that ends an invoice before it was posted: what was received must not vanish with it. */
function decideNew(invoice: SourceInvoice, isReceived: boolean): InvoicePlan {
  const received = formatMoney(invoice.paidMinor, invoice.currency);
  if (invoice.status === 'void')
    return end(parked('void_but_paid', `${received} received, nothing in the ledger`));
  if (invoice.status === 'uncollectible' && !isReceived)
    return end(parked('uncollectible', 'nothing received, and nothing in the ledger'));
  return { kind: 'create' };
}

function decideDraft(invoice: SourceInvoice): InvoicePlan {
  const contradiction = contradictionIn(invoice);
  if (contradiction === undefined) return end(skipped('draft'));
  return end(parked('state_contradicts_amounts', contradiction));
}

function decidePosted(invoice: SourceInvoice, link: Link): InvoicePlan {
  const posted = link.posted;
  // Out of the books is out of the books, whatever it said before.
  if (posted === undefined || invoice.status === 'void') return { kind: 'settle' };
  if (posted.totalMinor !== invoice.totalMinor || posted.taxMinor !== invoice.taxMinor) {
    const detail = `${posted.totalMinor} with tax ${posted.taxMinor} to ${invoice.totalMinor} with ${invoice.taxMinor}`;
    return end(parked('changed_after_posting', detail));
  }
  return { kind: 'settle' };
}

function end(outcome: Outcome): InvoicePlan {
  return { kind: 'end', outcome };
}
