import { Judge } from './judge.ts';
import { playCase, type Verdict } from './play-case.ts';

export interface Tally {
  cases: number;
  documents: number;
  exact: { invoice: number; credit_note: number };
  /** Documents that wait for a person, by cause. */
  parked: Record<string, number>;
  /** Neither exact nor parked: there must be none. */
  others: number;
  /** The first of them, to be played alone. */
  wrong: Array<{ seed: number; text: string }>;
}

const toldAtMost = 10;

/** Plays the cases of so many seeds. */
export function tallyCases(from: number, cases: number): Tally {
  const judge = new Judge();
  const exact = { invoice: 0, credit_note: 0 };
  const tally: Tally = { cases, documents: 0, exact, parked: {}, others: 0, wrong: [] };
  for (let seed = from; seed < from + cases; seed += 1)
    for (const verdict of playCase(seed, judge)) count(tally, seed, verdict);
  return tally;
}

function count(tally: Tally, seed: number, verdict: Verdict): void {
  tally.documents += 1;
  if (verdict.kind === 'exact') tally.exact[verdict.document] += 1;
  if (verdict.kind === 'parked')
    tally.parked[verdict.cause] = (tally.parked[verdict.cause] ?? 0) + 1;
  if (verdict.kind !== 'wrong') return;
  tally.others += 1;
  if (tally.wrong.length < toldAtMost) tally.wrong.push({ seed, text: verdict.text });
}
