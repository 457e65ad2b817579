import { instantSort } from './keys.ts';
import type { Schema, Table } from './table.ts';

/** Of a row in the directory: its place there, which is when it is due. */
interface Listed {
  directorySort?: string | undefined;
}

/**
 * Rows of a class whose time has come, the longest due first. The index lags behind the table: each row is
 * read itself, and one that was put off or taken out meanwhile is left.
 */
export async function dueRows<T extends Listed>(
  table: Pick<Table, 'directory' | 'getReadable'>,
  { directoryKey, schema }: { directoryKey: string; schema: Schema<T> },
  { nowEpochMs, atMost }: { nowEpochMs: number; atMost: number },
): Promise<Array<T & { directorySort: string }>> {
  const before = instantSort(nowEpochMs + 1);
  const found: Array<T & { directorySort: string }> = [];
  for await (const page of table.directory(directoryKey, { before })) {
    const rows = await Promise.all(page.map((key) => table.getReadable(key, schema)));
    for (const row of rows) {
      const directorySort = row?.directorySort;
      if (row === undefined || directorySort === undefined || directorySort >= before) continue;
      found.push({ ...row, directorySort });
    }
    if (found.length >= atMost) break;
  }
  return found.slice(0, atMost);
}
