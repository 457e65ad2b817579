import type { Link } from '../../contracts/link-item.ts';
import { providerManifests } from '../../targets/provider-manifests.ts';
import { leftOfCredit, refundedOf } from '../effects/credits.ts';
import { isUncertain } from '../effects/effects.ts';
import { formatMoney } from '../money/decimal.ts';
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
  const { currency, totalMinor, paidMinor, voided } = posted;
  if (voided) return `The invoice is in ${ledger}${name}, and voided there.`;
  const stands = `The invoice is in ${ledger}${name} over ${formatMoney(totalMinor, currency)}`;
  const paid = paidMinor > 0 ? `, with ${formatMoney(paidMinor, currency)} of payments` : '';
  return [`${stands}${paid}.`, ...waitingOf(posted, known)].join(' ');
}

/** What the source says beyond what was posted. */
function waitingOf(
  posted: NonNullable<Link['posted']>,
  { record, postsPayments = false }: KnownBeside,
): string[] {
  if (record?.kind !== 'invoice') return [];
  const { status, paidMinor } = record.record;
  if (status === 'void') return ['Voiding it waits.'];
  const waitsMinor = postsPayments ? paidMinor - posted.paidMinor : 0;
  return waitsMinor > 0 ? [`${formatMoney(waitsMinor, posted.currency)} of payments wait.`] : [];
}

function creditNoteWords(link: Link): string {
  const { target, targetLabel, posted } = link;
  const ledger = providerManifests[target].name;
  const name = targetLabel === undefined ? '' : ` as ${targetLabel}`;
  if (posted === undefined) return `The credit note is in ${ledger}${name}.`;
  const { currency, totalMinor, voided } = posted;
  if (voided) return `The credit note is in ${ledger}${name}, and voided there.`;
  const refundedMinor = refundedOf(link);
  const leftMinor = leftOfCredit(link);
  const back = `${formatMoney(refundedMinor, currency)} of it was paid back.`;
  const stands = `The credit note is in ${ledger}${name} over ${formatMoney(totalMinor, currency)}.`;
  if (refundedMinor > 0 && leftMinor <= 0) return `${stands} ${back}`;
  if (leftMinor <= 0) return `${stands} All of it is set against its invoice.`;
  return `${stands} ${formatMoney(leftMinor, currency)} of it is not set against an invoice.`;
}
