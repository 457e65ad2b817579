import type { Link } from '../../contracts/link-item.ts';
import type { ProofRow } from '../../contracts/month-proof.ts';
import { movedIn, placedMark } from '../differences/placed-mark.ts';
import { behind, type Finding, finding } from './finding.ts';
import type { WholePair } from './judge-content.ts';
import type { MonthFacts } from './month-facts.ts';
import type { Pair } from './pair-rows.ts';

/**
 * The day on which a document is to stand in the ledger: its own, or the one that we wrote there, as a lock
 * was in its way or the zone was another.
 */
export function dueDay(pair: Pair, facts: MonthFacts): string | undefined {
  const { source, ledger, link } = pair;
  if (source === undefined || ledger === undefined) return source?.day;
  const { isDayMoved } = movedFrom(link?.posted?.placed, ledger);
  const isOfOurs = isDayMoved === false || isByLock({ ...pair, source, ledger }, facts);
  return isOfOurs ? (ledger.day ?? source.day) : source.day;
}

/** It bears a later day because its own was locked; nothing that we noted says otherwise. */
function isByLock({ source, ledger, link }: WholePair, { settings }: MonthFacts): boolean {
  if (settings.lockedPeriod !== 'next_open_day') return false;
  if (source.day === undefined || (ledger.day ?? '') <= source.day) return false;
  return movedFrom(link?.posted?.placed, ledger).isDayMoved !== true;
}

/** Somebody gave it another day than the one that we wrote. */
export function isMovedByHand(link: Link, ledger: ProofRow): boolean {
  return movedFrom(link.posted?.placed, ledger).isDayMoved === true;
}

/** By what was written there; undefined: nobody noted it. */
function movedFrom(
  placed: string | undefined,
  { day, contactId = '' }: ProofRow,
): { isDayMoved?: boolean; isContactMoved?: boolean } {
  if (placed === undefined) return {};
  return movedIn(placed, placedMark({ day, contactTargetId: contactId }).placed);
}

export function judgeDay(pair: WholePair, facts: MonthFacts): Finding[] {
  const { source, ledger, link } = pair;
  if (source.day === undefined || source.day === ledger.day) return [];
  const words = { source: source.day, ledger: ledger.day };
  if (isByLock(pair, facts)) return [];
  const { isDayMoved } = movedFrom(link?.posted?.placed, ledger);
  if (isDayMoved !== false) return [finding('date', words)];
  return [behind(pair, words, facts) ?? finding('settings_changed', words)];
}

/** Whose document it is there; a customer who was merged has been followed. */
export function judgeContact({ source, ledger, link }: WholePair, facts: MonthFacts): Finding[] {
  const customer = source.contactId && facts.linkOf('contact', source.contactId);
  if (!customer || customer.targetId === undefined || ledger.contactId === undefined) return [];
  const { targetId, mergedFrom = [] } = customer;
  if ([targetId, ...mergedFrom].includes(ledger.contactId)) return [];
  // The documents went with the customer, who is in the list.
  if (facts.handEdit('contact', source.contactId ?? '')?.what === 'merged') return [];
  const { isContactMoved } = movedFrom(link?.posted?.placed, ledger);
  if (isContactMoved === false) return [];
  return [finding('contact', { source: targetId, ledger: ledger.contactId })];
}
