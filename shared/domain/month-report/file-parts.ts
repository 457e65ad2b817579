/**
 * An answer of a function has 6 MB at most, and a row some 400 bytes, so that a file of more rows than
 * these comes in parts; the line with the names of the columns stands in each.
 */
export const rowsAPart = 8_000;

export interface FilePart {
  lines: string[];
  parts: number;
}

/** The part of that number, from 1; undefined: there is none. */
export function filePart(lines: readonly string[], part: number): FilePart | undefined {
  const [columns = '', ...rows] = lines;
  const parts = Math.max(1, Math.ceil(rows.length / rowsAPart));
  if (part > parts) return undefined;
  return { lines: [columns, ...rows.slice((part - 1) * rowsAPart, part * rowsAPart)], parts };
}
