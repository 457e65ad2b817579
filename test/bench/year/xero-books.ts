import type { Book, LedgerDocument, Line } from '../../../infra/local/vendors/xero/core/book.ts';
import type { BookedDocument, BookedLine, Books, Money } from './books.ts';

/** What stands in the ledger, by its own tables. Drafts and what is void or deleted are in no books. */
export function xeroBooks(book: Book): Books {
  const standing = [...book.documents.values()].filter(
    ({ status, type }) =>
      (status === 'AUTHORISED' || status === 'PAID') && type.startsWith('ACCREC'),
  );
  const settled = settledBy(book);
  return {
    documents: standing.map((document) => booked(document, settled)),
    moneys: [...payments(book), ...onAccount(book)],
  };
}

function booked(document: LedgerDocument, settled: ReadonlyMap<string, number>): BookedDocument {
  const { kind, number, day, totals } = document;
  const totalMinor = Number(totals.totalMinor);
  return {
    id: idOf(document),
    kind: kind === 'invoice' ? 'invoice' : 'credit_note',
    number,
    day,
    lines: document.lines.map((line) => bookedLine(line, document)),
    totalMinor,
    openMinor: totalMinor - (settled.get(document.id) ?? 0),
  };
}

/** By the id of the source that it bears; a second round of closing is one of the first, for the sums. */
function idOf({ reference, number }: LedgerDocument): string {
  return reference === '' ? number : reference.replace(/-\d+$/, '');
}

function bookedLine(line: Line, { lineAmountTypes }: LedgerDocument): BookedLine {
  const { accountCode = '', taxType = '', lineAmountMinor, taxAmountMinor, tracking } = line;
  const taxMinor = Number(taxAmountMinor);
  const amountMinor = Number(lineAmountMinor);
  return {
    account: accountCode,
    taxType,
    site: tracking.find(({ name }) => name === 'Location')?.option ?? '',
    netMinor: lineAmountTypes === 'Inclusive' ? amountMinor - taxMinor : amountMinor,
    taxMinor,
  };
}

/** What was paid or credited, by document. */
function settledBy(book: Book): Map<string, number> {
  const sums = new Map<string, number>();
  const add = (id: string, amountMinor: bigint) =>
    sums.set(id, (sums.get(id) ?? 0) + Number(amountMinor));
  for (const one of book.payments.values())
    if (one.status === 'AUTHORISED') add(one.documentId, one.amountMinor);
  for (const { creditNoteId, invoiceId, amountMinor } of book.allocations.values()) {
    add(creditNoteId, amountMinor);
    add(invoiceId, amountMinor);
  }
  return sums;
}

function payments(book: Book): Money[] {
  return [...book.payments.values()].flatMap((payment) => {
    const document = book.documents.get(payment.documentId);
    if (payment.status !== 'AUTHORISED' || document === undefined) return [];
    const sign = document.kind === 'invoice' ? 1 : -1;
    return [
      {
        documentId: idOf(document),
        day: payment.day,
        account: book.accounts.get(payment.accountId)?.code ?? '',
        amountMinor: sign * Number(payment.amountMinor),
      },
    ];
  });
}

/** Money beyond what was due says in its words for which invoice it came in. */
function onAccount(book: Book): Money[] {
  return [...book.bankTransactions.values()].flatMap((one) => {
    if (one.status !== 'AUTHORISED') return [];
    const [, documentId = one.description] = /\[(inv_\w+):\d+\]$/.exec(one.description) ?? [];
    const account = book.accounts.get(one.accountId)?.code ?? '';
    return [{ documentId, day: one.day, account, amountMinor: Number(one.amountMinor) }];
  });
}
