import type { ViewObject } from '../api/answers.ts';
import { isoTime } from '../core/hubspot-dates.ts';
import { typeNames } from '../core/object-types.ts';
import type { CrmRecord } from '../core/record-store.ts';

/** A record with the properties that were asked for, else with those that are always shown. */
export function recordView(record: CrmRecord, asked: readonly string[] = []): ViewObject {
  const { id, type, properties, createdEpochMs, updatedEpochMs, archivedEpochMs } = record;
  const { shown, modified } = typeNames[type];
  const always = ['hs_object_id', 'createdate', modified];
  const names = new Set(asked.length === 0 ? shown : [...asked, ...always]);
  return {
    id,
    properties: Object.fromEntries([...names].map((name) => [name, properties[name] ?? null])),
    createdAt: isoTime(createdEpochMs),
    updatedAt: isoTime(updatedEpochMs),
    archived: archivedEpochMs !== undefined,
    ...(archivedEpochMs === undefined ? {} : { archivedAt: isoTime(archivedEpochMs) }),
  };
}
