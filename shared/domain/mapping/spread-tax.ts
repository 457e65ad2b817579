import type { Catalogue, LineDraft } from '../ledger/drafts.ts';
import { exactTaxMinor, inclusiveTaxMinor } from '../money/inclusive-tax.ts';

/** A line as drafted, with the tax that the source says of it. */
export interface TaxedDraft {
  draft: LineDraft;
  totalMinor: number;
  taxMinor: number;
}

/**
 * Lines whose taxes add up to the tax of the document, where the source rounded that once for all lines and
 * not line by line (three times 25.03 hold 12.52, but each by itself 4.17). Each line moves by one minor
 * unit at most, those first that were rounded furthest. Undefined when rounding does not explain it.
 */
export function spreadTax(
  lines: TaxedDraft[],
  taxMinor: number,
  catalogue: Catalogue,
): LineDraft[] | undefined {
  const rounded = lines.map((line, index) => ({
    index,
    line,
    missing: missingIn(line, catalogue),
  }));
  const missingInAll = rounded.reduce((sum, { missing }) => sum + missing, 0);
  const byMinor = taxMinor - lines.reduce((sum, line) => sum + line.taxMinor, 0);
  // Rounding, to whichever side, never moves a sum by a whole unit.
  if (Math.abs(byMinor - missingInAll) > 1 - floatNoise) return undefined;
  const sign = Math.sign(byMinor);
  const taxed = rounded.filter(({ line }) => line.taxMinor !== 0);
  const furthest = taxed.sort((left, right) => sign * (right.missing - left.missing));
  const moved = new Set(furthest.slice(0, Math.abs(byMinor)).map(({ index }) => index));
  if (moved.size < Math.abs(byMinor)) return undefined;
  return lines.map((line, index) => withTax(line, moved.has(index) ? sign : 0, catalogue));
}

/** Sums of fractions are off by much less than that, and amounts by a whole unit are refused. */
const floatNoise = 1e-6;

/** What rounding took from the tax of a line (below nought: what it added). */
function missingIn({ draft, totalMinor, taxMinor }: TaxedDraft, catalogue: Catalogue): number {
  return exactTaxMinor(totalMinor, rateOf(draft, catalogue)) - taxMinor;
}

function withTax(line: TaxedDraft, byMinor: number, catalogue: Catalogue): LineDraft {
  if (byMinor === 0) return line.draft;
  const { taxAmountMinor: _own, ...draft } = line.draft;
  const taxAmountMinor = line.taxMinor + byMinor;
  const computedMinor = inclusiveTaxMinor(line.totalMinor, rateOf(line.draft, catalogue));
  return taxAmountMinor === computedMinor ? draft : { ...draft, taxAmountMinor };
}

function rateOf({ taxType }: LineDraft, { taxRates }: Catalogue): number {
  return taxRates.find((rate) => rate.taxType === taxType)?.rateBasisPoints ?? 0;
}
