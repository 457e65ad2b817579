import type { Link } from '../../contracts/link-item.ts';
import type { LedgerSettings } from '../../contracts/settings.ts';
import { leftOfCredit, ownAllocation, refundedOf } from '../effects/credits.ts';
import { isDone } from '../effects/effects.ts';
import { creditNoteStatusOf } from '../mapping/credit-note-status.ts';
import type { SourceCreditNote } from '../source/records.ts';
import { isPostedAsDraft } from './posted-as-draft.ts';

/** What a posted credit note needs next; amounts are what is left of it, or less where less fits. */
export type CreditStep =
  | { kind: 'nothing' }
  | { kind: 'void' }
  /** Against the invoice that it credits: lowers what is due there. */
  | { kind: 'allocate_own'; amountMinor: number }
  /** Against other open invoices of the customer. */
  | { kind: 'allocate_others'; amountMinor: number }
  /** Paid back from the clearing account; `cumulativeMinor` names it, as payments are. */
  | { kind: 'refund'; amountMinor: number; cumulativeMinor: number };

export interface CreditContext {
  settings: LedgerSettings;
  /** What its own invoice still takes; undefined: nobody looked, and all of it is tried. */
  ownDueMinor?: number;
}

/**
 * A credit before payment lowers what is due on its invoice. What is left then, and a credit after payment,
 * has nothing at the source that says where it went: the operator's setting decides.
 */
export function decideCreditStep(
  note: SourceCreditNote,
  link: Link,
  { settings, ownDueMinor }: CreditContext,
): CreditStep {
  const { posted } = link;
  if (posted === undefined || posted.voided) return { kind: 'nothing' };
  if (note.status === 'void') return { kind: 'void' };
  if (isNoteDraft(posted, settings)) return { kind: 'nothing' };
  const leftMinor = leftOfCredit(link);
  if (leftMinor <= 0) return { kind: 'nothing' };
  const isOwnOpen = note.timing === 'pre_payment' && !isDone(link, ownAllocation);
  const ownMinor = Math.min(leftMinor, ownDueMinor ?? leftMinor);
  if (isOwnOpen && ownMinor > 0) return { kind: 'allocate_own', amountMinor: ownMinor };
  return stepOfRest(leftMinor, link, settings);
}

/** It waits in the ledger for somebody to approve it, and can neither be allocated nor refunded. */
function isNoteDraft(posted: NonNullable<Link['posted']>, settings: LedgerSettings): boolean {
  const status = creditNoteStatusOf(settings);
  const isHeld = settings.lockedPeriod === 'draft' && posted.asDraft === true;
  return isHeld || isPostedAsDraft(posted, { invoiceStatus: status });
}

function stepOfRest(leftMinor: number, link: Link, settings: LedgerSettings): CreditStep {
  if (settings.postPaymentCredit === 'allocate')
    return { kind: 'allocate_others', amountMinor: leftMinor };
  // Whoever matches payments from the bank feed finds the refund there, too.
  if (settings.postPaymentCredit === 'leave_open' || !settings.postPayments)
    return { kind: 'nothing' };
  const cumulativeMinor = refundedOf(link) + leftMinor;
  return { kind: 'refund', amountMinor: leftMinor, cumulativeMinor };
}
