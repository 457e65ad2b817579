import type { PreviewedDocument } from '../../contracts/preview.ts';

/** Where customers' debts stand, and the tax that is owed: accounts that every ledger keeps itself. */
export const receivables = 'receivables';
export const taxOwed = 'tax';

/** One side of an entry in the books; debits above nought, credits below. */
export interface Entry {
  currency: string;
  account: string;
  amountMinor: number;
}

export interface AccountTotal {
  currency: string;
  account: string;
  debitMinor: number;
  creditMinor: number;
}

export interface GroupTotal {
  currency: string;
  name: string;
  documents: number;
  netMinor: number;
  taxMinor: number;
}

/** What posting would move, by account, tax type and site; sums in each currency by itself. */
export interface PreviewTotals {
  accounts: AccountTotal[];
  taxTypes: GroupTotal[];
  sites: GroupTotal[];
}

/**
 * The entries of a document in double entry: an invoice raises what customers owe, and what was earned and
 * the tax on it; a credit note does the reverse; a payment moves what they owe to where the money is. What
 * is in the ledger already moves nothing but what was paid since.
 */
export function entriesOf(document: PreviewedDocument): Entry[] {
  const { currency, lines, payment } = document;
  const sign = document.kind === 'invoice' ? 1 : -1;
  const entry = (account: string, amountMinor: number): Entry => ({
    currency,
    account,
    amountMinor: amountMinor * sign,
  });
  const grossMinor = sum(lines.map(({ netMinor, taxMinor }) => netMinor + taxMinor));
  const own =
    lines.length === 0
      ? []
      : [
          entry(receivables, grossMinor),
          ...lines.map(({ accountCode, netMinor }) => entry(accountCode, -netMinor)),
          ...lines.map(({ taxMinor }) => entry(taxOwed, -taxMinor)),
        ];
  if (payment === undefined) return own;
  const { accountCode, amountMinor } = payment;
  return [...own, entry(accountCode, amountMinor), entry(receivables, -amountMinor)];
}

/** Sums up what the documents would move. Debits and credits of an account are summed apart. */
export function totalsOf(documents: readonly PreviewedDocument[]): PreviewTotals {
  return {
    accounts: accountTotals(documents.flatMap(entriesOf)),
    taxTypes: groupTotals(documents, ({ taxType }) => taxType),
    sites: groupTotals(documents, (_line, { site = '' }) => site),
  };
}

/** All debits and all credits of a currency: equal, or the preview is wrong. */
export function balanceOf(
  accounts: readonly AccountTotal[],
): Array<{ currency: string; debitMinor: number; creditMinor: number }> {
  const byCurrency = Map.groupBy(accounts, ({ currency }) => currency);
  return [...byCurrency].map(([currency, rows]) => ({
    currency,
    debitMinor: sum(rows.map(({ debitMinor }) => debitMinor)),
    creditMinor: sum(rows.map(({ creditMinor }) => creditMinor)),
  }));
}

function accountTotals(entries: Entry[]): AccountTotal[] {
  const moved = entries.filter(({ amountMinor }) => amountMinor !== 0);
  const groups = Map.groupBy(moved, ({ currency, account }) => `${currency} ${account}`);
  const rows = [...groups.values()].map((group): AccountTotal => {
    const { currency = '', account = '' } = group[0] ?? {};
    const amounts = group.map(({ amountMinor }) => amountMinor);
    return {
      currency,
      account,
      debitMinor: sum(amounts.filter((amount) => amount > 0)),
      creditMinor: sum(amounts.filter((amount) => amount < 0).map((amount) => -amount)),
    };
  });
  return rows.sort(byCurrencyThen(({ account }) => rankOf(account)));
}

/** What customers owe first, then the accounts by their codes, the tax last. */
function rankOf(account: string): string {
  if (account === receivables) return '0';
  return account === taxOwed ? '2' : `1${account}`;
}

function groupTotals(
  documents: readonly PreviewedDocument[],
  nameOf: (line: PreviewedDocument['lines'][number], document: PreviewedDocument) => string,
): GroupTotal[] {
  const groups = new Map<string, GroupTotal & { of: Set<string> }>();
  for (const document of documents) {
    const sign = document.kind === 'invoice' ? 1 : -1;
    for (const line of document.lines) {
      const { currency } = document;
      const name = nameOf(line, document);
      const key = `${currency} ${name}`;
      const none = {
        currency,
        name,
        documents: 0,
        netMinor: 0,
        taxMinor: 0,
        of: new Set<string>(),
      };
      const group = groups.get(key) ?? none;
      group.netMinor += sign * line.netMinor;
      group.taxMinor += sign * line.taxMinor;
      group.of.add(document.sourceId);
      groups.set(key, group);
    }
  }
  return [...groups.values()]
    .map(({ of, ...group }) => ({ ...group, documents: of.size }))
    .sort(byCurrencyThen(({ name }) => name));
}

function byCurrencyThen<T extends { currency: string }>(rank: (row: T) => string) {
  return (left: T, right: T): number => {
    const [a, b] = [`${left.currency} ${rank(left)}`, `${right.currency} ${rank(right)}`];
    return a < b ? -1 : Number(a > b);
  };
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
