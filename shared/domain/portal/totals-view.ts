import type { CurrencyProof, SideSums, TotalRow } from '../../contracts/month-proof.ts';
import { moneyWords } from '../money/money-words.ts';
import { dayOnly } from './day-and-time.ts';

/** One line of a table that compares both sides. */
export interface ComparedRow {
  name: string;
  source: string;
  ledger: string;
  difference: string;
  isEven: boolean;
}

export interface ComparedTable {
  /** What the lines are. */
  head: string;
  title: string;
  rows: ComparedRow[];
  total: ComparedRow;
}

type Part = 'netMinor' | 'taxMinor' | 'grossMinor';
type Words = { head: string; title: string; nameOf: (row: TotalRow) => string; part: Part };

const tables = {
  bySite: {
    ...{ head: 'Site', title: 'By site, tax included', part: 'grossMinor' },
    nameOf: ({ key, label }) => (label ?? key) || 'Without a site',
  },
  byAccount: {
    ...{ head: 'Account', title: 'By account, without tax', part: 'netMinor' },
    nameOf: accountName,
  },
  byTax: {
    ...{ head: 'Tax rate', title: 'Tax, by rate', part: 'taxMinor' },
    nameOf: ({ key, label }) => (label ?? key) || 'Without a tax rate',
  },
  byDay: {
    ...{ head: 'Day', title: 'By day, tax included', part: 'grossMinor' },
    nameOf: ({ key }) => dayOnly(key) || 'Without a day',
  },
} as const satisfies Record<string, Words>;

export type TableName = keyof typeof tables;

/** "200 Sales" */
export function accountName({ key, label }: { key: string; label?: string | undefined }): string {
  return [key, label].filter(Boolean).join(' ') || 'Without an account';
}

/** Both sides of a month beside each other, by one of what they are compared by. */
export function comparedTable(proof: CurrencyProof, name: TableName): ComparedTable {
  const { head, title, nameOf, part }: Words = tables[name];
  const rows = proof[name].map((row) => comparedRow(nameOf(row), row, { part, ...proof }));
  const total = comparedRow('All', sumOf(proof[name]), { part, ...proof });
  return { head, title, rows, total };
}

function comparedRow(
  name: string,
  { source, ledger }: Pick<TotalRow, 'source' | 'ledger'>,
  { part, currency }: { part: Part; currency: string },
): ComparedRow {
  const differenceMinor = ledger[part] - source[part];
  return {
    name,
    source: moneyWords(source[part], currency),
    ledger: moneyWords(ledger[part], currency),
    difference: moneyWords(differenceMinor, currency),
    isEven: differenceMinor === 0,
  };
}

function sumOf(rows: readonly TotalRow[]): Pick<TotalRow, 'source' | 'ledger'> {
  const nothing: SideSums = { documents: 0, netMinor: 0, taxMinor: 0, grossMinor: 0 };
  const add = (sum: SideSums, row: SideSums): SideSums => ({
    documents: sum.documents + row.documents,
    netMinor: sum.netMinor + row.netMinor,
    taxMinor: sum.taxMinor + row.taxMinor,
    grossMinor: sum.grossMinor + row.grossMinor,
  });
  return {
    source: rows.reduce((sum, { source }) => add(sum, source), nothing),
    ledger: rows.reduce((sum, { ledger }) => add(sum, ledger), nothing),
  };
}
