import type { Link } from '../../contracts/link-item.ts';
import type { ProofRow } from '../../contracts/month-proof.ts';
import { contentIn, shapeIn } from '../apply/seal.ts';
import { moneyWords } from '../money/money-words.ts';
import { behind, type Finding, finding } from './finding.ts';
import type { MonthFacts } from './month-facts.ts';
import type { Pair } from './pair-rows.ts';
import { otherPlaces, otherSites } from './places.ts';

/** A pair of which both sides are at hand. */
export type WholePair = Pair & { source: ProofRow; ledger: ProofRow };

/** Total, tax, accounts, and whether the lines are those that we wrote. */
export function judgeContent(pair: WholePair, facts: MonthFacts): Finding[] {
  const { source, ledger } = pair;
  if (source.currency !== ledger.currency) return otherCurrency(pair, facts);
  if (source.totalMinor !== ledger.totalMinor) return otherSum(pair, 'totalMinor', facts);
  if (source.taxMinor !== ledger.taxMinor) return otherSum(pair, 'taxMinor', facts);
  return judgeLines(pair, facts);
}

/** Each currency has sums of its own, so that either side is told in its own. */
function otherCurrency(pair: WholePair, facts: MonthFacts): Finding[] {
  const { ledger } = pair;
  const [found] = otherSum(pair, 'totalMinor', facts);
  return found === undefined ? [] : [found, { ...found, currency: ledger.currency }];
}

function otherSum(pair: WholePair, field: 'totalMinor' | 'taxMinor', facts: MonthFacts): Finding[] {
  const { source, ledger, link } = pair;
  const words = {
    source: moneyWords(source[field], source.currency),
    ledger: moneyWords(ledger[field], ledger.currency),
  };
  const of = field === 'totalMinor' ? 'amount' : 'tax';
  const posted = link?.posted;
  const isTheirs =
    posted !== undefined &&
    (posted[field] !== ledger[field] || posted.currency !== ledger.currency);
  if (isTheirs) return [finding(of, words, 'theirs')];
  return [behind(pair, words, facts) ?? finding(of, words, 'ours')];
}

/** Of equal sums: by the seal it is told whether somebody edited it, or the settings are others by now. */
function judgeLines(pair: WholePair, facts: MonthFacts): Finding[] {
  const { source, ledger, link } = pair;
  const seal = link?.posted?.seal;
  if (ledger.lines.length === 0) return [];
  if (seal === undefined || ledger.mark === undefined) return judgeUnsealed(pair, facts);
  if (ledger.mark !== shapeIn(seal)) return edited(pair);
  const isOtherContent = source.mark !== undefined && source.mark !== contentIn(seal);
  const places = placeFindings(source, ledger);
  const [first] = places;
  if (first === undefined) return [];
  if (!isOtherContent) return settingsChanged(places);
  return [behind(pair, first, facts) ?? finding(first.class, first, 'ours')];
}

/** Somebody made other lines of it; where they come to other sums by account or tax, it is told by that. */
function edited({ source, ledger }: WholePair): Finding[] {
  const places = placeFindings(source, ledger);
  return places.length > 0 ? places : [finding('edited_by_hand', { mark: ledger.mark })];
}

/**
 * Credit notes of ours have no seal: what differs is by the settings if they were saved since, else by hand.
 * What somebody else entered and we linked has the accounts that were chosen there, which are not ours to judge.
 */
function judgeUnsealed({ source, ledger, link }: WholePair, facts: MonthFacts): Finding[] {
  if (!isOfOurs(link)) return [];
  const places = placeFindings(source, ledger);
  return isOlderThanSettings(link, facts) ? settingsChanged(places) : places;
}

function settingsChanged(places: Finding[]): Finding[] {
  return places.slice(0, 1).map((place) => finding('settings_changed', place));
}

function placeFindings(source: ProofRow, ledger: ProofRow): Finding[] {
  if (source.lines.length === 0 || ledger.lines.length === 0) return [];
  const account = otherPlaces(source, ledger, 'accountCode');
  const tax = otherPlaces(source, ledger, 'taxType');
  return [...(account ? [finding('account', account)] : []), ...(tax ? [finding('tax', tax)] : [])];
}

/** Written by us, not only linked. */
export function isOfOurs(link: Link | undefined): boolean {
  return link?.posted?.placed !== undefined || link?.posted?.seal !== undefined;
}

function isOlderThanSettings(link: Link | undefined, { settings }: MonthFacts): boolean {
  const writtenAt = link?.effects.create?.sentAtEpochMs;
  if (writtenAt === undefined || settings.savedAt === undefined) return false;
  return writtenAt < Date.parse(settings.savedAt);
}

/** Sites are in no seal; where a person chose the option, it may have been chosen since. */
export function judgeSite({ source, ledger, link }: WholePair, facts: MonthFacts): Finding[] {
  if (!isOfOurs(link) || source.lines.length === 0) return [];
  const others = otherSites(source, ledger);
  if (others === undefined) return [];
  const words = { source: source.site, ledger: others.join(', ') };
  const isChosenSince = source.isSiteChosen === true && isOlderThanSettings(link, facts);
  return [finding(isChosenSince ? 'settings_changed' : 'site', words)];
}
