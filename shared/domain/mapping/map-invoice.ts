import type { LedgerSettings } from '../../contracts/settings.ts';
import type { Catalogue, InvoiceDraft, LineDraft } from '../ledger/drafts.ts';
import type { SourceInvoice } from '../source/records.ts';
import { checkCurrency } from './check-supported.ts';
import { type DatedAs, datedAs } from './document-day.ts';
import { addDays } from './local-day.ts';
import { mapLines, mapTaxedLines } from './map-lines.ts';
import { type Mapped, mapped, rejected } from './result.ts';
import { spreadTax } from './spread-tax.ts';

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
  const totalMinor = sum(invoice.lines.map((line) => line.totalMinor));
  if (totalMinor !== invoice.totalMinor) {
    return rejected('amount_mismatch', `lines ${totalMinor}, total ${invoice.totalMinor}`);
  }
  const currency = checkCurrency(invoice.currency, context.catalogue, context.settings);
  if (!currency.ok) return currency;
  const dated = datedAs(invoice.issuedAt, context.settings, context.catalogue);
  if (!dated.ok) return dated;
  const { day, isHeldAsDraft } = dated.value;
  const lines = mapInvoiceLines(invoice, context);
  if (!lines.ok) return lines;
  return mapped({
    number: invoice.number,
    reference: invoice.id,
    contactTargetId: context.contactTargetId,
    date: day,
    dueDate: addDays(day, context.settings.paymentTermsDays),
    currency: invoice.currency,
    status: isHeldAsDraft ? 'DRAFT' : context.settings.invoiceStatus,
    lines: tellingTrueDay(lines.value, dated.value),
    totalMinor: invoice.totalMinor,
    taxMinor: invoice.taxMinor,
  });
}

/** A document that bears another day than its own says so, where everybody reads it who looks at it. */
function tellingTrueDay([first, ...rest]: LineDraft[], { trueDay }: DatedAs): LineDraft[] {
  if (first === undefined) return [];
  if (trueDay === undefined) return [first, ...rest];
  return [{ ...first, description: `${first.description} (raised on ${trueDay})` }, ...rest];
}

/** The lines, with taxes that add up to that of the document, be it that this was rounded as a whole. */
function mapInvoiceLines(invoice: SourceInvoice, context: DocumentContext): Mapped<LineDraft[]> {
  const mappable = invoice.lines.map((line) => ({ ...line, unitMinor: line.priceMinor }));
  const taxMinor = sum(invoice.lines.map((line) => line.taxMinor));
  if (taxMinor === invoice.taxMinor) return mapLines(mappable, context);
  const facts = `tax of lines ${taxMinor}, tax ${invoice.taxMinor}`;
  const taxed = mapTaxedLines(mappable, context);
  const spread = taxed.ok && spreadTax(taxed.value, invoice.taxMinor, context.catalogue);
  if (!spread) return rejected('amount_mismatch', facts);
  if (context.settings.taxCentDifference === 'issue') return rejected('tax_cent_difference', facts);
  return mapped(spread);
}

function sum(amounts: number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
