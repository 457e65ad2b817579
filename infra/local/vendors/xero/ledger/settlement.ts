import type { Allocation, Book, LedgerDocument, Payment, Stamp } from '../core/book.ts';

/** What has been paid and credited on a document, and what is left (due, or remaining credit). */
export interface Settlement {
  readonly paidMinor: bigint;
  readonly creditedMinor: bigint;
  readonly leftMinor: bigint;
  readonly payments: readonly Payment[];
  readonly allocations: readonly Allocation[];
}

/** Reads the settlement of a document from the payments and allocations that stand. */
export function settlementOf(book: Book, document: LedgerDocument): Settlement {
  const payments = [...book.payments.values()].filter(
    (payment) => payment.documentId === document.id && payment.status === 'AUTHORISED',
  );
  const allocations = [...book.allocations.values()].filter(
    (allocation) => allocation.invoiceId === document.id || allocation.creditNoteId === document.id,
  );
  const paidMinor = payments.reduce((sum, payment) => sum + payment.amountMinor, 0n);
  const creditedMinor = allocations.reduce((sum, each) => sum + each.amountMinor, 0n);
  const isGone = document.status === 'VOIDED' || document.status === 'DELETED';
  const leftMinor = isGone ? 0n : document.totals.totalMinor - paidMinor - creditedMinor;
  return { paidMinor, creditedMinor, leftMinor, payments, allocations };
}

/** Sets AUTHORISED or PAID after a payment or allocation came or went, and stamps the document as updated. */
export function resettle(book: Book, documentId: string, stamp: Stamp): void {
  const document = book.documents.get(documentId);
  if (document === undefined) return;
  const { leftMinor, payments, allocations } = settlementOf(book, document);
  const isSettled = leftMinor === 0n && payments.length + allocations.length > 0;
  const days = [...payments, ...allocations].map((each) => each.day).sort();
  book.documents.set(documentId, {
    ...document,
    status: isSettled ? 'PAID' : 'AUTHORISED',
    fullyPaidDay: isSettled ? days.at(-1) : undefined,
    updatedEpochMs: stamp.nowEpochMs,
  });
}
