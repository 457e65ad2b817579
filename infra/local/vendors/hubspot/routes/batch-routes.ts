import * as z from 'zod/mini';
import {
  type ApiAnswer,
  batchAnswer,
  errorAnswer,
  errorView,
  type ViewObject,
} from '../api/answers.ts';
import { type ApiCall, type ApiRoute, objectScopes, sceneOf, typeOf } from '../api/api-call.ts';
import { inputs, readBody, values } from '../api/request-body.ts';
import { type ObjectType, typeNames } from '../core/object-types.ts';
import type { CrmRecord } from '../core/record-store.ts';
import { archiveRecord, createRecord, findRecord, updateRecord } from '../crm/records.ts';
import { done, invalid, type Outcome, type Refusal, refused } from '../crm/refusal.ts';
import { recordView } from '../reading/record-views.ts';
import { applyBatch } from './batch-writes.ts';
import { inlineAssociations, linkInline } from './inline-associations.ts';

const trace = { objectWriteTraceId: z.optional(z.string()) };
const createBody = inputs(
  z.object({ properties: values, associations: inlineAssociations, ...trace }),
);
const updateBody = inputs(
  z.object({ id: z.string(), idProperty: z.optional(z.string()), properties: values, ...trace }),
);
const upsertBody = inputs(
  z.object({
    id: z.string().check(z.minLength(1)),
    idProperty: z.optional(z.string()),
    properties: values,
    ...trace,
  }),
);
const readBatchBody = z.object({
  ...inputs(z.object({ id: z.string() })).shape,
  idProperty: z.optional(z.string()),
  properties: z.array(z.string()),
  propertiesWithHistory: z.optional(z.array(z.string())),
});

type Upsert = z.infer<typeof upsertBody>['inputs'][number];

const base = '/crm/objects/:version/:type/batch';

/** Calls for up to 100 records of a kind. */
export const batchRoutes: readonly ApiRoute[] = [
  { method: 'POST', path: `${base}/create`, scopes: objectScopes('write'), handle: createBatch },
  { method: 'POST', path: `${base}/update`, scopes: objectScopes('write'), handle: updateBatch },
  { method: 'POST', path: `${base}/upsert`, scopes: objectScopes('write'), handle: upsertBatch },
  { method: 'POST', path: `${base}/read`, scopes: objectScopes('read'), handle: readBatch },
  { method: 'POST', path: `${base}/archive`, scopes: objectScopes('write'), handle: archiveBatch },
];

function createBatch(call: ApiCall): ApiAnswer {
  const read = readBody(call, createBody);
  if (!read.ok) return errorAnswer(read.refusal, call.uuid());
  const type = typeOf(call);
  const apply = (input: (typeof read.value.inputs)[number]): Outcome<ViewObject> => {
    const made = createRecord(sceneOf(call), type, input.properties);
    const linked = made.ok ? linkInline(call.account, made.value, input.associations) : made;
    return linked.ok ? done(written(linked.value, input.properties)) : linked;
  };
  const all = read.value.inputs.map((input) => ({
    traceId: input.objectWriteTraceId,
    apply: () => apply(input),
  }));
  return applyBatch(call, all, 201);
}

function updateBatch(call: ApiCall): ApiAnswer {
  const read = readBody(call, updateBody);
  if (!read.ok) return errorAnswer(read.refusal, call.uuid());
  const refusal = keyRefusal(call, read.value.inputs, false);
  if (refusal !== undefined) return errorAnswer(refusal, call.uuid());
  const apply = (input: (typeof read.value.inputs)[number]): Outcome<ViewObject> => {
    const record = findRecord(call.account, typeOf(call), input);
    if (record === undefined) return refused(notThere(typeOf(call), [input.id]));
    const changed = updateRecord(sceneOf(call), record, input.properties);
    return changed.ok ? done(written(changed.value, input.properties)) : changed;
  };
  // An id that was merged into another is passed over, without a result and without an error.
  const all = read.value.inputs
    .filter((input) => !isMergedAway(call, input))
    .map((input) => ({ traceId: input.objectWriteTraceId, apply: () => apply(input) }));
  return applyBatch(call, all);
}

function isMergedAway(
  call: ApiCall,
  { id, idProperty }: { readonly id: string; readonly idProperty?: string | undefined },
): boolean {
  const record = idProperty === undefined ? call.account.store.find(typeOf(call), id) : undefined;
  return record !== undefined && record.id !== id;
}

function upsertBatch(call: ApiCall): ApiAnswer {
  const read = readBody(call, upsertBody);
  if (!read.ok) return errorAnswer(read.refusal, call.uuid());
  const refusal = keyRefusal(call, read.value.inputs, true);
  if (refusal !== undefined) return errorAnswer(refusal, call.uuid());
  const all = read.value.inputs.map((input) => ({
    traceId: input.objectWriteTraceId,
    apply: () => upsert(call, typeOf(call), input),
  }));
  return applyBatch(call, all);
}

