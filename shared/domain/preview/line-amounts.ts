import type { PreviewLine } from '../../contracts/preview.ts';
import type { Catalogue, CreditNoteDraft, LineDraft } from '../ledger/drafts.ts';
import { inclusiveTaxMinor } from '../money/inclusive-tax.ts';

/** The lines of a draft with what the ledger would make of each: tax is contained in the amounts. */
export function linesOf(
  { lines }: Pick<CreditNoteDraft, 'lines'>,
  catalogue: Pick<Catalogue, 'taxRates'>,
): PreviewLine[] {
  return lines.map((line) => {
    const totalMinor = Math.round(line.quantity * line.unitAmountMinor);
    const taxMinor = line.taxAmountMinor ?? inclusiveTaxMinor(totalMinor, rateOf(line, catalogue));
    const { description, accountCode, taxType } = line;
    return { description, accountCode, taxType, netMinor: totalMinor - taxMinor, taxMinor };
  });
}

function rateOf({ taxType }: LineDraft, { taxRates }: Pick<Catalogue, 'taxRates'>): number {
  return taxRates.find((rate) => rate.taxType === taxType)?.rateBasisPoints ?? 0;
}
