import type { Link } from '../../contracts/link-item.ts';
import type { LedgerSettings } from '../../contracts/settings.ts';
import { isPostedElsewhere } from '../links/link-in-account.ts';
import { postedMoney } from '../links/posted-money.ts';
import type { SourceInvoice } from '../source/records.ts';
import { contradictionIn } from './check-amounts.ts';
import type { Shown, Standing } from './lives.ts';
import { isPostedAsDraft } from './posted-as-draft.ts';
import { contentIn, contentMark } from './seal.ts';

export type Posted = NonNullable<Link['posted']>;

/** The column of the table of lives. */
export function standingOf(link: Link): Standing {
  const { posted } = link;
  if (link.targetId === undefined) return isPostedElsewhere(link) ? 'elsewhere' : 'none';
  if (posted === undefined) return 'unpaid';
  if (posted.voided) return 'out';
  if (posted.closing !== undefined)
    return posted.closing.purpose === 'bad_debt' ? 'written_off' : 'credited';
  return posted.paidMinor > 0 ? 'paid' : 'unpaid';
}

interface LifeContext {
  settings: LedgerSettings;
  /** Its day where the operator is, while nothing stands yet. */
  day?: string | undefined;
}

/** The row of the table of lives. */
export function shownAs(invoice: SourceInvoice, link: Link, context: LifeContext): Shown {
  const { posted } = link;
  const isAbsent = link.targetId === undefined;
  if (isAbsent && invoice.status === 'draft')
    return contradictionIn(invoice) === undefined ? 'draft' : 'draft_paid';
  if (invoice.status === 'void' && !hasMoney(invoice, posted)) return 'void';
  if (isAbsent) return shownFirst(invoice, context);
  if (posted === undefined) return 'in_step';
  const isOurs = paysOurselves(context.settings, posted);
  if (invoice.status === 'void')
    return isOurs && invoice.paidMinor > postedMoney(posted) ? 'void_more' : 'void_paid';
  return changeOf(invoice, posted) ?? moneyOf(invoice, posted, isOurs);
}

/** At the source or in the ledger; what is out of the books there has no credits any more. */
function hasMoney(invoice: SourceInvoice, posted: Posted | undefined): boolean {
  const allocatedMinor = posted === undefined || posted.voided ? 0 : posted.allocatedMinor;
  return Math.max(invoice.paidMinor, postedMoney(posted), allocatedMinor) > 0;
}

function shownFirst(invoice: SourceInvoice, { day, settings }: LifeContext): Shown {
  if (day !== undefined && day < settings.startDate) return 'early';
  if (invoice.status === 'void') return 'void_more';
  if (invoice.paidMinor !== 0) return 'more';
  return invoice.status === 'uncollectible' && openOf(invoice) > 0 ? 'given_up' : 'in_step';
}

/** Only what we wrote ourselves, and know, can be told from what somebody made of it. */
function changeOf(invoice: SourceInvoice, posted: Posted): Shown | undefined {
  const isOtherSum =
    posted.totalMinor !== invoice.totalMinor || posted.taxMinor !== invoice.taxMinor;
  if (posted.seal === undefined) return isOtherSum ? 'changed_unknown' : undefined;
  return isOtherSum || contentIn(posted.seal) !== contentMark(invoice) ? 'changed' : undefined;
}

function moneyOf(invoice: SourceInvoice, posted: Posted, isOurs: boolean): Shown {
  const shown = isOurs ? paymentShown(invoice, posted) : undefined;
  if (shown !== undefined) return shown;
  const openMinor = openOf(invoice);
  if (invoice.status !== 'uncollectible' || openMinor <= 0) return 'in_step';
  const { closing } = posted;
  const isOtherSum = closing?.purpose === 'bad_debt' && closing.totalMinor !== openMinor;
  return isOtherSum ? 'given_up_other' : 'given_up';
}

function paymentShown(invoice: SourceInvoice, posted: Posted): Shown | undefined {
  if (invoice.paidMinor < postedMoney(posted)) return 'less';
  if (isOverpaid(invoice)) {
    if (postedMoney(posted) === invoice.paidMinor) return undefined;
    return posted.paidMinor < dueOf(invoice) ? 'over' : 'over_rest';
  }
  if (contradictionIn(invoice) !== undefined) return 'unclear';
  return invoice.paidMinor > posted.paidMinor ? 'more' : undefined;
}

/** Paid, with more than was due: as a state it is clear, and what to do with the rest is a setting. */
export function isOverpaid(invoice: SourceInvoice): boolean {
  return invoice.status === 'paid' && invoice.paidMinor > 0 && openOf(invoice) < 0;
}

/** What payments can be set against it at most. */
export function dueOf({ totalMinor, preCreditMinor = 0 }: SourceInvoice): number {
  return Math.max(0, totalMinor - preCreditMinor);
}

export function openOf(invoice: SourceInvoice): number {
  return invoice.totalMinor - invoice.paidMinor - (invoice.preCreditMinor ?? 0);
}

export function paysOurselves(settings: LedgerSettings, posted: Posted): boolean {
  return settings.postPayments && !isPostedAsDraft(posted, settings);
}
