import type { LedgerSettings } from '../../contracts/settings.ts';
import type { Catalogue, InvoiceDraft, LineDraft } from '../ledger/drafts.ts';
import { optional } from '../source/optional.ts';
import type { SourceInvoice } from '../source/records.ts';
import { checkCurrency } from './check-supported.ts';
import { type DatedAs, datedAs } from './document-day.ts';
import { addDays } from './local-day.ts';
import { type MappableLine, mapLines, mapTaxedLines } from './map-lines.ts';
import { type Mapped, mapped, rejected } from './result.ts';
import { withRoundingLine } from './rounding-line.ts';
import { spreadTax } from './spread-tax.ts';
import { tellingTrueDay } from './telling-true-day.ts';

export interface DocumentContext {
  settings: LedgerSettings;
  catalogue: Catalogue;
  contactTargetId: string;
  tracking?: { categoryName: string; optionName: string };
}

/**
 * The invoice as the ledger takes it: number verbatim (a CSV import used it), the source's id as
 * reference, tax-inclusive, and exact to the minor unit or not at all.
 */
export function mapInvoice(invoice: SourceInvoice, context: DocumentContext): Mapped<InvoiceDraft> {
  if (invoice.number === undefined) return rejected('number_missing');
  const unrounded = invoice.lines.map((line) => ({ ...line, unitMinor: line.priceMinor }));
  const mappable = withRoundingLine(unrounded, invoice.totalMinor, context.settings);
  if (!mappable.ok) return mappable;
  const currency = checkCurrency(invoice.currency, context.catalogue, context.settings);
  if (!currency.ok) return currency;
  const dated = datedAs(invoice.issuedAt, context.settings, context.catalogue);
  if (!dated.ok) return dated;
  const { day, trueDay, isHeldAsDraft } = dated.value;
  const lines = mapInvoiceLines(mappable.value, invoice.taxMinor, context);
  if (!lines.ok) return lines;
  return mapped({
    number: invoice.number,
    reference: invoice.id,
    contactTargetId: context.contactTargetId,
    date: day,
    ...optional('trueDate', trueDay),
    dueDate: dueDay(dated.value, context.settings),
    currency: invoice.currency,
    status: isHeldAsDraft ? 'DRAFT' : context.settings.invoiceStatus,
    lines: tellingTrueDay(lines.value, trueDay),
    totalMinor: invoice.totalMinor,
    taxMinor: invoice.taxMinor,
  });
}

/** By its own day, however much later the one is that it bears; but no document is due before its day. */
function dueDay({ day, trueDay = day }: DatedAs, { paymentTermsDays }: LedgerSettings): string {
  const due = addDays(trueDay, paymentTermsDays);
  return due < day ? day : due;
}

/** The lines, with taxes that add up to that of the document, be it that this was rounded as a whole. */
function mapInvoiceLines(
  lines: MappableLine[],
  documentTaxMinor: number,
  context: DocumentContext,
): Mapped<LineDraft[]> {
  const taxMinor = sum(lines.map((line) => line.taxMinor));
  if (taxMinor === documentTaxMinor) return mapLines(lines, context);
  const facts = `tax of lines ${taxMinor}, tax ${documentTaxMinor}`;
  const taxed = mapTaxedLines(lines, context);
  const spread = taxed.ok && spreadTax(taxed.value, documentTaxMinor, context.catalogue);
  if (!spread) return rejected('amount_mismatch', facts);
  if (context.settings.taxCentDifference === 'issue') return rejected('tax_cent_difference', facts);
  return mapped(spread);
}

function sum(amounts: number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
