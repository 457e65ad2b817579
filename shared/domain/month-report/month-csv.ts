import type { Mismatch } from '../../contracts/mismatch.ts';
import type { ProofRow } from '../../contracts/month-proof.ts';
import { type CsvCell, csvLine } from '../csv.ts';
import { currencyDigits, formatMinor } from '../money/decimal.ts';

/** The documents of a month, as they stand on both sides. */
export interface MonthFile {
  sourceName: string;
  ledgerName: string;
  source: readonly ProofRow[];
  ledger: readonly ProofRow[];
  mismatches: readonly Mismatch[];
  /** Of a mismatch, for people. */
  titleOf(mismatch: Mismatch): string;
  /** Where a document is seen; '' where nobody knows. */
  urlsOf(pair: Pair): { source: string; ledger: string };
}

/** One document with its two sides; at least one of them is there. */
export interface Pair {
  source: ProofRow | undefined;
  ledger: ProofRow | undefined;
}

/**
 * A row for each document. Sums of the columns are those of the statement: credit notes count against,
 * and what is void or a draft comes to 0.
 */
export function monthCsv(file: MonthFile): string[] {
  const titles = titlesOf(file);
  const rows = pairsOf(file.source, file.ledger).map((pair) => rowOf(file, pair, titles));
  return [columnsOf(file), ...rows].map(csvLine);
}

/** By their target id, else by the id at the source; in the order of day and number. */
export function pairsOf(source: readonly ProofRow[], ledger: readonly ProofRow[]): Pair[] {
  const byTargetId = new Map(ledger.map((row) => [keyOf(row, row.targetId), row]));
  const bySourceId = new Map(
    ledger.flatMap((row) => (row.sourceId === undefined ? [] : [[keyOf(row, row.sourceId), row]])),
  );
  const taken = new Set<ProofRow>();
  const pairs = source.map((row): Pair => {
    const found =
      (row.targetId && byTargetId.get(keyOf(row, row.targetId))) ||
      bySourceId.get(keyOf(row, row.sourceId));
    if (found === undefined || taken.has(found)) return { source: row, ledger: undefined };
    taken.add(found);
    return { source: row, ledger: found };
  });
  const alone = ledger.filter((row) => !taken.has(row));
  const all = [...pairs, ...alone.map((row): Pair => ({ source: undefined, ledger: row }))];
  return all.toSorted((left, right) => compare(placeOf(left), placeOf(right)));
}

function keyOf({ kind }: ProofRow, id: string | undefined): string {
  return `${kind} ${id}`;
}

function placeOf({ source, ledger }: Pair): string {
  const row = source ?? ledger;
  return [row?.day, row?.number, row?.sourceId, row?.targetId].join(' ');
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

const ofDocument = ['Kind', 'Number', 'Customer', 'Currency'];
const ofSide = [
  ...['day', 'site', 'account', 'net', 'tax', 'gross'],
  ...['paid', 'credited', 'open', 'status', 'link'],
];

function columnsOf({ sourceName, ledgerName }: MonthFile): CsvCell[] {
  const side = (name: string) => ofSide.map((column) => `${name} ${column}`);
  return [...ofDocument, ...side(sourceName), ...side(ledgerName), 'Difference', 'Mismatch'];
}

function rowOf(file: MonthFile, pair: Pair, titles: ReadonlyMap<string, string[]>): CsvCell[] {
  const row = pair.source ?? pair.ledger;
  if (row === undefined) return [];
  const { kind, currency } = row;
  const urls = file.urlsOf(pair);
  const number = row.number ?? row.sourceId ?? row.targetId ?? '';
  return [
    ...[kind === 'invoice' ? 'Invoice' : 'Credit note', number],
    ...[row.customer ?? pair.ledger?.customer ?? '', currency],
    ...sideCells(pair.source, urls.source),
    ...sideCells(pair.ledger, urls.ledger),
    amount(grossOf(pair.ledger) - grossOf(pair.source), currency),
    titlesOfPair(pair, titles),
  ];
}

function sideCells(row: ProofRow | undefined, url: string): CsvCell[] {
  if (row === undefined)
    return ofSide.map((column) => (column === 'status' ? 'not in this month' : ''));
  const { day = '', totalMinor, taxMinor, paidMinor, creditedMinor, dueMinor } = row;
  const sign = signOf(row);
  const cell = (minor: number) => amount(sign * minor, row.currency);
  return [
    ...[day, sitesOf(row), accountsOf(row)],
    ...[totalMinor - taxMinor, taxMinor, totalMinor].map(cell),
    ...[paidMinor, creditedMinor, dueMinor].map(cell),
    ...[row.status.toLowerCase(), url],
  ];
}

function signOf({ kind, isOut }: ProofRow): number {
  if (isOut) return 0;
  return kind === 'credit_note' ? -1 : 1;
}

function grossOf(row: ProofRow | undefined): number {
  return row === undefined ? 0 : signOf(row) * row.totalMinor;
}

function sitesOf({ site, lines }: ProofRow): string {
  return site ?? listed(lines.map((line) => line.site ?? ''));
}

function accountsOf({ lines }: ProofRow): string {
  return listed(lines.map(({ accountCode }) => accountCode));
}

function listed(values: readonly string[]): string {
  return [...new Set(values.filter((value) => value !== ''))].toSorted().join('; ');
}

function amount(minor: number, currency: string): CsvCell {
  // Less than nothing of nothing is nothing.
  return { number: formatMinor(minor === 0 ? 0 : minor, currencyDigits(currency)) };
}

function titlesOf({ mismatches, titleOf }: MonthFile): Map<string, string[]> {
  const titles = new Map<string, string[]>();
  for (const mismatch of mismatches)
    for (const id of new Set([mismatch.sourceId, mismatch.targetId]))
      if (id !== undefined) {
        const key = `${mismatch.kind} ${id}`;
        titles.set(key, [...(titles.get(key) ?? []), titleOf(mismatch)]);
      }
  return titles;
}

function titlesOfPair({ source, ledger }: Pair, titles: ReadonlyMap<string, string[]>): string {
  const found = [source, ledger].flatMap((row) =>
    row === undefined
      ? []
      : [row.sourceId, row.targetId].flatMap((id) => titles.get(keyOf(row, id)) ?? []),
  );
  return [...new Set(found)].join('; ');
}
