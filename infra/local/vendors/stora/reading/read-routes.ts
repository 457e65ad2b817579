import { ApiError } from '../api/api-error.ts';
import type { ApiAnswer, ApiCall, ApiRoute } from '../api/api-route.ts';
import { envelope } from '../api/api-route.ts';
import type { JsonObject } from '../core/resources.ts';
import type { Operator, World } from '../core/world.ts';
import { expandRecord, readExpand } from './expand.ts';
import type { Filter } from './list-query.ts';
import { paginate, sortRecords } from './list-query.ts';

/** What distinguishes the read side of one resource. */
export interface ReadSpec<T extends JsonObject> {
  readonly path: string;
  readonly singular: string;
  readonly plural: string;
  readonly scope: string;
  table(operator: Operator): ReadonlyMap<string, T>;
  /** The list is empty where this is set as absent. */
  readonly hides?: 'sources' | 'templates';
  present?(world: World, record: T): JsonObject;
  /** First key is the default. */
  readonly sortKeys?: Readonly<Record<string, (record: T) => string>>;
  readonly filters?: Readonly<Record<string, Filter<T>>>;
  /** A test that needs the whole query, e.g. `metadata[key]`. */
  queryFilter?(query: URLSearchParams): (record: T) => boolean;
  readonly expandable?: readonly string[];
  csv?(records: readonly T[]): string;
  pdf?(record: T): string;
}

/** GET list and GET one. */
export function readRoutes<T extends JsonObject>(spec: ReadSpec<T>): ApiRoute[] {
  const listNames = ['page', 'limit', 'sort_by', 'sort_direction', 'expand'];
  return [
    {
      method: 'GET',
      path: spec.path,
      scope: spec.scope,
      formats: spec.csv === undefined ? [] : ['csv'],
      queryNames: [...listNames, ...Object.keys(spec.filters ?? {})],
      handle: (call) => answerList(call, spec),
    },
    {
      method: 'GET',
      path: `${spec.path}/{id}`,
      scope: spec.scope,
      formats: spec.pdf === undefined ? [] : ['pdf'],
      queryNames: ['expand'],
      handle: (call) => answerOne(call, spec),
    },
  ];
}

/** The record the path names, else 404. */
export function requireRecord<T>(table: ReadonlyMap<string, T>, id: string | undefined): T {
  const found = table.get(id ?? '');
  if (found === undefined) throw new ApiError('resource_not_found');
  return found;
}

/** Sorting by creation, the default of every list. */
export function byCreation<T extends { readonly created_at: string }>(): {
  created_at: (record: T) => string;
} {
  return { created_at: (record) => record.created_at };
}

/** One record with its expansions in the envelope. */
export function renderOne<T extends JsonObject>(
  call: ApiCall,
  spec: Pick<ReadSpec<T>, 'singular' | 'expandable' | 'present'>,
  result: { readonly status: number; readonly record: T },
): ApiAnswer {
  const paths = readExpand(call, spec.expandable ?? []);
  const shown = spec.present?.(call.world, result.record) ?? result.record;
  const json = envelope(call, { [spec.singular]: expandRecord(call, shown, paths) });
  return { status: result.status, json };
}

function answerList<T extends JsonObject>(call: ApiCall, spec: ReadSpec<T>): ApiAnswer {
  const tests = Object.entries(spec.filters ?? {}).flatMap(([name, filter]) => {
    const raw = call.query.get(name);
    return raw === null ? [] : [filter(raw, name)];
  });
  if (spec.queryFilter !== undefined) tests.push(spec.queryFilter(call.query));
  const isHidden =
    spec.hides !== undefined && call.world.settings.absent.timeline.includes(spec.hides);
  const all = isHidden ? [] : [...spec.table(call.operator).values()];
  const chosen = all.filter((record) => tests.every((test) => test(record)));
  const sortKeys = Object.entries(spec.sortKeys ?? { created_at: () => '' }).filter(
    ([name]) => !call.world.settings.absent.sortKeys.includes(name),
  );
  const sorted = sortRecords(chosen, call.query, Object.fromEntries(sortKeys));
  const paths = readExpand(call, spec.expandable ?? []);
  const { items, pagination } = paginate(sorted, call.query);
  if (call.format === 'csv' && spec.csv !== undefined) {
    return { status: 200, contentType: 'text/csv', text: spec.csv(items) };
  }
  const shown = items.map((item) =>
    expandRecord(call, spec.present?.(call.world, item) ?? item, paths),
  );
  return { status: 200, json: envelope(call, { [spec.plural]: shown }, { pagination }) };
}

function answerOne<T extends JsonObject>(call: ApiCall, spec: ReadSpec<T>): ApiAnswer {
  const record = requireRecord(spec.table(call.operator), call.params.id);
  if (call.format === 'pdf' && spec.pdf !== undefined) {
    return { status: 200, contentType: 'application/pdf', text: spec.pdf(record) };
  }
  return renderOne(call, spec, { status: 200, record });
}
