import type { LedgerSettings } from '../../contracts/settings.ts';
import type { Catalogue } from '../ledger/drafts.ts';
import { moneyWords } from '../money/money-words.ts';
import { type Mapped, mapped, rejected } from './result.ts';

/**
 * Whether this version can hold a document at all. Asked before anything is created in the ledger for it,
 * its customer included: what cannot be posted must leave nothing behind.
 */
export function checkSupported(
  document: { currency: string; totalMinor: number; lines: unknown[] },
  catalogue: Catalogue,
  settings?: CurrencyPolicy,
): Mapped<true> {
  const { currency, totalMinor, lines } = document;
  // With a total they are missing from it, which is another trouble.
  if (lines.length === 0 && totalMinor === 0) return rejected('lines_missing');
  if (totalMinor < 0) return rejected('total_negative', moneyWords(totalMinor, currency));
  return checkCurrency(currency, catalogue, settings);
}

type CurrencyPolicy = Pick<LedgerSettings, 'foreignCurrency'>;

/**
 * Documents in another currency than the organisation's own are posted where the operator wants them,
 * and the ledger has that currency: it converts them at the rate of its own of that day, never at one of ours.
 */
export function checkCurrency(
  currency: string,
  catalogue: Catalogue,
  settings?: CurrencyPolicy,
): Mapped<true> {
  if (!catalogue.currencies.includes(currency)) return rejected('currency_not_enabled', currency);
  const isWanted = currency === catalogue.baseCurrency || settings?.foreignCurrency === 'post';
  return isWanted ? mapped(true) : rejected('currency_not_supported', currency);
}
