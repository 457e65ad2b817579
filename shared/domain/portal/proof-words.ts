import type { Mismatch } from '../../contracts/mismatch.ts';
import type { MonthProof } from '../../contracts/month-proof.ts';
import type { Night } from '../../contracts/night-item.ts';
import type { JudgedMonth } from '../month-report/judged-month.ts';
import { counted } from './month-view.ts';
import { sumWords } from './sum-words.ts';
import type { Tone } from './tone.ts';

/** How both sides agree: the one answer of a night, of a month, of the overview. */
export interface Standing {
  tone: Tone;
  words: string;
}

/** How many were found, those that the list has no room for among them. */
export function foundIn({ found }: Pick<MonthProof | Night, 'found'>): number {
  return Object.values(found).reduce((sum, count) => sum + count, 0);
}

/** What mismatches come to, by currency: those that cancel each other out count all the same. */
export function atStake(mismatches: readonly Mismatch[]): string[] {
  const sums: Record<string, number> = {};
  for (const { currency, differenceMinor } of mismatches)
    if (currency !== undefined && differenceMinor !== 0)
      sums[currency] = (sums[currency] ?? 0) + Math.abs(differenceMinor);
  return sumWords(sums);
}

/** "3 mismatches over £120.00"; what changes no sum has none. */
export function mismatchWords(count: number, sums: readonly string[]): string {
  const over = sums.length === 0 ? '' : ` over ${sums.join(' and ')}`;
  return `${counted(count, 'mismatch').replace('mismatchs', 'mismatches')}${over}`;
}

/** What nothing explains, by currency; empty where all is explained. */
export function unexplainedIn({ currencies }: MonthProof): string[] {
  return sumWords(
    Object.fromEntries(
      currencies.flatMap(({ currency, unexplainedMinor }) =>
        unexplainedMinor === 0 ? [] : [[currency, Math.abs(unexplainedMinor)]],
      ),
    ),
  );
}

/** What was accepted comes to, by currency; empty where it changes no sum. */
export function acceptedSums({ accepted }: JudgedMonth): string[] {
  return atStake(accepted.map(({ mismatch }) => mismatch));
}

/** "In step", "3 mismatches over £120.00", or that nothing explains it. */
export function standingOfMonth(judged: JudgedMonth): Standing {
  const { proof } = judged;
  const unexplained = unexplainedIn(proof);
  if (unexplained.length > 0)
    return { tone: 'bad', words: `${unexplained.join(', ')} unexplained` };
  const found = foundIn(proof);
  if (found > 0) return { tone: 'warn', words: mismatchWords(found, atStake(proof.mismatches)) };
  const accepted = acceptedSums(judged);
  if (accepted.length === 0) return { tone: 'ok', words: 'In step' };
  return { tone: 'ok', words: `${accepted.join(' and ')} accepted` };
}
