import type { Catalogue } from '../ledger/drafts.ts';
import { formatMoney } from '../money/decimal.ts';
import { type Mapped, mapped, rejected } from './result.ts';

/**
 * Whether this version can hold a document at all. Asked before anything is created in the ledger for it,
 * its customer included: what cannot be posted must leave nothing behind.
 */
export function checkSupported(
  document: { currency: string; totalMinor: number; lines: unknown[] },
  catalogue: Catalogue,
): Mapped<true> {
  const { currency, totalMinor, lines } = document;
  // With a total they are missing from it, which is another trouble.
  if (lines.length === 0 && totalMinor === 0) return rejected('lines_missing');
  if (totalMinor < 0) return rejected('total_negative', formatMoney(totalMinor, currency));
  return checkCurrency(currency, catalogue);
}

/** Documents are posted in the organisation's own currency only: a rate of exchange would be a guess. */
export function checkCurrency(currency: string, catalogue: Catalogue): Mapped<true> {
  if (!catalogue.currencies.includes(currency)) return rejected('currency_not_enabled', currency);
  if (currency !== catalogue.baseCurrency) return rejected('currency_not_supported', currency);
  return mapped(true);
}
