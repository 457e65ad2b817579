import type { MismatchClass, MismatchFix } from '../../contracts/mismatch.ts';
import type { ProofRow } from '../../contracts/month-proof.ts';
import { moneyWords } from '../money/money-words.ts';
import { optional } from '../source/optional.ts';
import { standingVersion } from '../versions/known-versions.ts';
import { type Doing, fixOf } from './fix-of.ts';
import type { MonthFacts } from './month-facts.ts';
import type { Pair } from './pair-rows.ts';

/** What is not the same of one pair; the sums come to it later. */
export interface Finding {
  class: MismatchClass;
  fix: MismatchFix;
  /** How it is on both sides: figures, days, codes. */
  source?: string;
  ledger?: string;
  cause?: string;
  /** What else tells that nothing changed since, where the words do not. */
  mark?: string;
  /** Where it is not that of the source's document. */
  currency?: string;
}

export interface Words {
  source?: string | undefined;
  ledger?: string | undefined;
  mark?: string | undefined;
}

export function finding(of: MismatchClass, words: Words, doing?: Doing): Finding {
  return {
    class: of,
    fix: fixOf(of, doing),
    ...optional('source', words.source),
    ...optional('ledger', words.ledger),
    ...optional('mark', words.mark),
  };
}

/**
 * Why the ledger does not show what the source has by now, although nobody touched what we left there: it is
 * on its way, or no message told us. Undefined: it was brought as it is.
 */
export function behind(pair: Pair, words: Words, facts: MonthFacts): Finding | undefined {
  const late = waiting(pair, words, facts);
  if (late !== undefined || isApplied(pair)) return late;
  return finding('webhook_lost', words);
}

/** It is known why it is not there yet. */
export function waiting(pair: Pair, words: Words, facts: MonthFacts): Finding | undefined {
  const { source } = pair;
  if (source?.sourceId === undefined) return undefined;
  const issue = facts.issueOf(source.kind, source.sourceId);
  if (issue !== undefined) return { ...finding('late', words), cause: issue.cause };
  return facts.isUnderWay(source.kind, source.sourceId) ? finding('late', words) : undefined;
}

/** The state at the source is the one that was applied, parked or left alone last. */
function isApplied({ source, link }: Pair): boolean {
  if (source?.fingerprint === undefined || link === undefined) return true;
  return standingVersion(link)?.fingerprint === source.fingerprint;
}

/** Total and state, e.g. `open, £120.00`. */
export function standsAs({ status, totalMinor, currency }: ProofRow): string {
  return `${status.toLowerCase()}, ${moneyWords(totalMinor, currency)}`;
}
