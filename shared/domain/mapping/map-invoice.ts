import type { LedgerSettings } from '../../contracts/settings.ts';
import type { Catalogue, InvoiceDraft } from '../ledger/drafts.ts';
import type { SourceInvoice } from '../source/records.ts';
import { documentDay } from './document-day.ts';
import { addDays } from './local-day.ts';
import { mapLines } from './map-lines.ts';
import { type Mapped, mapped, rejected } from './result.ts';

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
  const sums = checkSums(invoice);
  if (!sums.ok) return sums;
  if (!context.catalogue.currencies.includes(invoice.currency)) {
    return rejected('currency_not_enabled', invoice.currency);
  }
  const date = documentDay(invoice.issuedAt, context.settings, context.catalogue);
  if (!date.ok) return date;
  const lines = mapLines(
    invoice.lines.map((line) => ({ ...line, unitMinor: line.priceMinor })),
    context,
  );
  if (!lines.ok) return lines;
  return mapped({
    number: invoice.number,
    reference: invoice.id,
    contactTargetId: context.contactTargetId,
    date: date.value,
    dueDate: addDays(date.value, context.settings.paymentTermsDays),
    currency: invoice.currency,
    status: context.settings.invoiceStatus,
    lines: lines.value,
    totalMinor: invoice.totalMinor,
    taxMinor: invoice.taxMinor,
  });
}

function checkSums(invoice: SourceInvoice): Mapped<true> {
  const totalMinor = sum(invoice.lines.map((line) => line.totalMinor));
  if (totalMinor !== invoice.totalMinor) {
    return rejected('amount_mismatch', `lines ${totalMinor}, total ${invoice.totalMinor}`);
  }
  const taxMinor = sum(invoice.lines.map((line) => line.taxMinor));
  if (taxMinor !== invoice.taxMinor) {
    return rejected('amount_mismatch', `tax of lines ${taxMinor}, tax ${invoice.taxMinor}`);
  }
  return mapped(true);
}

function sum(amounts: number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
