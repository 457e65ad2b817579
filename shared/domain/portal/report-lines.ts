import type { NightsView } from './nights-view.ts';
import type { StatementView } from './statement-view.ts';
import type { ComparedTable } from './totals-view.ts';

/** A month-end statement for a terminal. */
export function statementLines(view: StatementView): string[] {
  const { title, operatorName, answer, notes, currencies, outside, mark } = view;
  const heads = [view.sourceName, view.targetName, 'Difference'];
  return [
    `${operatorName}: ${title}`,
    `${answer.words}. ${view.span}.`,
    ...notes,
    ...currencies.flatMap(({ currency, lines, tables }) => [
      '',
      ...columns([
        [currency, ...heads],
        ...lines.map(({ name, source, ledger, difference }) => [name, source, ledger, difference]),
      ]),
      ...tables.flatMap((table) => ['', ...tableLines(table, heads)]),
    ]),
    ...mismatchLines(view),
    '',
    ...outside,
    mark,
  ];
}

function tableLines({ title, rows, total }: ComparedTable, heads: string[]): string[] {
  const all = [...rows, total].map(({ name, source, ledger, difference }) => [
    ...[name, source, ledger, difference],
  ]);
  return columns([[title, ...heads], ...all]);
}

function mismatchLines({ mismatches, accepted, untold }: StatementView): string[] {
  const listed = (lines: StatementView['mismatches']) =>
    lines.map(({ what, why, sum }) => `  ${[what, why, sum].filter(Boolean).join('; ')}`);
  if (mismatches.length === 0 && accepted.length === 0) return [];
  return [
    ...(mismatches.length === 0 ? [] : ['', 'Mismatches:', ...listed(mismatches)]),
    ...(untold === 0 ? [] : [`  and ${untold} more`]),
    ...(accepted.length === 0 ? [] : ['', 'Accepted as they are:', ...listed(accepted)]),
  ];
}

/** Nights for a terminal, the latest first. */
export function nightLines({ lines, sourceName, targetName, sparkTitle }: NightsView): string[] {
  if (lines.length === 0) return ['Both sides were not compared yet.'];
  const rows = lines.map(({ day, time, standing, months, repaired, calls }) => [
    ...[day, time, standing.words, months],
    ...[repaired, calls.source, calls.ledger].map(String),
  ]);
  const heads = ['Night', 'Time', 'Result', 'Months', 'Repaired'];
  return [
    sparkTitle,
    '',
    ...columns([[...heads, `Calls to ${sourceName}`, `to ${targetName}`], ...rows], 3),
  ];
}

/** Padded, so that cells stand below each other; the last `numbers` of them on the right. */
function columns(rows: readonly string[][], numbers = 3): string[] {
  const [first = []] = rows;
  const widths = first.map((_, at) => Math.max(...rows.map((row) => (row[at] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, at) => {
        const width = widths[at] ?? 0;
        return at >= row.length - numbers ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd(),
  );
}
