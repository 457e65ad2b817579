import type { Link, SeenPayment } from '../../contracts/link-item.ts';
import type { LedgerSettings } from '../../contracts/settings.ts';
import { postedMoney } from '../links/posted-money.ts';
import type { SourceInvoice } from '../source/records.ts';
import { isEndedThere, livesOnWords, questionDetail } from './life-questions.ts';
import { type Deed, deedOf } from './lives.ts';
import { type Outcome, parked, skipped } from './outcome.ts';
import { nextPayment } from './payments-seen.ts';
import { dueOf, isOverpaid, type Posted, shownAs, standingOf } from './read-life.ts';

/** What a posted invoice needs next so that the ledger shows its state. */
export type Settlement =
  | { kind: 'nothing' }
  | { kind: 'pay'; amountMinor: number; cumulativeMinor: number; paidAt: string }
  /** Money beyond what is due, up to the sum that everything received comes to. */
  | { kind: 'pay_over'; amountMinor: number; cumulativeMinor: number; paidAt: string }
  | { kind: 'void' | 'void_or_credit' | 'credit' | 'write_off' | 'take_back' }
  | { kind: 'end'; outcome: Outcome };

export interface SettlementContext {
  settings: LedgerSettings;
  /** Used as a payment's time only where nothing at all tells of one. */
  now: string;
  /** Sums that were reached on the way, by the changes that the record went through. */
  seen?: SeenPayment[];
}

/**
 * Payments do not exist at the source: each is the growth of `amount_paid`, named by the sum it leads
 * to, so that the same growth is never posted twice. What is done is told by the table of lives.
 */
export function decideSettlement(
  invoice: SourceInvoice,
  link: Link,
  context: SettlementContext,
): Settlement {
  const { posted } = link;
  if (posted === undefined) return { kind: 'nothing' };
  const { settings } = context;
  const standing = standingOf(link);
  const shown = shownAs(invoice, link, { settings });
  const deed = begunOf(posted) ?? deedOf(shown, standing, settings);
  const question = () => {
    const isLeftAlive = isEndedThere(standing) && invoice.status !== 'void';
    if (isLeftAlive) return livesOnWords(invoice, postedMoney(posted));
    return questionDetail(shown, invoice, { posted, settings });
  };
  const settlement = settlementOf(deed, question, () =>
    paymentOf(deed, invoice, { posted, context }),
  );
  return settlement.kind === 'nothing' ? unfinishedOf(posted) : settlement;
}

/** What was taken off its invoice is voided, also where the source has changed its mind since. */
function begunOf({ closing }: Posted): Deed | undefined {
  return closing?.isLeaving ? 'take_back' : undefined;
}

/** A credit note that was created to close the invoice is set against it before all is well. */
function unfinishedOf({ closing }: Posted): Settlement {
  if (closing === undefined || closing.setMinor !== undefined) return { kind: 'nothing' };
  return { kind: closing.purpose === 'bad_debt' ? 'write_off' : 'credit' };
}

function settlementOf(deed: Deed, question: () => string, payment: () => Settlement): Settlement {
  if (typeof deed !== 'string') {
    const outcome = 'skip' in deed ? skipped(deed.skip) : parked(deed.ask, question());
    return { kind: 'end', outcome };
  }
  // Created is what stands, and it was changed before it comes to this.
  if (deed === 'create' || deed === 'amend') return { kind: 'nothing' };
  return deed === 'pay' || deed === 'pay_over' ? payment() : { kind: deed };
}

function paymentOf(
  deed: Deed,
  invoice: SourceInvoice,
  { posted, context }: { posted: Posted; context: SettlementContext },
): Settlement {
  const { settings, seen = [], now } = context;
  const timed = { seen, now, timeZone: settings.timeZone };
  if (deed === 'pay_over') {
    const before = postedMoney(posted);
    const next = nextPayment(invoice, before, timed);
    if (next === undefined) return { kind: 'nothing' };
    return { ...next, kind: 'pay_over', amountMinor: next.cumulativeMinor - before };
  }
  const next = nextPayment(payable(invoice), posted.paidMinor, timed);
  if (next === undefined) return { kind: 'nothing' };
  return { kind: 'pay', amountMinor: next.cumulativeMinor - posted.paidMinor, ...next };
}

/** Without what is too much, which no invoice takes. */
function payable(invoice: SourceInvoice): SourceInvoice {
  return isOverpaid(invoice) ? { ...invoice, paidMinor: dueOf(invoice) } : invoice;
}

/** An invoice that is out of the ledger's books, and not of the source's. */
export function livesOn(invoice: SourceInvoice, postedMinor: number): Outcome {
  return parked('voided_in_ledger', livesOnWords(invoice, postedMinor));
}
