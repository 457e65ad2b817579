import type { CreditNoteDraft } from '../ledger/drafts.ts';
import { optional } from '../source/optional.ts';
import type { SourceCreditNote, SourceInvoice } from '../source/records.ts';
import { documentDay } from './document-day.ts';
import type { DocumentContext } from './map-invoice.ts';
import { mapLines } from './map-lines.ts';
import { type Mapped, mapped, rejected } from './result.ts';

/**
 * The credit note as the ledger takes it. Its lines have no accounting code at the source: each
 * inherits that of the invoice line with the same description, else the operator's default.
 */
export function mapCreditNote(
  note: SourceCreditNote,
  invoice: SourceInvoice,
  context: DocumentContext,
): Mapped<CreditNoteDraft> {
  if (note.number === undefined) return rejected('number_missing');
  const totalMinor = note.lines.reduce((total, line) => total + line.amountMinor, 0);
  if (totalMinor !== note.totalMinor) {
    return rejected('amount_mismatch', `lines ${totalMinor}, total ${note.totalMinor}`);
  }
  if (!context.catalogue.currencies.includes(note.currency)) {
    return rejected('currency_not_enabled', note.currency);
  }
  const date = documentDay(note.issuedAt, context.settings, context.catalogue);
  if (!date.ok) return date;
  const lines = mapLines(
    note.lines.map((line) => ({
      description: line.description,
      quantity: 1,
      unitMinor: line.amountMinor,
      totalMinor: line.amountMinor,
      taxMinor: line.taxMinor,
      ...optional('accountingCode', inheritedCode(line.description, invoice)),
    })),
    context,
  );
  if (!lines.ok) return lines;
  return mapped({
    number: note.number,
    reference: note.id,
    contactTargetId: context.contactTargetId,
    date: date.value,
    currency: note.currency,
    status: context.settings.invoiceStatus,
    lines: lines.value,
    totalMinor: note.totalMinor,
    taxMinor: note.lines.reduce((total, line) => total + line.taxMinor, 0),
  });
}

/** An invoice with one account only leaves no doubt, whatever the credit line is called. */
function inheritedCode(description: string, invoice: SourceInvoice): string | undefined {
  const match = invoice.lines.find((line) => line.description === description);
  if (match !== undefined) return match.accountingCode;
  const codes = new Set(invoice.lines.map((line) => line.accountingCode));
  return codes.size === 1 ? [...codes][0] : undefined;
}
