import type {
  Allocation,
  Book,
  Contact,
  LedgerDocument,
  Payment,
} from '../../../infra/local/vendors/xero/core/book.ts';
import type { FinishedRun } from '../history.ts';
import { importedFor } from '../world/words.ts';

/** The organisations at Xero that an operator was connected to. */
export function booksOf(run: FinishedRun, operatorId: string): Book[] {
  return (run.accounts[operatorId]?.xero ?? []).flatMap((id) => run.xero.world.book(id) ?? []);
}

/** Documents that we or a person made for one record of the source; deleted drafts do not count. */
export function documentsFor(
  books: Book[],
  record: { kind: 'invoice' | 'creditNote'; sourceId: string },
): Array<{ book: Book; document: LedgerDocument }> {
  return books.flatMap((book) =>
    [...book.documents.values()]
      .filter(({ kind, reference }) => {
        const isFor = reference === record.sourceId || reference === importedFor(record.sourceId);
        return kind === record.kind && isFor;
      })
      .filter(({ status }) => status !== 'DELETED')
      .map((document) => ({ book, document })),
  );
}

/** It stands there from a file, and not by us. */
export function isImported({ reference }: LedgerDocument): boolean {
  return reference.startsWith(importedFor(''));
}

/** Of which record of the source it is, by whoever entered it. */
export function sourceIdOf({ reference }: LedgerDocument): string {
  const mark = importedFor('');
  return reference.startsWith(mark) ? reference.slice(mark.length) : reference;
}

/** Contacts that stand for a customer: a merge leads from the one with the number to what is left. */
export function contactsFor(
  books: Book[],
  sourceId: string,
): Array<{ book: Book; contact: Contact }> {
  return books.flatMap((book) => {
    const numbered = [...book.contacts.values()].filter(
      ({ contactNumber }) => contactNumber === sourceId,
    );
    const left = new Set(numbered.map((contact) => survivorOf(book, contact)));
    return [...left].map((contact) => ({ book, contact }));
  });
}

export function survivorOf(book: Book, contact: Contact): Contact {
  const into = book.contacts.get(contact.mergedToContactId ?? '');
  return into === undefined ? contact : survivorOf(book, into);
}

export function paymentsOn(book: Book, documentId: string): Payment[] {
  return [...book.payments.values()].filter(
    (payment) => payment.documentId === documentId && payment.status === 'AUTHORISED',
  );
}

export function allocationsOf(book: Book, documentId: string): Allocation[] {
  return [...book.allocations.values()].filter(
    ({ creditNoteId, invoiceId }) => creditNoteId === documentId || invoiceId === documentId,
  );
}

export function sumMinor(amounts: ReadonlyArray<{ amountMinor: bigint }>): number {
  return Number(amounts.reduce((sum, { amountMinor }) => sum + amountMinor, 0n));
}
