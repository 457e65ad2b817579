import * as z from 'zod/mini';
import { type ApiAnswer, errorAnswer } from '../api/answers.ts';
import { type ApiCall, type ApiRoute, schemaScopes, typeOf } from '../api/api-call.ts';
import { readBody } from '../api/request-body.ts';
import type { Account, Property } from '../core/account.ts';
import type { ObjectType } from '../core/object-types.ts';
import { invalid, notFound, type Refusal } from '../crm/refusal.ts';
import { groupView, propertyView } from '../reading/property-views.ts';

const base = '/crm/properties/:version/:type';

/** What properties and groups of them there are. */
export const propertyRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: `${base}/groups`, scopes: schemaScopes('read'), handle: listGroups },
  { method: 'POST', path: `${base}/groups`, scopes: schemaScopes('write'), handle: createGroup },
  { method: 'GET', path: base, scopes: schemaScopes('read'), handle: listProperties },
  { method: 'POST', path: base, scopes: schemaScopes('write'), handle: createProperty },
  { method: 'GET', path: `${base}/:name`, scopes: schemaScopes('read'), handle: showProperty },
  {
    method: 'DELETE',
    path: `${base}/:name`,
    scopes: schemaScopes('write'),
    handle: archiveProperty,
  },
];

/** HubSpot's figure per kind, for properties that accounts make. */
const mostUnique = 10;

const propertyBody = z.object({
  name: z.string().check(z.regex(/^[a-z][a-z0-9_]*$/)),
  label: z.string().check(z.minLength(1)),
  type: z.enum(['string', 'number', 'date', 'datetime', 'enumeration', 'bool', 'phone_number']),
  fieldType: z.string(),
  groupName: z.string(),
  description: z._default(z.string(), ''),
  hasUniqueValue: z._default(z.boolean(), false),
  options: z._default(z.array(z.object({ value: z.string(), label: z.string() })), []),
});

function listProperties(call: ApiCall): ApiAnswer {
  const results = [...call.account.properties[typeOf(call)].values()].map(propertyView);
  return { status: 200, body: { results } };
}

function showProperty(call: ApiCall): ApiAnswer {
  const property = call.account.properties[typeOf(call)].get(call.parameters[1] ?? '');
  if (property === undefined) return errorAnswer(notFound, call.uuid());
  return { status: 200, body: propertyView(property) };
}

function createProperty(call: ApiCall): ApiAnswer {
  const read = readBody(call, propertyBody);
  if (!read.ok) return errorAnswer(read.refusal, call.uuid());
  const type = typeOf(call);
  const about = { isBuiltIn: false, isReadOnly: false, createdEpochMs: call.nowEpochMs };
  const property: Property = { ...read.value, ...about };
  const refusal = propertyRefusal(call.account, type, property);
  if (refusal !== undefined) return errorAnswer(refusal, call.uuid());
  call.account.properties[type].set(property.name, property);
  return { status: 201, body: propertyView(property) };
}

function propertyRefusal(
  account: Account,
  type: ObjectType,
  property: Property,
): Refusal | undefined {
  const known = account.properties[type];
  const unique = [...known.values()].filter((each) => each.hasUniqueValue && !each.isBuiltIn);
  const isText = property.type === 'string' || property.type === 'number';
  if (known.has(property.name))
    return existing(`A property named '${property.name}' already exists.`);
  if (!account.groups[type].has(property.groupName))
    return invalid(`Property group ${property.groupName} does not exist.`);
  if (property.hasUniqueValue && unique.length >= mostUnique)
    return invalid(
      `There can be at most ${mostUnique} properties with unique values per object type.`,
    );
  if (property.hasUniqueValue && !isText)
    return invalid('Only text and numbers can have unique values.');
  if (property.type === 'enumeration' && property.options.length === 0)
    return invalid('Enumeration properties must have options.');
  return undefined;
}

function archiveProperty(call: ApiCall): ApiAnswer {
  const known = call.account.properties[typeOf(call)];
  const property = known.get(call.parameters[1] ?? '');
  if (property?.isBuiltIn)
    return errorAnswer(invalid(`${property.name} cannot be archived.`), call.uuid());
  if (property !== undefined) known.delete(property.name);
  return { status: 204 };
}

function listGroups(call: ApiCall): ApiAnswer {
  const results = [...call.account.groups[typeOf(call)].values()].map(groupView);
  return { status: 200, body: { results } };
}

function createGroup(call: ApiCall): ApiAnswer {
  const schema = z.object({
    name: z.string().check(z.minLength(1)),
    label: z.string(),
    displayOrder: z._default(z.number(), -1),
  });
  const read = readBody(call, schema);
  if (!read.ok) return errorAnswer(read.refusal, call.uuid());
  const groups = call.account.groups[typeOf(call)];
  if (groups.has(read.value.name)) {
    const refusal = existing(`Property group ${read.value.name} already exists.`);
    return errorAnswer(refusal, call.uuid());
  }
  groups.set(read.value.name, read.value);
  return { status: 201, body: groupView(read.value) };
}

function existing(message: string): Refusal {
  return { status: 409, category: 'OBJECT_ALREADY_EXISTS', message };
}
