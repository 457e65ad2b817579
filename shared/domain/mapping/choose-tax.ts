import type { LedgerSettings } from '../../contracts/settings.ts';
import type { Catalogue, CatalogueAccount, CatalogueTaxRate } from '../ledger/drafts.ts';
import { inclusiveTaxMinor } from '../money/inclusive-tax.ts';
import { type Mapped, mapped, rejected } from './result.ts';

export interface ChosenTax {
  taxType: string;
  /** Present when the ledger's own computation would be one minor unit off. */
  taxAmountMinor?: number;
}

interface TaxedLine {
  totalMinor: number;
  taxMinor: number;
  account: CatalogueAccount & { code: string };
}

/**
 * Tax rate of a line. Stora names no rate, so the rate is inferred: one whose tax on the line's total
 * is the line's tax, or a minor unit beside it. A rule of the operator decides first; among several
 * fitting rates the account's own default does; anything still ambiguous is for a person.
 */
export function chooseTax(
  line: TaxedLine,
  settings: LedgerSettings,
  catalogue: Catalogue,
): Mapped<ChosenTax> {
  const fitting = catalogue.taxRates.filter((rate) => isUsable(rate) && fits(line, rate));
  const rate = byRule(line, settings, fitting) ?? byFit(line, fitting);
  const facts = `${line.taxMinor} of ${line.totalMinor} on account ${line.account.code}`;
  if (rate === undefined) return rejected('tax_rate_missing', facts);
  if (rate === 'ambiguous') return rejected('tax_rate_ambiguous', facts);
  const isExact = inclusiveTaxMinor(line.totalMinor, rate.rateBasisPoints) === line.taxMinor;
  if (isExact) return mapped({ taxType: rate.taxType });
  if (settings.taxCentDifference === 'issue') return rejected('tax_cent_difference', facts);
  return mapped({ taxType: rate.taxType, taxAmountMinor: line.taxMinor });
}

function isUsable(rate: CatalogueTaxRate): boolean {
  return rate.isActive && rate.appliesToRevenue;
}

function fits(line: TaxedLine, rate: CatalogueTaxRate): boolean {
  // No tax at all is never a rounded tax: a rate of 12 % on 4 p must not look like "untaxed".
  if (line.taxMinor === 0) return rate.rateBasisPoints === 0;
  if (rate.rateBasisPoints === 0) return false;
  return Math.abs(inclusiveTaxMinor(line.totalMinor, rate.rateBasisPoints) - line.taxMinor) <= 1;
}

function byRule(
  line: TaxedLine,
  settings: LedgerSettings,
  fitting: CatalogueTaxRate[],
): CatalogueTaxRate | undefined {
  const rules = settings.taxRules.filter(
    (rule) => rule.accountCode === undefined || rule.accountCode === line.account.code,
  );
  for (const rule of rules) {
    const rate = fitting.find(
      (candidate) =>
        candidate.taxType === rule.taxType && candidate.rateBasisPoints === rule.rateBasisPoints,
    );
    if (rate !== undefined) return rate;
  }
  return undefined;
}

function byFit(
  line: TaxedLine,
  fitting: CatalogueTaxRate[],
): CatalogueTaxRate | 'ambiguous' | undefined {
  const ownDefault = fitting.find((rate) => rate.taxType === line.account.defaultTaxType);
  if (ownDefault !== undefined) return ownDefault;
  const exact = fitting.filter(
    (rate) => inclusiveTaxMinor(line.totalMinor, rate.rateBasisPoints) === line.taxMinor,
  );
  // On small amounts neighbouring rates fit within a unit: then only an exact one may count.
  const candidates = exact.length > 0 ? exact : fitting;
  if (candidates.length > 1) return 'ambiguous';
  return candidates[0];
}
