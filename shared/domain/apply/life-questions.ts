import type { LedgerSettings } from '../../contracts/settings.ts';
import { postedMoney } from '../links/posted-money.ts';
import { moneyWords } from '../money/money-words.ts';
import type { SourceInvoice } from '../source/records.ts';
import { contradictionIn } from './check-amounts.ts';
import type { Shown, Standing } from './lives.ts';
import { openOf, type Posted, paysOurselves } from './read-life.ts';

interface Known {
  posted: Posted | undefined;
  settings: LedgerSettings;
}

/** The facts of a question to a person: sums and states, nothing of people. */
export function questionDetail(shown: Shown, invoice: SourceInvoice, known: Known): string {
  const { posted } = known;
  const money = (amountMinor: number) => moneyWords(amountMinor, invoice.currency);
  switch (shown) {
    case 'changed':
    case 'changed_unknown':
      return posted === undefined ? '' : changeWords(invoice, posted);
    case 'less':
      return `${postedMoney(posted)} posted, ${invoice.paidMinor} paid`;
    case 'void':
    case 'void_more':
    case 'void_paid':
      return voidWords(invoice, posted);
    case 'given_up':
    case 'given_up_other':
      return givenUpWords(invoice, known);
    case 'draft_paid':
    case 'unclear':
    case 'over':
    case 'over_rest':
      return contradictionIn(invoice) ?? `${money(invoice.paidMinor)} received`;
    default:
      return '';
  }
}

/** An invoice that is out of the ledger's books, and not of the source's. */
export function livesOnWords(invoice: SourceInvoice, postedMinor: number): string {
  const { status, paidMinor, currency } = invoice;
  const inLedger = moneyWords(postedMinor, currency);
  return `${status}, ${moneyWords(paidMinor, currency)} received, ${inLedger} of it posted`;
}

/** Whether nothing more can be posted to what stands there. */
export function isEndedThere(standing: Standing): boolean {
  return standing === 'out' || standing === 'credited';
}

function changeWords(invoice: SourceInvoice, posted: Posted): string {
  const isSameSum =
    posted.totalMinor === invoice.totalMinor && posted.taxMinor === invoice.taxMinor;
  if (isSameSum) return 'other lines or another customer, the same total';
  return `${posted.totalMinor} with tax ${posted.taxMinor} to ${invoice.totalMinor} with ${invoice.taxMinor}`;
}

function voidWords(invoice: SourceInvoice, posted: Posted | undefined): string {
  const received = moneyWords(Math.max(postedMoney(posted), invoice.paidMinor), invoice.currency);
  if (posted === undefined) return `${received} received, nothing in the ledger`;
  return `${received} received, ${moneyWords(postedMoney(posted), invoice.currency)} of it posted`;
}

function givenUpWords(invoice: SourceInvoice, { posted, settings }: Known): string {
  if (posted === undefined) return 'nothing received, and nothing in the ledger';
  const received = moneyWords(invoice.paidMinor, invoice.currency);
  const how = paysOurselves(settings, posted) ? 'and posted' : 'and not posted by us, as set';
  return `${received} received ${how}; ${moneyWords(openOf(invoice), invoice.currency)} still open`;
}
