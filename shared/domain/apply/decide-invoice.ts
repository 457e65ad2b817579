import type { LedgerSettings } from '../../contracts/settings.ts';
import type { Link } from '../../contracts/stored-items.ts';
import { isPostedElsewhere } from '../links/link-in-account.ts';
import { localDay } from '../mapping/local-day.ts';
import type { SourceInvoice } from '../source/records.ts';
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
  if (invoice.status === 'draft') return end(skipped('draft'));
  if (invoice.status === 'void') return end(skipped('void_never_posted'));
  if (isPostedElsewhere(link)) return end(skipped('posted_elsewhere'));
  if (localDay(invoice.issuedAt, settings.timeZone) < settings.startDate) {
    return end(skipped('before_start_date'));
  }
  return { kind: 'create' };
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
