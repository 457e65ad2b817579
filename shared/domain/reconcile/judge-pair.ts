import type { ProofRow } from '../../contracts/month-proof.ts';
import { isUnapproved } from '../apply/out-of-books.ts';
import { isDone } from '../effects/effects.ts';
import { standingVersion } from '../versions/known-versions.ts';
import { invoiceRanks } from '../versions/record-version.ts';
import { behind, type Finding, finding, standsAs, type Words, waiting } from './finding.ts';
import type { IndexedFacts } from './indexed-facts.ts';
import { judgeContent, judgeSite, type WholePair } from './judge-content.ts';
import { judgeCredit, judgePayments } from './judge-money.ts';
import { dueDay, judgeContact, judgeDay } from './judge-place.ts';
import { monthOf } from './months-of-night.ts';
import type { Pair } from './pair-rows.ts';

/**
 * Everything that is not the same of a pair; what accounts for the difference in the sums comes first. Of one
 * that we wrote while both sides were read, either side may be shown as it was before.
 */
export function judgePair(pair: Pair, facts: IndexedFacts): Finding[] {
  const found = differencesOf(pair, facts);
  const [first] = found;
  if (first === undefined || !isWrittenSince(pair, facts)) return found;
  return [finding('late', first)];
}

function isWrittenSince({ link }: Pair, { readFromEpochMs = Infinity }: IndexedFacts): boolean {
  return Object.entries(link?.effects ?? {}).some(
    ([name, { sentAtEpochMs, resentAtEpochMs = 0 }]) =>
      !isNote(name) && Math.max(sentAtEpochMs, resentAtEpochMs) >= readFromEpochMs,
  );
}

/** What is said about a document changes none of its sums. */
function isNote(effect: string): boolean {
  return effect.startsWith('history') || effect.startsWith('timeline');
}

function differencesOf(pair: Pair, facts: IndexedFacts): Finding[] {
  const { source, ledger } = pair;
  if (source === undefined) return [];
  const expected = expectedOf(pair);
  if (ledger === undefined)
    return expected === undefined
      ? moneyOfTheVoid(pair, source, facts)
      : absent(pair, source, facts);
  if (ledger.isOut) return outOfBooks({ ...pair, source, ledger }, facts);
  if (expected === undefined) return notTakenOut({ ...pair, source, ledger }, facts);
  return judgeBoth({ ...pair, source: expected, ledger }, facts);
}

/**
 * The source's document as it is to stand in the ledger; undefined: not at all. One that we credited, as it
 * could not be voided, stays as it was posted: our credit note takes it out.
 */
export function expectedOf({ source, link }: Pair): ProofRow | undefined {
  if (source === undefined || !source.isOut) return source;
  const { posted } = link ?? {};
  if (posted?.closing?.purpose !== 'void') return undefined;
  const { totalMinor, taxMinor, paidMinor } = posted;
  const sums = { totalMinor, taxMinor, paidMinor, creditedMinor: 0 };
  return { ...source, ...sums, isOut: false };
}

function absent(pair: Pair, source: ProofRow, facts: IndexedFacts): Finding[] {
  const words = { source: standsAs(source), ledger: 'not there' };
  if (pair.isLinked) return [finding('voided_by_hand', words)];
  return [waiting(pair, words, facts) ?? finding('missing', words)];
}

/** Nothing of it is to stand in the ledger; but money came in on it, and nobody was asked yet what becomes of that. */
function moneyOfTheVoid(pair: Pair, source: ProofRow, facts: IndexedFacts): Finding[] {
  const isKnown = pair.link !== undefined && standingVersion(pair.link) !== undefined;
  if (source.status !== 'void' || source.paidMinor <= 0 || isKnown) return [];
  const words = { source: standsAs(source), ledger: 'not there' };
  return waiting(pair, words, facts) === undefined ? [finding('missing', words)] : [];
}

function outOfBooks(pair: WholePair, facts: IndexedFacts): Finding[] {
  const { source, ledger, link } = pair;
  const words = { source: standsAs(source), ledger: ledger.status.toLowerCase() };
  if (isUnapproved(ledger)) return unapproved(pair, words, facts);
  if (expectedOf(pair) === undefined) return [];
  const isOurDoing = link !== undefined && isDone(link, 'void');
  const late = isOurDoing ? behind(pair, words, facts) : undefined;
  return [late ?? finding('voided_by_hand', words)];
}

/** Nobody has approved it there yet: what the source has by now is to stand on it all the same. */
function unapproved(pair: WholePair, words: Words, facts: IndexedFacts): Finding[] {
  const lost = pair.isLinked ? behind(pair, words, facts) : undefined;
  if (lost?.class === 'webhook_lost') return [lost];
  if (expectedOf(pair) === undefined) return lost === undefined ? [] : [lost];
  return [{ ...finding('late', words), fix: 'in_ledger' }];
}

/** Void or a draft at the source, and still in the books. */
function notTakenOut(pair: WholePair, facts: IndexedFacts): Finding[] {
  if (!pair.isLinked) return [withoutLink(pair, facts)];
  const words = { source: pair.source.status, ledger: standsAs(pair.ledger) };
  return [behind(pair, words, facts) ?? finding('amount', words, 'ours')];
}

function judgeBoth(pair: WholePair, facts: IndexedFacts): Finding[] {
  const found = [
    ...judgeContent(pair, facts),
    ...judgeDay(pair, facts),
    ...judgeContact(pair, facts),
    ...judgeSite(pair, facts),
    ...(pair.source.kind === 'invoice' ? judgePayments(pair, facts) : judgeCredit(pair, facts)),
    ...(pair.isLinked ? givenUpOrNot(pair, facts) : [withoutLink(pair, facts)]),
  ];
  const isMoved = monthOf(dueDay(pair, facts) ?? '') !== monthOf(pair.ledger.day ?? '');
  const first = found.findIndex(({ class: of }) => of === 'date');
  const date = isMoved && first >= 0 ? found.splice(first, 1) : [];
  return [...date, ...onceEach(found)];
}

/** It was given up, or is not given up any more, which may show in no sum. */
function givenUpOrNot(pair: WholePair, facts: IndexedFacts): Finding[] {
  const { source, ledger, link } = pair;
  const known = link === undefined ? undefined : standingVersion(link);
  if (known === undefined || source.kind !== 'invoice') return [];
  const isGivenUp = source.status === 'uncollectible';
  if (isGivenUp === (known.rank === invoiceRanks.uncollectible)) return [];
  const words = { source: standsAs(source), ledger: standsAs(ledger) };
  const found = behind(pair, words, facts);
  return found === undefined ? [] : [found];
}

function withoutLink(pair: WholePair, facts: IndexedFacts): Finding {
  const words = { source: standsAs(pair.source), ledger: standsAs(pair.ledger) };
  return waiting(pair, words, facts) ?? finding('record_without_link', words);
}

/** Whatever is not brought yet, or was brought under other settings, has one reason. */
function onceEach(found: Finding[]): Finding[] {
  const seen = new Set<string>();
  return found.filter(({ class: of, currency }) => {
    const isKnown = currency === undefined && ofAll.has(of) && seen.has(of);
    seen.add(of);
    return !isKnown;
  });
}

const ofAll: ReadonlySet<string> = new Set(['late', 'webhook_lost', 'settings_changed']);
