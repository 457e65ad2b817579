import type { ClosingNote, Link } from '../../contracts/link-item.ts';
import type { ProofRow } from '../../contracts/month-proof.ts';
import { type Finding, finding, standsAs } from './finding.ts';
import { expectedOf, judgePair } from './judge-pair.ts';
import { isMovedByHand } from './judge-place.ts';
import type { MonthFacts } from './month-facts.ts';
import type { Pair, Paired } from './pair-rows.ts';

/** What stands in the ledger with our reference, and what of it is expected there by what we know ourselves. */
export interface Rest {
  ledger: ProofRow;
  sourceId: string | undefined;
  /** As it is to stand; undefined: not at all. */
  expected?: ProofRow | undefined;
  link?: Link | undefined;
  findings: Finding[];
}

/** Bears the reference or the number of a document that stands already. */
export function judgeDouble({ ledger, sourceId }: Paired['doubles'][number]): Rest {
  const findings = [finding('posted_twice', { ledger: standsAs(ledger) })];
  return { ledger, sourceId, findings };
}

/**
 * Our reference, with no document of the source at hand. Where we know it, it is compared with what we posted:
 * the source's own is compared in the month of its day.
 */
export function judgeAlone(
  { ledger, sourceId, link }: Paired['alone'][number],
  facts: MonthFacts,
): Rest {
  const at = facts.atSource(ledger.kind, sourceId);
  const words = { source: at === 'known' ? undefined : wordsOf[at], ledger: standsAs(ledger) };
  const rest = { ledger, sourceId, link };
  if (link === undefined) {
    const of = at === 'known' ? 'record_without_link' : 'only_in_ledger';
    return { ...rest, findings: [finding(of, words)] };
  }
  if (at === 'gone') return { ...rest, findings: [finding('link_without_record', words)] };
  const isAnother = link.targetId !== undefined && link.targetId !== ledger.targetId;
  if (isAnother) return { ...rest, findings: [finding('posted_twice', words)] };
  if (link.posted === undefined) return { ...rest, expected: ledger, findings: [] };
  // Its own day, in another month, is not at hand.
  if (isMovedByHand(link, ledger))
    return { ...rest, findings: [finding('date', { ledger: ledger.day })] };
  const pair = postedPair(ledger, sourceId, link);
  return { ...rest, expected: expectedOf(pair), findings: judgePair(pair, facts) };
}

const wordsOf = { gone: 'not there', unread: 'not read' };

/** As we posted it, in the place of what the source has. */
function postedPair(ledger: ProofRow, sourceId: string, link: Link): Pair {
  const { totalMinor, taxMinor, paidMinor, currency } = { ...ledger, ...link.posted };
  const { mark: _mark, ...placed } = ledger;
  const isOut = link.posted?.voided === true;
  const source = { ...placed, sourceId, currency, totalMinor, taxMinor, paidMinor, isOut };
  return { source, ledger, link, isLinked: true };
}

/**
 * A credit note of ours that closes an invoice: it is to stand as the link of the invoice says. The source knows
 * nothing of it, so that it goes by its id in the ledger.
 */
export function judgeClosing({ ledger, link }: Paired['closings'][number]): Rest {
  const closing = link?.posted?.closing;
  const rest = { ledger, sourceId: undefined };
  if (closing !== undefined && closing.targetId === ledger.targetId) {
    const expected = closing.isLeaving === true ? undefined : closedBy(ledger, closing);
    return { ...rest, expected, findings: closingFindings(ledger, closing) };
  }
  if (ledger.isOut) return { ...rest, findings: [] };
  const words = { ledger: standsAs(ledger) };
  if (closing !== undefined) return { ...rest, findings: [finding('posted_twice', words)] };
  const of = link?.posted === undefined ? 'record_without_link' : 'only_in_ledger';
  return { ...rest, findings: [finding(of, words, 'theirs')] };
}

function closedBy(ledger: ProofRow, { totalMinor }: ClosingNote): ProofRow {
  return { ...ledger, totalMinor, isOut: false };
}

function closingFindings(ledger: ProofRow, { totalMinor, isLeaving }: ClosingNote): Finding[] {
  if (isLeaving === true)
    return ledger.isOut ? [] : [finding('late', { ledger: standsAs(ledger) })];
  const words = {
    source: standsAs({ ...ledger, status: 'authorised', totalMinor }),
    ledger: standsAs(ledger),
  };
  if (ledger.isOut) return [finding('voided_by_hand', words)];
  return ledger.totalMinor === totalMinor ? [] : [finding('amount', words, 'theirs')];
}

/** Customers of the month's documents who left the ledger. */
export function leftCustomers(facts: MonthFacts): Array<{ row: ProofRow; findings: Finding[] }> {
  const byContact = new Map(
    facts.source.filter(({ isOut }) => !isOut).map((row) => [row.contactId ?? '', row]),
  );
  return [...byContact].flatMap(([contactId, row]) => {
    const what = facts.handEdit('contact', contactId)?.what;
    return what === undefined
      ? []
      : [{ row, findings: [finding('deleted_contact', { ledger: what })] }];
  });
}
