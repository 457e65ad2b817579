import { moneyWords } from '../money/money-words.ts';

/** One sum for each currency, in the order of their codes. */
export function sumWords(sums: Readonly<Record<string, number>>): string[] {
  return Object.entries(sums)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([currency, amountMinor]) => moneyWords(amountMinor, currency));
}
