import type { Balance, Transaction } from './trial-balance.ts';

/** Where each account of the chart stands in a journal of a double-entry program. */
const names: Readonly<Record<string, string>> = {
  '095': 'assets:bank:095 card clearing',
  '610': 'assets:receivables:610',
  '820': 'liabilities:deposits:820',
  '477': 'expenses:bad debts:477',
};

/** `income:rent` and the like, with the site as the last part: so a program sums it by both. */
export function accountName({ account, site }: Pick<Balance, 'account' | 'site'>): string {
  const place = site === '' ? 'no site' : site;
  const tax = account.startsWith('VAT ') ? `liabilities:tax:${account.slice(4)}` : undefined;
  return `${names[account] ?? tax ?? `income:${account}`}:${place}`;
}

/** Text that hledger and ledger read alike: a day, words, and postings with all amounts written out. */
export function journalText(transactions: readonly Transaction[]): string {
  return transactions.map(entryText).join('\n');
}

function entryText({ day, text, documentId, postings }: Transaction): string {
  const lines = postings.map(
    (posting) => `    ${accountName(posting)}  ${decimal(posting.amountMinor)} GBP`,
  );
  return [`${day} ${text}  ; ${documentId.replace(':', ' ')}`, ...lines, ''].join('\n');
}

/** Months in the rows, as `--export` writes it: side, month, account, site, balance. */
export function balancesCsv(sides: Readonly<Record<string, readonly Balance[]>>): string {
  const rows = Object.entries(sides).flatMap(([side, balances]) =>
    balances.map((one) =>
      [side, one.month, accountName(one), decimal(one.amountMinor)].map(quoted).join(','),
    ),
  );
  return ['"side","month","account","balance"', ...rows, ''].join('\n');
}

export function decimal(minor: number): string {
  const digits = String(Math.abs(minor)).padStart(3, '0');
  return `${minor < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
