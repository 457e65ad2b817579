import { round } from '../statistics.ts';
import type { Load } from './load.ts';
import { readKey } from './meter/measures.ts';

/** What one function does with one kind of row or queue, each invoice. */
export type BreakdownRow = Readonly<Record<string, number>>;

/** Where the calls and units of a load go, by function, operation and kind of row: waste is seen here. */
export function breakdownOf({ counts, invoices }: Load): Record<string, BreakdownRow> {
  const rows = Map.groupBy(Object.entries(counts), ([key]) => {
    const { fn, operation, kind } = readKey(key);
    return `${fn} ${operation} ${kind}`.trim();
  });
  const entries = [...rows].map(([name, counted]) => {
    const row = counted.map(([key, count]) => [readKey(key).measure, round(count / invoices, 2)]);
    return [name, Object.fromEntries(row)] as const;
  });
  return Object.fromEntries(entries.toSorted(([left], [right]) => (left < right ? -1 : 1)));
}

const columns = ['calls', 'items', 'messages', 'readUnits', 'writeUnits', 'indexUnits', 'refused'];

/** The same for people to read. */
export function breakdownTable(rows: Readonly<Record<string, BreakdownRow>>): string[] {
  const names = Object.keys(rows);
  const width = Math.max(...names.map((name) => name.length));
  const line = (name: string, cells: readonly string[]) =>
    [name.padEnd(width), ...cells.map((cell) => cell.padStart(10))].join(' ');
  return [
    line('each invoice', columns),
    ...names.map((name) =>
      line(
        name,
        columns.map((column) => rows[name]?.[column]?.toFixed(2) ?? ''),
      ),
    ),
  ];
}
