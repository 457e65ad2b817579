import type { LedgerSettings } from '../../contracts/settings.ts';
import type { Catalogue, CreditNoteDraft, LineDraft } from '../ledger/drafts.ts';
import { moneyWords } from '../money/money-words.ts';
import { optional } from '../source/optional.ts';
import type { SourceInvoice } from '../source/records.ts';
import { dayOf, firstOpenDay } from './document-day.ts';
import { mapLines } from './map-lines.ts';
import { type Mapped, mapped, rejected } from './result.ts';

/** An invoice as it stands in the ledger, as far as a credit note against it follows from that. */
export interface ClosedDocument {
  contactTargetId: string;
  totalMinor: number;
  taxMinor: number;
  paidMinor: number;
  dueMinor: number;
  lines?: Array<{
    description: string;
    accountCode: string | undefined;
    taxType: string | undefined;
    totalMinor: number;
    taxMinor: number;
    tracking?: { categoryName: string; optionName: string };
  }>;
}

export interface ClosingContext {
  settings: LedgerSettings;
  catalogue: Catalogue;
  /** How often a credit note closed this invoice, this one included. */
  round: number;
  now: string;
}

/** Number and reference under which the credit note is known again. */
export function closingNames(
  invoice: SourceInvoice,
  purpose: 'bad_debt' | 'void',
  round: number,
): { number: string; reference: string } {
  const { id, number = id } = invoice;
  const again = round > 1 ? `-${round}` : '';
  const word =
    purpose === 'bad_debt' ? { short: 'WO', long: 'write-off' } : { short: 'VOID', long: 'void' };
  return { number: `${number}-${word.short}${again}`, reference: `${id}:${word.long}${again}` };
}

/** The invoice that a credit note with this reference closes, and why; undefined: it is none of these. */
export function closedBy(
  reference: string,
): { invoiceId: string; purpose: 'bad_debt' | 'void' } | undefined {
  const [, invoiceId, word] = /^(.+):(write-off|void)(?:-\d+)?$/.exec(reference) ?? [];
  if (invoiceId === undefined) return undefined;
  return { invoiceId, purpose: word === 'void' ? 'void' : 'bad_debt' };
}

/**
 * What writes off the rest of a debt: one line on the account of bad debts, without tax. Whether the tax
 * that was paid on it may be claimed back, and when, differs by country and is for the accountant.
 */
export function mapWriteOff(
  invoice: SourceInvoice,
  found: ClosedDocument,
  context: ClosingContext,
): Mapped<CreditNoteDraft> {
  const { settings, catalogue } = context;
  const code = settings.badDebtAccountCode;
  if (code === undefined) return rejected('bad_debt_account_missing');
  const amountMinor = invoice.totalMinor - invoice.paidMinor - (invoice.preCreditMinor ?? 0);
  if (found.dueMinor < amountMinor) {
    const money = (minor: number) => moneyWords(minor, invoice.currency);
    return rejected(
      'uncollectible',
      `${money(amountMinor)} open, but only ${money(found.dueMinor)} due in the ledger`,
    );
  }
  const line = {
    description: `Bad debt: invoice ${invoice.number ?? invoice.id}`,
    accountingCode: code,
    quantity: 1,
    unitMinor: amountMinor,
    taxMinor: 0,
    totalMinor: amountMinor,
  };
  // The code is one of the ledger already, and no deposit.
  const plain = { ...settings, accountMap: {} };
  const lines = mapLines([line], {
    settings: plain,
    catalogue,
    ...optional('tracking', found.lines?.[0]?.tracking),
  });
  if (!lines.ok) return lines;
  const sums = { totalMinor: amountMinor, taxMinor: 0 };
  return draftOf(invoice, found, { ...context, ...sums, purpose: 'bad_debt', lines: lines.value });
}

/** What takes the place of a voiding: the very lines that stand in the ledger, to the penny. */
export function mapVoidCredit(
  invoice: SourceInvoice,
  found: ClosedDocument,
  context: ClosingContext,
): Mapped<CreditNoteDraft> {
  const { totalMinor, taxMinor, paidMinor, dueMinor } = found;
  const creditedMinor = totalMinor - paidMinor - dueMinor;
  const lines = found.lines?.flatMap(mirrored) ?? [];
  if (creditedMinor !== 0 || lines.length === 0 || lines.length !== found.lines?.length)
    return rejected('void_but_paid', 'credited in part already, or edited in the ledger');
  return draftOf(invoice, found, { ...context, totalMinor, taxMinor, purpose: 'void', lines });
}

function mirrored(line: NonNullable<ClosedDocument['lines']>[number]): LineDraft[] {
  const { accountCode, taxType } = line;
  if (accountCode === undefined || taxType === undefined) return [];
  return [
    {
      description: line.description,
      quantity: 1,
      unitAmountMinor: line.totalMinor,
      accountCode,
      taxType,
      taxAmountMinor: line.taxMinor,
      ...optional('tracking', line.tracking),
    },
  ];
}

/** Today, or the first day that is open. */
export function closingDay(
  context: Pick<ClosingContext, 'settings' | 'catalogue' | 'now'>,
): Mapped<string> {
  const { settings, catalogue, now } = context;
  const today = dayOf(now, settings);
  const open = firstOpenDay(catalogue);
  return today.ok && open !== undefined && today.value < open ? mapped(open) : today;
}

function draftOf(
  invoice: SourceInvoice,
  found: ClosedDocument,
  note: ClosingContext & {
    purpose: 'bad_debt' | 'void';
    lines: LineDraft[];
    totalMinor: number;
    taxMinor: number;
  },
): Mapped<CreditNoteDraft> {
  const { round, purpose, lines, totalMinor, taxMinor } = note;
  const date = closingDay(note);
  if (!date.ok) return date;
  return mapped({
    ...closingNames(invoice, purpose, round),
    contactTargetId: found.contactTargetId,
    date: date.value,
    currency: invoice.currency,
    status: 'AUTHORISED',
    lines,
    totalMinor,
    taxMinor,
  });
}
