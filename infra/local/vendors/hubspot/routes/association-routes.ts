import * as z from 'zod/mini';
import {
  type ApiAnswer,
  batchAnswer,
  errorAnswer,
  errorView,
  type ViewObject,
} from '../api/answers.ts';
import { type ApiCall, type ApiRoute, objectScopes, typeOf } from '../api/api-call.ts';
import { inputs, readBody } from '../api/request-body.ts';
import { typeNames } from '../core/object-types.ts';
import type { CrmRecord } from '../core/record-store.ts';
import { notFound, type Refusal } from '../crm/refusal.ts';
import { associationTypeId } from './inline-associations.ts';

const base = '/crm/associations/:version/:type/:to/batch';
const id = z.object({ id: z.string() });
const pairsBody = inputs(z.object({ from: id, to: id }));

/** Associations between two kinds, in batches. */
export const associationRoutes: readonly ApiRoute[] = [
  {
    method: 'POST',
    path: `${base}/associate/default`,
    scopes: objectScopes('write'),
    handle: associate,
  },
  { method: 'POST', path: `${base}/read`, scopes: objectScopes('read'), handle: readAll },
  { method: 'POST', path: `${base}/archive`, scopes: objectScopes('write'), handle: dissociate },
];

function associate(call: ApiCall): ApiAnswer {
  const pairs = readPairs(call);
  if (!('found' in pairs)) return pairs;
  for (const [from, to] of pairs.found) call.account.store.associate(from, to);
  const results = pairs.found.map(([from, to]) => ({
    from: { id: from.id },
    to: { id: to.id },
    associationSpec: {
      associationCategory: 'HUBSPOT_DEFINED',
      associationTypeId: associationTypeId(from.type, to.type),
    },
  }));
  return batchAnswer({ results, errors: pairs.errors }, { startedEpochMs: call.nowEpochMs });
}

function dissociate(call: ApiCall): ApiAnswer {
  const pairs = readPairs(call);
  if (!('found' in pairs)) return pairs;
  for (const [from, to] of pairs.found) call.account.store.dissociate(from, to);
  return { status: 204 };
}

function readAll(call: ApiCall): ApiAnswer {
  const read = readBody(call, inputs(id));
  if (!read.ok) return errorAnswer(read.refusal, call.uuid());
  const [fromType, toType] = [typeOf(call), typeOf(call, 1)];
  const typeId = associationTypeId(fromType, toType);
  const results: ViewObject[] = [];
  const errors: ViewObject[] = [];
  for (const each of read.value.inputs) {
    const from = call.account.store.find(fromType, each.id);
    const others = from === undefined ? [] : call.account.store.associated(from, toType);
    if (others.length === 0) errors.push(errorView(nothing(call, each.id)));
    else
      results.push({
        from: { id: each.id },
        to: others.map((other) => ({
          toObjectId: other,
          associationTypes: [{ category: 'HUBSPOT_DEFINED', typeId, label: null }],
        })),
      });
  }
  return batchAnswer({ results, errors }, { startedEpochMs: call.nowEpochMs });
}

function nothing(call: ApiCall, fromId: string): Refusal {
  const { plural } = typeNames[typeOf(call, 1)];
  return {
    ...notFound,
    message: `No ${plural} are associated with ${typeNames[typeOf(call)].plural} ${fromId}.`,
    subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND',
    context: { fromObjectId: [fromId] },
  };
}

interface Pairs {
  readonly found: readonly (readonly [CrmRecord, CrmRecord])[];
  readonly errors: readonly ViewObject[];
}

function readPairs(call: ApiCall): Pairs | ApiAnswer {
  const read = readBody(call, pairsBody);
  if (!read.ok) return errorAnswer(read.refusal, call.uuid());
  const found: (readonly [CrmRecord, CrmRecord])[] = [];
  const errors: ViewObject[] = [];
  for (const pair of read.value.inputs) {
    const from = call.account.store.find(typeOf(call), pair.from.id);
    const to = call.account.store.find(typeOf(call, 1), pair.to.id);
    if (from !== undefined && to !== undefined) found.push([from, to]);
    else errors.push(errorView(absent(from === undefined ? pair.from.id : pair.to.id)));
  }
  return { found, errors };
}

function absent(objectId: string): Refusal {
  return {
    ...notFound,
    message: `Object ${objectId} was not found.`,
    context: { ids: [objectId] },
  };
}
