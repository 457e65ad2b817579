import type { LedgerSettings } from '../../contracts/settings.ts';
import type { Catalogue, CatalogueAccount, CatalogueTaxRate } from '../ledger/drafts.ts';
import { exactTaxMinor, inclusiveTaxMinor } from '../money/inclusive-tax.ts';
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
  /** It is outside of every tax: a deposit, a rounding. */
  isUntaxed?: boolean;
}

/**
 * Tax rate of a line. The source names no rate, so the rate is inferred: one whose tax on the line's total
 * is the line's tax, or a minor unit beside it. A rule of the operator decides first; among several
 * fitting rates the account's own default does; where it makes no difference to any sum and any box of
 * the tax return, no person is asked; anything still ambiguous is for one.
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
  if (isExact(line, rate)) return mapped({ taxType: rate.taxType });
  if (settings.taxCentDifference === 'issue') return rejected('tax_cent_difference', facts);
  return mapped({ taxType: rate.taxType, taxAmountMinor: line.taxMinor });
}

function isUsable(rate: CatalogueTaxRate): boolean {
  return rate.isActive && rate.appliesToRevenue;
}

function fits(line: TaxedLine, rate: CatalogueTaxRate): boolean {
  if (isExact(line, rate)) return true;
  // Tax and no tax are never a minor unit beside one another: neither turns into the other.
  if (line.taxMinor === 0 || rate.rateBasisPoints === 0) return false;
  return Math.abs(inclusiveTaxMinor(line.totalMinor, rate.rateBasisPoints) - line.taxMinor) <= 1;
}

/** On a line of nought every rate is: a month that is free is taxed as its account is. */
function isExact(line: TaxedLine, rate: CatalogueTaxRate): boolean {
  return inclusiveTaxMinor(line.totalMinor, rate.rateBasisPoints) === line.taxMinor;
}

/**
 * The first rule that fits. On small amounts, and on nought, those of several heights fit: then one that is
 * exact counts before one that is a unit off, and of those that of the account, unless a rule names the account.
 */
function byRule(
  line: TaxedLine,
  settings: LedgerSettings,
  fitting: CatalogueTaxRate[],
): CatalogueTaxRate | undefined {
  const matching = settings.taxRules.flatMap((rule) => {
    if (rule.accountCode !== undefined && rule.accountCode !== line.account.code) return [];
    const rate = fitting.find(
      (candidate) =>
        candidate.taxType === rule.taxType && candidate.rateBasisPoints === rule.rateBasisPoints,
    );
    return rate === undefined ? [] : [{ rule, rate }];
  });
  const [first] = matching;
  if (first === undefined || first.rule.accountCode !== undefined) return first?.rate;
  const rates = matching.map(({ rate }) => rate);
  const exact = rates.filter((rate) => isExact(line, rate));
  const [likely, ...others] = exact.length > 0 ? exact : rates;
  if (others.every(({ rateBasisPoints }) => rateBasisPoints === likely?.rateBasisPoints))
    return likely;
  const { defaultTaxType } = line.account;
  return [likely, ...others].find((rate) => rate?.taxType === defaultTaxType) ?? likely;
}

function byFit(
  line: TaxedLine,
  fitting: CatalogueTaxRate[],
): CatalogueTaxRate | 'ambiguous' | undefined {
  const ownDefault = fitting.find((rate) => rate.taxType === line.account.defaultTaxType);
  if (ownDefault !== undefined) return ownDefault;
  const outside = line.isUntaxed && fitting.find(({ isOutsideTax }) => isOutsideTax);
  if (outside) return outside;
  const exact = fitting.filter((rate) => isExact(line, rate));
  // On small amounts neighbouring rates fit within a unit: then only an exact one may count.
  const candidates = exact.length > 0 ? exact : fitting;
  if (candidates.length < 2) return candidates[0];
  return isAllTheSame(line, exact) ? nearest(line, exact) : 'ambiguous';
}

/**
 * Whether it makes no difference which of these is taken: the line is nought, or the same tax lands in the
 * same box of the return. Two rates of one height are somebody's distinction and no accident of rounding.
 */
function isAllTheSame(line: TaxedLine, exact: CatalogueTaxRate[]): boolean {
  if (line.totalMinor === 0) return exact.length > 0;
  const heights = new Set(exact.map(({ rateBasisPoints }) => rateBasisPoints));
  const boxes = new Set(exact.map(({ reportType }) => reportType));
  const isOneBox = boxes.size === 1 && !boxes.has(undefined);
  return isOneBox && heights.size === exact.length;
}

/** The one that was rounded least; of those the lowest and then the first by name, so that it stays the same. */
function nearest(line: TaxedLine, rates: CatalogueTaxRate[]): CatalogueTaxRate | undefined {
  const roundedBy = ({ rateBasisPoints }: CatalogueTaxRate) =>
    Math.abs(exactTaxMinor(line.totalMinor, rateBasisPoints) - line.taxMinor);
  return [...rates].sort(
    (left, right) =>
      roundedBy(left) - roundedBy(right) ||
      left.rateBasisPoints - right.rateBasisPoints ||
      (left.taxType < right.taxType ? -1 : 1),
  )[0];
}
