import type { ItemKey } from './keys.ts';
import type { ListQuery, Table } from './table.ts';

/** A page of a list, from behind the sort key where an earlier one ended. */
export interface PageQuery<T> extends Omit<ListQuery<T>, 'after'> {
  after: string | undefined;
  atMost: number;
}

/** Reads it. `next` is where another one goes on; undefined: nothing is behind it. */
export async function listPage<T>(
  table: Table,
  { after, ...query }: PageQuery<T>,
  keyOf: (item: T) => ItemKey,
): Promise<{ found: T[]; next: string | undefined }> {
  // Whoever made that up gets nothing: the table takes keys of its own list only.
  if (after !== undefined && !after.startsWith(query.prefix)) return { found: [], next: undefined };
  const start = after === undefined ? {} : { after: { pk: query.pk, sk: after } };
  const found = await table.list({ ...query, ...start });
  const last = found.length < query.atMost ? undefined : found.at(-1);
  return { found, next: last && keyOf(last).sk };
}
