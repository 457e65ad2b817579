import * as z from 'zod/mini';
import { type ApiAnswer, errorAnswer } from '../api/answers.ts';
import {
  type ApiCall,
  type ApiRoute,
  listParameter,
  objectScopes,
  sceneOf,
  typeOf,
} from '../api/api-call.ts';
import { readBody, values } from '../api/request-body.ts';
import { typeNames } from '../core/object-types.ts';
import type { CrmRecord } from '../core/record-store.ts';
import { mergeRecords } from '../crm/merge.ts';
import {
  archiveRecord,
  createRecord,
  findRecord,
  forgetContact,
  updateRecord,
} from '../crm/records.ts';
import { invalid, notFound, type Outcome } from '../crm/refusal.ts';
import { recordView } from '../reading/record-views.ts';
import { searchBody, searchProblem, searchRecords } from '../reading/search.ts';
import { inlineAssociations, linkInline } from './inline-associations.ts';

const base = '/crm/objects/:version/:type';

/** Calls for one record, lists and searches. */
export const objectRoutes: readonly ApiRoute[] = [
  {
    method: 'POST',
    path: `${base}/search`,
    scopes: objectScopes('read'),
    isSearch: true,
    handle: search,
  },
  { method: 'POST', path: `${base}/merge`, scopes: objectScopes('write'), handle: merge },
  {
    method: 'POST',
    path: `${base}/gdpr-delete`,
    scopes: objectScopes('write'),
    handle: gdprDelete,
  },
  { method: 'GET', path: base, scopes: objectScopes('read'), handle: list },
  { method: 'POST', path: base, scopes: objectScopes('write'), handle: create },
  { method: 'GET', path: `${base}/:id`, scopes: objectScopes('read'), handle: show },
  { method: 'PATCH', path: `${base}/:id`, scopes: objectScopes('write'), handle: update },
  { method: 'DELETE', path: `${base}/:id`, scopes: objectScopes('write'), handle: archive },
];

function create(call: ApiCall): ApiAnswer {
  const read = readBody(call, z.object({ properties: values, associations: inlineAssociations }));
  if (!read.ok) return errorAnswer(read.refusal, call.uuid());
  const { properties, associations } = read.value;
  const made = call.account.store.transaction(
    () => {
      const record = createRecord(sceneOf(call), typeOf(call), properties);
      return record.ok ? linkInline(call.account, record.value, associations) : record;
    },
    ({ ok }) => ok,
  );
  return answerRecord(call, made, { status: 201, properties: Object.keys(properties) });
}

function show(call: ApiCall): ApiAnswer {
  const wantsArchived = call.url.searchParams.get('archived') === 'true';
  const archived = call.account.store.find(typeOf(call), call.parameters[1] ?? '');
  const record = wantsArchived && archived?.archivedEpochMs !== undefined ? archived : named(call);
  if (record === undefined || (wantsArchived && record !== archived))
    return errorAnswer(notFound, call.uuid());
  return { status: 200, body: recordView(record, listParameter(call, 'properties')) };
}

function update(call: ApiCall): ApiAnswer {
  const read = readBody(call, z.object({ properties: values }));
  if (!read.ok) return errorAnswer(read.refusal, call.uuid());
  const record = named(call);
  if (record === undefined) return errorAnswer(notFound, call.uuid());
  const { properties } = read.value;
  const changed = updateRecord(sceneOf(call), record, properties);
  return answerRecord(call, changed, { status: 200, properties: Object.keys(properties) });
}

// What is not there is as gone as it was asked to be.
function archive(call: ApiCall): ApiAnswer {
  const record = named(call);
  if (record !== undefined) archiveRecord(sceneOf(call), record);
  return { status: 204 };
}

function list(call: ApiCall): ApiAnswer {
  const limit = Number(call.url.searchParams.get('limit') ?? 10);
  const after = call.url.searchParams.get('after') ?? '0';
  if (!(limit >= 1 && limit <= 100))
    return errorAnswer(invalid('The limit is from 1 to 100.'), call.uuid());
  const wantsArchived = call.url.searchParams.get('archived') === 'true';
  const rest = call.account.store
    .list(typeOf(call))
    .filter(({ archivedEpochMs }) => (archivedEpochMs !== undefined) === wantsArchived)
    .filter(({ id }) => Number(id) > Number(after))
    .toSorted((one, other) => Number(one.id) - Number(other.id));
  const page = rest.slice(0, limit);
  const results = page.map((record) => recordView(record, listParameter(call, 'properties')));
  const last = page.at(-1);
  const paging = rest.length > limit && last ? { paging: { next: { after: last.id } } } : {};
  return { status: 200, body: { results, ...paging } };
}

function search(call: ApiCall): ApiAnswer {
  const read = readBody(call, searchBody);
  if (!read.ok) return errorAnswer(read.refusal, call.uuid());
  const { value: body } = read;
  const known = call.account.properties[typeOf(call)];
  const problem = searchProblem(body, known);
  if (problem !== undefined) return errorAnswer(problem, call.uuid());
  const asOf = call.nowEpochMs - call.behaviour.searchLagMs;
  const found = searchRecords(call.account.store.listAsOf(typeOf(call), asOf), body, known);
  const end = Number(body.after) + body.limit;
  const page = found.slice(Number(body.after), end);
  const results = page.map((record) => recordView(record, body.properties));
  const paging = found.length > end ? { paging: { next: { after: String(end) } } } : {};
  return { status: 200, body: { total: found.length, results, ...paging } };
}

function merge(call: ApiCall): ApiAnswer {
  const read = readBody(
    call,
    z.object({ primaryObjectId: z.string(), objectIdToMerge: z.string() }),
  );
  if (!read.ok) return errorAnswer(read.refusal, call.uuid());
  const primary = findRecord(call.account, typeOf(call), { id: read.value.primaryObjectId });
  const other = findRecord(call.account, typeOf(call), { id: read.value.objectIdToMerge });
  if (primary === undefined || other === undefined) return errorAnswer(notFound, call.uuid());
  const merged = mergeRecords(sceneOf(call), { primary, other }, call.behaviour.mergedId);
  return answerRecord(call, merged, { status: 200, properties: [] });
}

function gdprDelete(call: ApiCall): ApiAnswer {
  const read = readBody(
    call,
    z.object({ objectId: z.string(), idProperty: z.optional(z.string()) }),
  );
  if (!read.ok) return errorAnswer(read.refusal, call.uuid());
  if (typeOf(call) !== 'contact') return errorAnswer(notFound, call.uuid());
  const { objectId: id, idProperty } = read.value;
  const record = findRecord(call.account, 'contact', { id, idProperty });
  // An address that nobody has is kept from being used, too.
  if (record !== undefined) forgetContact(sceneOf(call), record);
  else if (idProperty === 'email') call.account.blocked.add(id.trim().toLowerCase());
  else return errorAnswer(notFound, call.uuid());
  return { status: 204 };
}

function named(call: ApiCall): CrmRecord | undefined {
  const idProperty = call.url.searchParams.get('idProperty') ?? undefined;
  return findRecord(call.account, typeOf(call), { id: call.parameters[1] ?? '', idProperty });
}

function answerRecord(
  call: ApiCall,
  outcome: Outcome<CrmRecord>,
  good: { readonly status: number; readonly properties: readonly string[] },
): ApiAnswer {
  if (!outcome.ok) return errorAnswer(outcome.refusal, call.uuid());
  const { shown } = typeNames[outcome.value.type];
  return { status: good.status, body: recordView(outcome.value, [...shown, ...good.properties]) };
}
