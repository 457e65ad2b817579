import type { LedgerSettings } from '../../contracts/settings.ts';
import type { CreditNoteDraft } from '../ledger/drafts.ts';
import { optional } from '../source/optional.ts';
import type { SourceCreditNote, SourceInvoice } from '../source/records.ts';
import { checkCurrency } from './check-supported.ts';
import { creditNoteStatusOf } from './credit-note-status.ts';
import { datedAs } from './document-day.ts';
import { inheritedLine } from './inherit-account.ts';
import type { DocumentContext } from './map-invoice.ts';
import { type MappableLine, mapLines } from './map-lines.ts';
import { type Mapped, mapped, rejected } from './result.ts';
import { withRoundingLine } from './rounding-line.ts';
import { tellingTrueDay } from './telling-true-day.ts';

/**
 * The credit note as the ledger takes it. Its lines have no accounting code at the source: each
 * inherits that of the invoice line that it credits, else the operator's default.
 */
export function mapCreditNote(
  note: SourceCreditNote,
  invoice: SourceInvoice,
  context: DocumentContext,
): Mapped<CreditNoteDraft> {
  if (note.number === undefined) return rejected('number_missing');
  const credited = creditLines(note, invoice, context.settings);
  if (!credited.ok) return credited;
  const mappable = withRoundingLine(credited.value, note.totalMinor, context.settings);
  if (!mappable.ok) return mappable;
  const currency = checkCurrency(note.currency, context.catalogue, context.settings);
  if (!currency.ok) return currency;
  const dated = datedAs(note.issuedAt, context.settings, context.catalogue);
  if (!dated.ok) return dated;
  const { day, trueDay, isHeldAsDraft } = dated.value;
  const lines = mapLines(mappable.value, context);
  if (!lines.ok) return lines;
  return mapped({
    number: note.number,
    reference: note.id,
    contactTargetId: context.contactTargetId,
    date: day,
    ...optional('trueDate', trueDay),
    currency: note.currency,
    status: isHeldAsDraft ? 'DRAFT' : creditNoteStatusOf(context.settings),
    lines: tellingTrueDay(lines.value, trueDay),
    totalMinor: note.totalMinor,
    taxMinor: note.lines.reduce((total, line) => total + line.taxMinor, 0),
  });
}

/** What is credited, line by line, each with the account that it inherits. */
function creditLines(
  note: SourceCreditNote,
  invoice: SourceInvoice,
  settings: LedgerSettings,
): Mapped<MappableLine[]> {
  const lines: MappableLine[] = [];
  for (const line of note.lines) {
    const credited = inheritedLine(line, { note, invoice }, settings);
    if (!credited.ok) return credited;
    lines.push({
      description: line.description,
      quantity: 1,
      unitMinor: line.amountMinor,
      totalMinor: line.amountMinor,
      taxMinor: line.taxMinor,
      ...optional('accountingCode', credited.value?.accountingCode),
      ...optional('isDeposit', credited.value?.isDeposit),
    });
  }
  return mapped(lines);
}
