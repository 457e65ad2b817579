import type { MonthProof } from '../../contracts/month-proof.ts';
import { monthsFrom } from './months-of-night.ts';

/** What was open on both sides of documents dated before a month, as they stand now. */
export interface Opening {
  currency: string;
  sourceMinor: number;
  ledgerMinor: number;
}

/**
 * The opening balance of a month, by currency: what its earlier months left open. Undefined where one of them
 * since the start date was never proven: then nobody can say.
 */
export function openingBalance(
  month: string,
  startDate: string,
  proofs: readonly Pick<MonthProof, 'month' | 'currencies'>[],
): Opening[] | undefined {
  const earlier = monthsFrom(startDate, month).slice(0, -1);
  const byMonth = new Map(proofs.map((proof) => [proof.month, proof]));
  if (!earlier.every((one) => byMonth.has(one))) return undefined;
  const currencies = earlier.flatMap((one) => byMonth.get(one)?.currencies ?? []);
  return [...Map.groupBy(currencies, ({ currency }) => currency)].map(([currency, ones]) => ({
    currency,
    sourceMinor: ones.reduce((sum, { source }) => sum + source.openMinor, 0),
    ledgerMinor: ones.reduce((sum, { ledger }) => sum + ledger.openMinor, 0),
  }));
}
