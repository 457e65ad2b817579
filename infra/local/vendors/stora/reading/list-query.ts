import { invalidUrlParam } from '../api/api-error.ts';
import type { Metadata } from '../core/resources.ts';

/** Turns the raw value of a query parameter into a test of a record; throws when it is malformed. */
export type Filter<T> = (raw: string, name: string) => (record: T) => boolean;

/** Matches any of several comma-separated values. */
export function anyOf<T>(read: (record: T) => string | null): Filter<T> {
  return (raw) => {
    const wanted = raw.split(',');
    return (record) => wanted.includes(read(record) ?? '');
  };
}

/** Like {@link anyOf}, only listed values; `unspecified` stands for null. */
export function oneOfKnown<T>(
  known: readonly string[],
  read: (record: T) => string | null,
): Filter<T> {
  return (raw, name) => {
    const wanted = raw.split(',');
    const unknown = wanted.find((value) => !known.includes(value) && value !== 'unspecified');
    if (unknown !== undefined) {
      throw invalidUrlParam(name, `value at \`/${name}\` is not one of: ${known.join(', ')}`);
    }
    return (record) => wanted.includes(read(record) ?? 'unspecified');
  };
}

/** `*_after` is inclusive. */
export function atOrAfter<T>(read: (record: T) => string): Filter<T> {
  return (raw, name) => {
    const fromEpochMs = readDate(raw, name);
    return (record) => Date.parse(read(record)) >= fromEpochMs;
  };
}

/** `*_before` is exclusive. */
export function before<T>(read: (record: T) => string): Filter<T> {
  return (raw, name) => {
    const untilEpochMs = readDate(raw, name);
    return (record) => Date.parse(read(record)) < untilEpochMs;
  };
}

/** `metadata[key]=value`, all pairs must match. */
export function metadataMatches(query: URLSearchParams): (metadata: Metadata) => boolean {
  const pairs = [...query].flatMap(([name, value]) => {
    const key = /^metadata\[(.*)\]$/.exec(name)?.[1];
    return key === undefined ? [] : [{ key, value }];
  });
  return (metadata) => pairs.every(({ key, value }) => metadata[key] === value);
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly pagination: {
    readonly count: number;
    readonly last: number;
    readonly limit: number;
    readonly next: number | null;
    readonly page: number;
    readonly pages: number;
    readonly prev: number | null;
  };
}

/** Page-number paging: `page` from 1, `limit` 1..100, default 50. */
export function paginate<T>(records: readonly T[], query: URLSearchParams): Page<T> {
  const page = readInteger(query, 'page', { fallback: 1, max: Number.MAX_SAFE_INTEGER });
  const limit = readInteger(query, 'limit', { fallback: 50, max: 100 });
  const pages = Math.max(1, Math.ceil(records.length / limit));
  return {
    items: records.slice((page - 1) * limit, page * limit),
    pagination: {
      count: records.length,
      last: pages,
      limit,
      next: page < pages ? page + 1 : null,
      page,
      pages,
      prev: page > 1 ? page - 1 : null,
    },
  };
}

/** Sorts by `sort_by` and `sort_direction`; ties keep creation order (reversed for DESC). */
export function sortRecords<T>(
  records: readonly T[],
  query: URLSearchParams,
  sortKeys: Readonly<Record<string, (record: T) => string>>,
): T[] {
  const names = Object.keys(sortKeys);
  const sortBy = query.get('sort_by') ?? names[0] ?? '';
  const readKey = Object.hasOwn(sortKeys, sortBy) ? sortKeys[sortBy] : undefined;
  if (readKey === undefined) {
    throw invalidUrlParam('sort_by', `value at \`/sort_by\` is not one of: ${names.join(', ')}`);
  }
  const direction = query.get('sort_direction') ?? 'DESC';
  if (direction !== 'ASC' && direction !== 'DESC') {
    throw invalidUrlParam('sort_direction', 'value at `/sort_direction` is not one of: ASC, DESC');
  }
  const ascending = [...records].sort((a, b) => compareText(readKey(a), readKey(b)));
  return direction === 'ASC' ? ascending : ascending.reverse();
}

function readInteger(
  query: URLSearchParams,
  name: string,
  bounds: { readonly fallback: number; readonly max: number },
): number {
  const raw = query.get(name);
  if (raw === null) return bounds.fallback;
  const value = /^\d{1,15}$/.test(raw) ? Number(raw) : 0;
  if (value >= 1 && value <= bounds.max) return value;
  throw invalidUrlParam(name, `value at \`/${name}\` must be an integer from 1 to ${bounds.max}`);
}

function readDate(raw: string, name: string): number {
  const epochMs = /^\d{4}-\d\d-\d\d/.test(raw) ? Date.parse(raw) : Number.NaN;
  if (!Number.isNaN(epochMs)) return epochMs;
  throw invalidUrlParam(name, `value at \`/${name}\` does not match format: date-time`);
}

function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