function upsert(call: ApiCall, type: ObjectType, input: Upsert): Outcome<ViewObject> {
  const { id, idProperty = '', properties } = input;
  const scene = sceneOf(call);
  const record = findRecord(call.account, type, { id, idProperty });
  if (record === undefined) {
    const made = createRecord(scene, type, { [idProperty]: id, ...properties });
    return made.ok ? done({ ...written(made.value, properties), new: true }) : made;
  }
  const given = idProperty === 'email' ? wholeByEmail(call, record, properties) : done(properties);
  const changed = given.ok ? updateRecord(scene, record, given.value) : given;
  return changed.ok ? done({ ...written(changed.value, properties), new: false }) : changed;
}

// "Partial upserts are not supported" by e-mail, says HubSpot, but not what becomes of what is left out.
function wholeByEmail(
  call: ApiCall,
  record: CrmRecord,
  given: Readonly<Record<string, string>>,
): Outcome<Readonly<Record<string, string>>> {
  const known = call.account.properties.contact;
  const omitted = Object.keys(record.properties).filter(
    (name) =>
      name !== 'email' && given[name] === undefined && known.get(name)?.isReadOnly === false,
  );
  const { emailUpsert } = call.behaviour;
  if (omitted.length === 0 || emailUpsert === 'keeps') return done(given);
  if (emailUpsert === 'refuses')
    return refused(
      invalid('Partial upserts are not supported when using email as the idProperty.'),
    );
  return done({ ...Object.fromEntries(omitted.map((name) => [name, ''])), ...given });
}

function readBatch(call: ApiCall): ApiAnswer {
  const read = readBody(call, readBatchBody);
  if (!read.ok) return errorAnswer(read.refusal, call.uuid());
  const { idProperty, properties } = read.value;
  const named = read.value.inputs.map(({ id }) => ({ id, idProperty }));
  const refusal = idProperty === undefined ? undefined : keyRefusal(call, named, false);
  if (refusal !== undefined) return errorAnswer(refusal, call.uuid());
  const found = named.map((each) => ({
    id: each.id,
    record: findRecord(call.account, typeOf(call), each),
  }));
  const missing = found.flatMap(({ id, record }) => (record === undefined ? [id] : []));
  const views = new Map(
    found.flatMap(({ record }) =>
      record === undefined ? [] : [[record.id, recordView(record, properties)] as const],
    ),
  );
  const errors = missing.length === 0 ? [] : [errorView(notThere(typeOf(call), missing))];
  return batchAnswer({ results: [...views.values()], errors }, { startedEpochMs: call.nowEpochMs });
}

function notThere(type: ObjectType, ids: readonly string[]): Refusal {
  const message = `Could not get some ${type.toUpperCase()} objects, they may be deleted or not exist. Check that ids are valid.`;
  return { status: 404, category: 'OBJECT_NOT_FOUND', message, context: { ids } };
}

function archiveBatch(call: ApiCall): ApiAnswer {
  const read = readBody(call, inputs(z.object({ id: z.string() })));
  if (!read.ok) return errorAnswer(read.refusal, call.uuid());
  for (const { id } of read.value.inputs) {
    const record = findRecord(call.account, typeOf(call), { id });
    if (record !== undefined) archiveRecord(sceneOf(call), record);
  }
  return { status: 204 };
}

function keyRefusal(
  call: ApiCall,
  named: readonly { readonly id: string; readonly idProperty?: string | undefined }[],
  isKeyNeeded: boolean,
): Refusal | undefined {
  const type = typeOf(call);
  const keys = new Set(named.map(({ idProperty }) => idProperty));
  const [key] = keys;
  if (keys.size > 1) return invalid('All inputs of a batch must have the same idProperty.');
  if (key === undefined && isKeyNeeded) return invalid('idProperty is required for an upsert.');
  if (key !== undefined && !call.account.isUnique(type, key))
    return invalid(
      `Unable to perform update/upsert by non-unique ${typeNames[type].id} property ${key} in portal ID ${call.account.facts.hubId}`,
    );
  const ids = named.map(({ id }) => (key === 'email' ? id.toLowerCase() : id));
  const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
  const message = `Duplicate IDs found in batch input: [${twice.join(', ')}]. IDs must be unique`;
  return twice.length === 0 ? undefined : { ...invalid(message), context: { ids: twice } };
}

// What was written is shown, beside what always is.
function written(record: CrmRecord, given: Readonly<Record<string, string>>): ViewObject {
  return recordView(record, [...typeNames[record.type].shown, ...Object.keys(given)]);
}
