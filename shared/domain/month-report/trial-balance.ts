import type { CurrencyProof, SideSums, TotalRow } from '../../contracts/month-proof.ts';

/** What stands on one account, on the one or the other hand; in minor units, never both. */
export interface BalanceSide {
  debitMinor: number;
  creditMinor: number;
}

export interface BalanceRow {
  /** `open` and `received` have no code: where they stand is the ledger's own. */
  account: 'open' | 'received' | 'other' | { code: string; label?: string } | { taxType: string };
  source: BalanceSide;
  ledger: BalanceSide;
}

export interface TrialBalance {
  rows: BalanceRow[];
  total: { source: BalanceSide; ledger: BalanceSide };
  /** Debits are credits on both sides. */
  isEven: boolean;
}

/**
 * The month's documents as a bookkeeper would enter them: what customers owe and paid on the debit
 * side, revenue by account and tax by type on the credit side.
 */
export function trialBalance(proof: CurrencyProof): TrialBalance {
  const rows: BalanceRow[] = [
    ...moneyRows(proof),
    ...proof.byAccount.map((row) => ({ account: accountOf(row), ...earned(row, 'netMinor') })),
    ...proof.byTax
      .filter(({ source, ledger }) => source.taxMinor !== 0 || ledger.taxMinor !== 0)
      .map((row) => ({ account: { taxType: row.label ?? row.key }, ...earned(row, 'taxMinor') })),
  ];
  const total = { source: sumOf(rows, 'source'), ledger: sumOf(rows, 'ledger') };
  const isEven = [total.source, total.ledger].every(
    ({ debitMinor, creditMinor }) => debitMinor === creditMinor,
  );
  return { rows, total, isEven };
}

function moneyRows({ source, ledger }: CurrencyProof): BalanceRow[] {
  const other = (side: CurrencyProof['source']) =>
    side.postedMinor - side.creditedMinor - side.paidMinor - side.openMinor;
  const rows: BalanceRow[] = [
    { account: 'open', source: debit(source.openMinor), ledger: debit(ledger.openMinor) },
    { account: 'received', source: debit(source.paidMinor), ledger: debit(ledger.paidMinor) },
  ];
  const others = { source: other(source), ledger: other(ledger) };
  if (others.source === 0 && others.ledger === 0) return rows;
  return [
    ...rows,
    { account: 'other', source: debit(others.source), ledger: debit(others.ledger) },
  ];
}

function accountOf({ key, label }: TotalRow) {
  return { code: key, ...(label === undefined ? {} : { label }) };
}

function earned(row: TotalRow, part: keyof SideSums) {
  return { source: debit(-row.source[part]), ledger: debit(-row.ledger[part]) };
}

function debit(amountMinor: number): BalanceSide {
  return { debitMinor: Math.max(amountMinor, 0), creditMinor: Math.max(-amountMinor, 0) };
}

function sumOf(rows: readonly BalanceRow[], side: 'source' | 'ledger'): BalanceSide {
  return rows.reduce<BalanceSide>(
    (sum, { [side]: own }) => ({
      debitMinor: sum.debitMinor + own.debitMinor,
      creditMinor: sum.creditMinor + own.creditMinor,
    }),
    { debitMinor: 0, creditMinor: 0 },
  );
}
