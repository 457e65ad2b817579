import type { Book, LedgerDocument } from '../../../infra/local/vendors/xero/core/book.ts';
import { sumMinor } from './ledger-books.ts';

/** A credit note that closes an invoice and stands for no credit note of the source. */
export interface ClosingNote {
  invoiceId: string;
  purpose: 'write-off' | 'void';
  /** How often one closed this invoice, this one included. */
  round: number;
}

const form = /^(inv_\w+):(write-off|void)(?:-(\d+))?$/;

export function closingOf({
  reference,
}: Pick<LedgerDocument, 'reference'>): ClosingNote | undefined {
  const found = form.exec(reference);
  if (found === null) return undefined;
  const [, invoiceId = '', purpose, round = '1'] = found;
  return { invoiceId, purpose: purpose === 'void' ? 'void' : 'write-off', round: Number(round) };
}

/** What closes the invoice now, as a sum; those that were taken back are voided. */
export function closedMinor(
  book: Book,
  invoiceId: string,
  purpose: ClosingNote['purpose'],
): number {
  const standing = [...book.documents.values()].filter((document) => {
    const closing = closingOf(document);
    const isOfIt = closing?.invoiceId === invoiceId && closing.purpose === purpose;
    return isOfIt && document.status !== 'VOIDED';
  });
  return Number(standing.reduce((sum, { totals }) => sum + totals.totalMinor, 0n));
}

/** Money beyond what was due on the invoice, by the words of its line. */
export function onAccount(
  book: Book,
  invoiceId: string,
): Array<{ sum: string; amountMinor: bigint }> {
  return [...book.bankTransactions.values()].flatMap(({ description, amountMinor }) => {
    const [, of, sum = ''] = /\[(inv_\w+):(\d+)\]$/.exec(description) ?? [];
    return of === invoiceId ? [{ sum, amountMinor }] : [];
  });
}

export function onAccountMinor(book: Book, invoiceId: string): number {
  return sumMinor(onAccount(book, invoiceId));
}
