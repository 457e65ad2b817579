import type { View } from './views.ts';
import { type Fields, parseWhere } from './where-filter.ts';

export interface ListQuery {
  readonly where: string | undefined;
  readonly order: string | undefined;
  /** Undefined: no paging, everything in one answer and without line items. */
  readonly page: number | undefined;
  readonly pageSize: number;
  readonly modifiedSinceEpochMs: number | undefined;
}

export interface Listed<T> {
  readonly items: readonly T[];
  readonly pagination: { readonly [key: string]: View } | undefined;
}

/** Filters, orders and pages records; `fieldsOf` gives what `where` and `order` can name. Throws WhereError. */
export function listRecords<T extends { readonly updatedEpochMs: number }>(
  records: Iterable<T>,
  query: ListQuery,
  fieldsOf: (record: T) => Fields,
): Listed<T> {
  const since = query.modifiedSinceEpochMs;
  const predicate = query.where === undefined ? undefined : parseWhere(query.where);
  const kept = [...records].filter(
    (record) =>
      (since === undefined || record.updatedEpochMs >= since) &&
      (predicate === undefined || predicate(fieldsOf(record))),
  );
  return paged(sorted(kept, query.order, fieldsOf), query);
}

/** Reads the query string and the If-Modified-Since header that Xero's lists share. */
export function readListQuery(url: URL, headers: Headers): ListQuery {
  const parameter = (name: string): string | undefined => url.searchParams.get(name) || undefined;
  const page = parameter('page');
  const size = Number(parameter('pageSize') ?? defaultPageSize);
  return {
    where: parameter('where'),
    order: parameter('order'),
    page: page === undefined ? undefined : Math.max(1, Math.trunc(Number(page)) || 1),
    pageSize: Number.isInteger(size) && size >= 1 ? Math.min(size, maxPageSize) : defaultPageSize,
    modifiedSinceEpochMs: readModifiedSince(headers.get('if-modified-since')),
  };
}

const defaultPageSize = 100;
const maxPageSize = 1000;

// Xero takes ISO date-times in UTC without a zone here, beside the HTTP date form.
function readModifiedSince(header: string | null): number | undefined {
  if (!header) return undefined;
  const text = /^\d{4}-\d{2}-\d{2}T[\d:.]+$/.test(header) ? `${header}Z` : header;
  const epochMs = Date.parse(text);
  return Number.isNaN(epochMs) ? undefined : epochMs;
}

function sorted<T>(
  records: readonly T[],
  order: string | undefined,
  fieldsOf: (record: T) => Fields,
): readonly T[] {
  const [field = '', direction = 'ASC'] = order?.trim().split(/\s+/) ?? [];
  if (field === '') return records;
  const sign = direction.toUpperCase().startsWith('DESC') ? -1 : 1;
  return [...records].sort(
    (left, right) => sign * compare(fieldsOf(left)[field], fieldsOf(right)[field]),
  );
}

function compare(left: Fields[string], right: Fields[string]): number {
  if (left === right || left === undefined || right === undefined) return 0;
  return left < right ? -1 : 1;
}

function paged<T>(records: readonly T[], query: ListQuery): Listed<T> {
  const { page, pageSize } = query;
  if (page === undefined) return { items: records, pagination: undefined };
  return {
    items: records.slice((page - 1) * pageSize, page * pageSize),
    pagination: {
      page,
      pageSize,
      pageCount: Math.ceil(records.length / pageSize),
      itemCount: records.length,
    },
  };
}
