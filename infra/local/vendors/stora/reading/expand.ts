import { ApiError, invalidUrlParam } from '../api/api-error.ts';
import type { ApiCall } from '../api/api-route.ts';
import type { Json, JsonObject } from '../core/resources.ts';
import { findReferenced } from './present.ts';

/** Reads `expand=contact,line_items.item`; unknown paths are refused. */
export function readExpand(call: ApiCall, allowed: readonly string[]): string[] {
  const paths = (call.query.get('expand') ?? '').split(',').filter((path) => path !== '');
  for (const path of paths) {
    if (!allowed.includes(path) || call.world.settings.absent.expand.includes(path)) {
      throw invalidUrlParam('expand', `value at \`/expand\` is not expandable: ${path}`);
    }
  }
  // A parent must be inlined before its children.
  return paths.sort((a, b) => a.split('.').length - b.split('.').length);
}

/** Inlines the references; each needs its own read scope, else the call is forbidden. */
export function expandRecord(
  call: ApiCall,
  record: JsonObject,
  paths: readonly string[],
): JsonObject {
  return paths.reduce((current, path) => expandPath(call, current, path.split('.')), record);
}

function expandPath(call: ApiCall, record: JsonObject, path: readonly string[]): JsonObject {
  const [name, ...rest] = path;
  const value = name === undefined ? undefined : record[name];
  if (name === undefined || value === undefined) return record;
  const visit = (item: Json): Json => {
    if (!isObject(item)) return item;
    return rest.length === 0 ? inline(call, item) : expandPath(call, item, rest);
  };
  return { ...record, [name]: isList(value) ? value.map(visit) : visit(value) };
}

function inline(call: ApiCall, reference: JsonObject): JsonObject {
  const { id, ...others } = reference;
  if (typeof id !== 'string' || Object.keys(others).length > 0) return reference;
  const found = findReferenced(call.world, call.operator, id);
  if (found === null) return reference;
  if (!call.token.scopes.includes(found.scope)) throw new ApiError('forbidden');
  return found.record ?? reference;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
