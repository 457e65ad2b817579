/** A cell: text, or a number as decimal text, which spreadsheets may reckon with. */
export type CsvCell = string | { number: string };

/** RFC 4180: cells between commas, in quotes where they hold what means something. */
export function csvLine(cells: readonly CsvCell[]): string {
  return cells.map((cell) => (typeof cell === 'string' ? textCell(cell) : cell.number)).join(',');
}

/** A leading apostrophe keeps spreadsheets from running a name as a formula. */
function textCell(text: string): string {
  const harmless = /^\s*[=+\-@]|^[\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
