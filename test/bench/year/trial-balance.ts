import type { BookedDocument, Books } from './books.ts';

/** One side of an entry: a debit is above nought. */
export interface Posting {
  account: string;
  site: string;
  amountMinor: number;
}

/** An entry in two columns: its postings come to nought. */
export interface Transaction {
  /** On which it stands; that of money is the day on which it came in. */
  day: string;
  /** Of the document, also of money on it: the source tells no day of a payment in part. */
  month: string;
  documentId: string;
  text: string;
  postings: Posting[];
}

export const receivables = '610';

/** Every document and all money as entries, in the order of their days. */
export function transactionsOf({ documents, moneys }: Books): Transaction[] {
  const byId = new Map(documents.map((document) => [document.id, document]));
  const money = moneys.map((one): Transaction => {
    const document = byId.get(one.documentId);
    const site = document === undefined ? '' : siteOf(document);
    const { day, account, amountMinor, documentId } = one;
    return {
      day,
      month: (document?.day ?? day).slice(0, 7),
      documentId,
      text: `${amountMinor < 0 ? 'Paid back' : 'Received'} ${document?.number ?? documentId}`,
      postings: [
        { account, site, amountMinor },
        { account: receivables, site, amountMinor: -amountMinor },
      ],
    };
  });
  return [...documents.map(documentTransaction), ...money].sort(
    (left, right) => compared(left.day, right.day) || compared(left.text, right.text),
  );
}

function documentTransaction(document: BookedDocument): Transaction {
  const { id, kind, number, day, lines, totalMinor } = document;
  const sign = kind === 'invoice' ? 1 : -1;
  const earned = lines.flatMap(({ account, taxType, site, netMinor, taxMinor }) => [
    { account, site, amountMinor: -sign * netMinor },
    ...(taxMinor === 0 ? [] : [{ account: `VAT ${taxType}`, site, amountMinor: -sign * taxMinor }]),
  ]);
  const owed = { account: receivables, site: siteOf(document), amountMinor: sign * totalMinor };
  const text = `${kind === 'invoice' ? 'Invoice' : 'Credit note'} ${number}`;
  return { day, month: day.slice(0, 7), documentId: id, text, postings: [owed, ...earned] };
}

function siteOf({ lines }: BookedDocument): string {
  return lines.find(({ site }) => site !== '')?.site ?? '';
}

/** Debits less credits of an account at a site in a month. */
export interface Balance {
  month: string;
  site: string;
  account: string;
  amountMinor: number;
}

/** Sums by site, month and account; those that come to nought are left out. */
export function trialBalance(
  transactions: readonly Transaction[],
  monthOf: (one: Transaction) => string = ({ month }) => month,
): Balance[] {
  const sums = new Map<string, Balance>();
  for (const one of transactions)
    for (const { account, site, amountMinor } of one.postings) {
      const month = monthOf(one);
      const key = [month, site, account].join('\t');
      const before = sums.get(key)?.amountMinor ?? 0;
      sums.set(key, { month, site, account, amountMinor: before + amountMinor });
    }
  return [...sums]
    .filter(([, { amountMinor }]) => amountMinor !== 0)
    .sort(([left], [right]) => compared(left, right))
    .map(([, balance]) => balance);
}

export interface Unequal extends Omit<Balance, 'amountMinor'> {
  storaMinor: number;
  xeroMinor: number;
}

/** Where two of them are not the same; empty: they are equal to the penny. */
export function unequal(stora: readonly Balance[], xero: readonly Balance[]): Unequal[] {
  const keyOf = ({ month, site, account }: Balance) => [month, site, account].join('\t');
  const here = new Map(stora.map((one) => [keyOf(one), one]));
  const there = new Map(xero.map((one) => [keyOf(one), one]));
  return [...new Set([...here.keys(), ...there.keys()])].sort().flatMap((key) => {
    const one = here.get(key) ?? there.get(key);
    const storaMinor = here.get(key)?.amountMinor ?? 0;
    const xeroMinor = there.get(key)?.amountMinor ?? 0;
    if (one === undefined || storaMinor === xeroMinor) return [];
    const { month, site, account } = one;
    return [{ month, site, account, storaMinor, xeroMinor }];
  });
}

/** Entries that do not come to nought. */
export function unbalanced(transactions: readonly Transaction[]): Transaction[] {
  return transactions.filter(
    ({ postings }) => postings.reduce((sum, { amountMinor }) => sum + amountMinor, 0) !== 0,
  );
}

function compared(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1;
}
