import type { Link } from '../../contracts/link-item.ts';
import { providerManifests } from '../../targets/provider-manifests.ts';
import { creditUseOf, leftOfCredit, refundedOf } from '../effects/credits.ts';
import { isDone, isUncertain } from '../effects/effects.ts';
import { moneyWords } from '../money/money-words.ts';
import type { SourceRecord } from '../source/records.ts';

interface KnownBeside {
  /** Where it could be read. */
  record?: SourceRecord | undefined;
  /** The operator wants its payments in the target. */
  postsPayments?: boolean;
}

/**
 * What of a parked record stands in the target, and what of it waits; empty where that is not known.
 * Sums and numbers only, nothing of people.
 */
export function standWords(link: Link, known: KnownBeside = {}): string {
  const ledger = providerManifests[link.target].name;
  if (link.targetId === undefined) return notPosted(link, ledger);
  if (link.kind === 'contact') return `The customer stands in ${ledger} as it was before.`;
  return link.kind === 'invoice' ? invoiceWords(link, known) : creditNoteWords(link);
}

function notPosted(link: Link, ledger: string): string {
  // Of a try without an answer nobody knows whether it got there.
  if (isUncertain(link.effects.create)) return `Whether it got into ${ledger} is not known yet.`;
  return `Nothing of it is in ${ledger} yet.`;
}

function invoiceWords({ target, targetLabel, posted }: Link, known: KnownBeside): string {
  const ledger = providerManifests[target].name;
  const name = targetLabel === undefined ? '' : ` as ${targetLabel}`;
  if (posted === undefined) return `The invoice is in ${ledger}${name}.`;
  const { currency, totalMinor, paidMinor, overpaidMinor = 0, voided } = posted;
  if (voided) return `The invoice is in ${ledger}${name}, and voided there.`;
  const stands = `The invoice is in ${ledger}${name} over ${moneyWords(totalMinor, currency)}`;
  const paid = paidMinor > 0 ? `, with ${moneyWords(paidMinor, currency)} of payments` : '';
  const over = moneyWords(overpaidMinor, currency);
  const onAccount = overpaidMinor > 0 ? [`${over} more is on the account of the customer.`] : [];
  return [`${stands}${paid}.`, ...onAccount, ...closedBy(posted), ...waitingOf(posted, known)].join(
    ' ',
  );
}

/** The credit note of our own that closes it, as far as it got. */
function closedBy({ currency, closing }: NonNullable<Link['posted']>): string[] {
  if (closing === undefined) return [];
  const { purpose, totalMinor, setMinor, isLeaving } = closing;
  const money = (minor: number) => moneyWords(minor, currency);
  if (isLeaving)
    return [`The credit note over ${money(totalMinor)} that closed it is being voided.`];
  if (setMinor === undefined)
    return [`A credit note over ${money(totalMinor)} that closes it is not set against it yet.`];
  return purpose === 'bad_debt'
    ? [`${money(setMinor)} of it is written off.`]
    : [`It is closed by a credit note over ${money(totalMinor)}, as it could not be voided.`];
}

/** What the source says beyond what was posted. */
function waitingOf(
  posted: NonNullable<Link['posted']>,
  { record, postsPayments = false }: KnownBeside,
): string[] {
  if (record?.kind !== 'invoice') return [];
  const { status, paidMinor } = record.record;
  if (status === 'void') return posted.closing?.purpose === 'void' ? [] : ['Voiding it waits.'];
  const postedMinor = posted.paidMinor + (posted.overpaidMinor ?? 0);
  const waitsMinor = postsPayments ? paidMinor - postedMinor : 0;
  return waitsMinor > 0 ? [`${moneyWords(waitsMinor, posted.currency)} of payments wait.`] : [];
}

function creditNoteWords(link: Link): string {
  const { target, targetLabel, posted } = link;
  const ledger = providerManifests[target].name;
  const name = targetLabel === undefined ? '' : ` as ${targetLabel}`;
  if (posted === undefined) return `The credit note is in ${ledger}${name}.`;
  const { currency, totalMinor, voided } = posted;
  if (voided) return `The credit note is in ${ledger}${name}, and voided there.`;
  const stands = `The credit note is in ${ledger}${name} over ${moneyWords(totalMinor, currency)}.`;
  return [stands, ...usesOf(link, currency)].join(' ');
}

/** Where it went, part by part. */
function usesOf(link: Link, currency: string): string[] {
  const refundedMinor = refundedOf(link);
  const leftMinor = leftOfCredit(link);
  const isElsewhere = Object.keys(link.effects).some(
    (name) => isDone(link, name) && creditUseOf(name)?.kind === 'other',
  );
  const back =
    refundedMinor > 0 ? [`${moneyWords(refundedMinor, currency)} of it was paid back.`] : [];
  if (leftMinor > 0)
    return [...back, `${moneyWords(leftMinor, currency)} of it is not set against an invoice.`];
  if (isElsewhere)
    return [
      ...back,
      `${refundedMinor > 0 ? 'The rest' : 'All of it'} is set against invoices of the customer.`,
    ];
  return refundedMinor > 0 ? back : ['All of it is set against its invoice.'];
}
