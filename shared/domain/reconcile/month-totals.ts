import type {
  CurrencyProof,
  ProofRow,
  SideStatement,
  SideSums,
  TotalRow,
} from '../../contracts/month-proof.ts';
import { optional } from '../source/optional.ts';
import type { MonthFacts } from './month-facts.ts';

/** What counts on each side of a month. */
export interface CountedSides {
  source: readonly ProofRow[];
  ledger: readonly ProofRow[];
}

/** One currency: both sides by site, account, tax type and day, and their difference. */
export function currencyProof(
  currency: string,
  sides: CountedSides,
  { explainedMinor, labelOf }: { explainedMinor: number; labelOf: MonthFacts['labelOf'] },
): CurrencyProof {
  const own = {
    source: sides.source.filter((row) => row.currency === currency),
    ledger: sides.ledger.filter((row) => row.currency === currency),
  };
  const differenceMinor = grossOf(own.ledger) - grossOf(own.source);
  return {
    currency,
    source: statementOf(own.source),
    ledger: statementOf(own.ledger),
    bySite: totalsBy(own, ({ site = '' }) => site),
    byAccount: totalsBy(own, ({ accountCode }) => accountCode).map(labelled('account', labelOf)),
    byTax: totalsBy(own, ({ taxType }) => taxType).map(labelled('tax', labelOf)),
    byDay: totalsBy(own, (_line, { day = '' }) => day),
    differenceMinor,
    explainedMinor,
    unexplainedMinor: differenceMinor - explainedMinor,
  };
}

/** Credit notes count against. */
export function signOf({ kind }: Pick<ProofRow, 'kind'>): 1 | -1 {
  return kind === 'invoice' ? 1 : -1;
}

function grossOf(rows: readonly ProofRow[]): number {
  return rows.reduce((sum, row) => sum + signOf(row) * row.totalMinor, 0);
}

function statementOf(rows: readonly ProofRow[]): SideStatement {
  const invoices = rows.filter(({ kind }) => kind === 'invoice');
  const total = (of: readonly ProofRow[], field: 'totalMinor' | 'paidMinor' | 'dueMinor') =>
    of.reduce((sum, row) => sum + row[field], 0);
  return {
    postedMinor: total(invoices, 'totalMinor'),
    creditedMinor: total(
      rows.filter(({ kind }) => kind === 'credit_note'),
      'totalMinor',
    ),
    paidMinor: total(invoices, 'paidMinor'),
    openMinor: total(invoices, 'dueMinor'),
  };
}

type Line = ProofRow['lines'][number];
type KeyOf = (line: Line, row: ProofRow) => string;

function totalsBy({ source, ledger }: CountedSides, keyOf: KeyOf): TotalRow[] {
  const here = sumsBy(source, keyOf);
  const there = sumsBy(ledger, keyOf);
  return [...new Set([...here.keys(), ...there.keys()])]
    .sort()
    .map((key) => ({ key, source: here.get(key) ?? nothing, ledger: there.get(key) ?? nothing }));
}

const nothing: SideSums = { documents: 0, netMinor: 0, taxMinor: 0, grossMinor: 0 };

function sumsBy(rows: readonly ProofRow[], keyOf: KeyOf): Map<string, SideSums> {
  const sums = new Map<string, SideSums>();
  for (const row of rows) {
    const counted = new Set<string>();
    for (const line of linesShown(row)) {
      const key = keyOf(line, row);
      sums.set(key, plus(sums.get(key) ?? nothing, line, { sign: signOf(row), counted, key }));
      counted.add(key);
    }
  }
  return sums;
}

function plus(
  sums: SideSums,
  { netMinor, taxMinor }: Line,
  { sign, counted, key }: { sign: number; counted: ReadonlySet<string>; key: string },
): SideSums {
  return {
    documents: sums.documents + (counted.has(key) ? 0 : 1),
    netMinor: sums.netMinor + sign * netMinor,
    taxMinor: sums.taxMinor + sign * taxMinor,
    grossMinor: sums.grossMinor + sign * (netMinor + taxMinor),
  };
}

/** A document without lines, as far as they are shown, is on no account. */
function linesShown({ lines, site, totalMinor, taxMinor }: ProofRow): readonly Line[] {
  if (lines.length > 0) return lines;
  const netMinor = totalMinor - taxMinor;
  return [{ accountCode: '', taxType: '', ...optional('site', site), netMinor, taxMinor }];
}

function labelled(by: 'account' | 'tax', labelOf: MonthFacts['labelOf']) {
  return (row: TotalRow): TotalRow => ({ ...row, ...optional('label', labelOf(by, row.key)) });
}
