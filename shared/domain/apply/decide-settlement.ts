import type { LedgerSettings } from '../../contracts/settings.ts';
import type { Link } from '../../contracts/stored-items.ts';
import type { SourceInvoice } from '../source/records.ts';
import { type Outcome, parked } from './outcome.ts';
import { isPostedAsDraft } from './posted-as-draft.ts';

/** What a posted invoice needs so that the ledger shows its state. */
export type Settlement =
  | { kind: 'nothing' }
  | { kind: 'pay'; amountMinor: number; cumulativeMinor: number; paidAt: string }
  | { kind: 'void' }
  | { kind: 'end'; outcome: Outcome };

/**
 * Payments do not exist at the source: each is the growth of `amount_paid`, named by the sum it leads
 * to, so that the same growth is never posted twice.
 */
export function decideSettlement(
  invoice: SourceInvoice,
  link: Link,
  context: { settings: LedgerSettings; now: string },
): Settlement {
  const posted = link.posted;
  if (posted === undefined) return { kind: 'nothing' };
  if (invoice.status === 'void') return decideVoid(posted);
  if (invoice.status === 'uncollectible') return { kind: 'end', outcome: parked('uncollectible') };
  if (!context.settings.postPayments || isPostedAsDraft(posted, context.settings))
    return { kind: 'nothing' };
  const amountMinor = invoice.paidMinor - posted.paidMinor;
  if (amountMinor === 0) return { kind: 'nothing' };
  if (amountMinor < 0) {
    const detail = `${posted.paidMinor} posted, ${invoice.paidMinor} paid`;
    return { kind: 'end', outcome: parked('payment_decreased', detail) };
  }
  return {
    kind: 'pay',
    amountMinor,
    cumulativeMinor: invoice.paidMinor,
    paidAt: invoice.paidAt ?? context.now,
  };
}

function decideVoid(posted: NonNullable<Link['posted']>): Settlement {
  if (posted.voided) return { kind: 'nothing' };
  if (posted.paidMinor > 0 || posted.allocatedMinor > 0) {
    return { kind: 'end', outcome: parked('void_but_paid') };
  }
  return { kind: 'void' };
}
