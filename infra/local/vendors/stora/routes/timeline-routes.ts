import * as z from 'zod/mini';
import { ApiError, invalidContent } from '../api/api-error.ts';
import type { ApiAnswer, ApiCall, ApiRoute } from '../api/api-route.ts';
import { deletedAnswer } from '../api/api-route.ts';
import { readBody, refSchema } from '../api/read-body.ts';
import { isoSeconds } from '../core/iso-time.ts';
import type {
  JsonObject,
  Ref,
  TimelineEvent,
  TimelineSource,
  TimelineTemplate,
} from '../core/resources.ts';
import { newId } from '../core/world.ts';
import { atOrAfter, before } from '../reading/list-query.ts';
import { findReferenced } from '../reading/present.ts';
import { byCreation, readRoutes, renderOne, requireRecord } from '../reading/read-routes.ts';

/** Timeline: sources and templates are read-only, events are how an integration shows its work. */
export function timelineRoutes(): ApiRoute[] {
  const scope = 'public.timeline_event:write';
  return [
    ...readRoutes<TimelineSource>({
      path: '/timeline/sources',
      singular: 'source',
      plural: 'sources',
      scope: 'public.timeline_source:read',
      table: (operator) => operator.tables.timelineSources,
      hides: 'sources',
      sortKeys: byCreation<TimelineSource>(),
    }),
    ...readRoutes<TimelineTemplate>({
      path: '/timeline/templates',
      singular: 'template',
      plural: 'templates',
      scope: 'public.timeline_template:read',
      table: (operator) => operator.tables.timelineTemplates,
      hides: 'templates',
      sortKeys: byCreation<TimelineTemplate>(),
      filters: {
        created_after: atOrAfter((template) => template.created_at),
        created_before: before((template) => template.created_at),
        updated_after: atOrAfter((template) => template.updated_at),
        updated_before: before((template) => template.updated_at),
      },
    }),
    ...readRoutes<TimelineEvent>({
      path: '/timeline/events',
      singular: 'event',
      plural: 'events',
      scope: 'public.timeline_event:read',
      table: (operator) => operator.tables.timelineEvents,
      sortKeys: byCreation<TimelineEvent>(),
      expandable,
    }),
    { method: 'POST', path: '/timeline/events', scope, handle: create },
    { method: 'PATCH', path: '/timeline/events/{id}', scope, handle: update },
    { method: 'DELETE', path: '/timeline/events/{id}', scope, handle: remove },
  ];
}

const linkNames = [
  'contact',
  'site',
  'invoice',
  'subscription',
  'tenancy',
  'unit',
  'unit_type',
] as const;
type LinkName = (typeof linkNames)[number];
const expandable = [...linkNames, 'source', 'template', 'creator'];

const optionalRef = z.optional(z.nullable(refSchema));
const optionalText = z.optional(z.nullable(z.string()));
const changeable = {
  description: optionalText,
  external: z.optional(z.nullable(z.object({ id: optionalText, url: optionalText }))),
  variables: z.optional(z.record(z.string(), z.json())),
  contact: optionalRef,
  site: optionalRef,
  invoice: optionalRef,
  subscription: optionalRef,
  tenancy: optionalRef,
  unit: optionalRef,
  unit_type: optionalRef,
};
const updateSchema = z.object(changeable);
const createSchema = z.object({ ...changeable, source: refSchema, template: refSchema });

function create(call: ApiCall): ApiAnswer {
  const body = readBody(createSchema, call.body);
  const { tables } = call.operator;
  requireKnownReferences(call, body);
  const source = requireLinked(tables.timelineSources, body.source.id, '/source/id');
  const template = requireLinked(tables.timelineTemplates, body.template.id, '/template/id');
  const nowAt = isoSeconds(call.nowEpochMs);
  const links = readLinks(call, body, noLinks);
  requirePredefined(template, links);
  const creator = call.world.applications.get(call.token.clientId)?.id ?? 'app_unknown';
  const event: TimelineEvent = {
    id: newId(call.world.random, 'aevt'),
    ...links,
    created_at: nowAt,
    creator: { id: creator },
    description: body.description ?? null,
    external: readExternal(body.external),
    source: { id: source.id },
    template: { id: template.id },
    updated_at: nowAt,
    variables: readVariables(body.variables),
  };
  tables.timelineEvents.set(event.id, event);
  const status = call.world.settings.createStatus;
  return renderOne(call, { singular: 'event', expandable }, { status, record: event });
}

function update(call: ApiCall): ApiAnswer {
  const { tables } = call.operator;
  const current = requireRecord(tables.timelineEvents, call.params.id);
  const body = readBody(updateSchema, call.body);
  const template = requireRecord(tables.timelineTemplates, current.template.id);
  const links = readLinks(call, body, current);
  requirePredefined(template, links);
  const event: TimelineEvent = {
    ...current,
    ...links,
    description: body.description === undefined ? current.description : body.description,
    external: body.external === undefined ? current.external : readExternal(body.external),
    variables: body.variables === undefined ? current.variables : readVariables(body.variables),
    updated_at: isoSeconds(call.nowEpochMs),
  };
  tables.timelineEvents.set(event.id, event);
  return renderOne(call, { singular: 'event', expandable }, { status: 200, record: event });
}

function remove(call: ApiCall): ApiAnswer {
  const { timelineEvents } = call.operator.tables;
  const event = requireRecord(timelineEvents, call.params.id);
  timelineEvents.delete(event.id);
  return deletedAnswer(call, 'Timeline event');
}

type Links = Pick<TimelineEvent, LinkName>;

const noLinks: Links = {
  contact: null,
  site: null,
  invoice: null,
  subscription: null,
  tenancy: null,
  unit: null,
  unit_type: null,
};

function readLinks(call: ApiCall, body: z.infer<typeof updateSchema>, current: Links): Links {
  const read = (name: LinkName): Ref | null => {
    const given = body[name];
    if (given === undefined) return current[name];
    if (given !== null) requireExisting(call, given.id, `/${name}/id`);
    return given;
  };
  return {
    contact: read('contact'),
    site: read('site'),
    invoice: read('invoice'),
    subscription: read('subscription'),
    tenancy: read('tenancy'),
    unit: read('unit'),
    unit_type: read('unit_type'),
  };
}

function requireExisting(call: ApiCall, id: string, pointer: string): void {
  if (findReferenced(call.world, call.operator, id)?.record === undefined) {
    throw invalidContent(pointer, `value at \`${pointer}\` does not exist`);
  }
}

/** That an event may hang on an invoice or a site is seen in answers only. */
function requireKnownReferences(call: ApiCall, body: z.infer<typeof updateSchema>): void {
  for (const name of ['invoice', 'site'] as const) {
    if (body[name] !== undefined && call.world.settings.absent.timeline.includes(name)) {
      throw invalidContent(`/${name}`, `key at \`/${name}\` is not known`);
    }
  }
}

/** Every predefined variable of the template needs its resource; custom ones are not enforced. */
function requirePredefined(template: TimelineTemplate, links: Links): void {
  const missing = linkNames.filter(
    (name) => template.variables.predefined.includes(name) && links[name] === null,
  );
  if (missing.length === 0) return;
  const details = missing.map((name) => ({
    message: `template needs the predefined variable at \`/${name}\``,
    pointer: `/${name}`,
  }));
  throw new ApiError('invalid_content', details);
}

function requireLinked<T>(table: ReadonlyMap<string, T>, id: string, pointer: string): T {
  const found = table.get(id);
  if (found === undefined) throw invalidContent(pointer, `value at \`${pointer}\` does not exist`);
  return found;
}

function readExternal(
  external: z.infer<typeof updateSchema>['external'],
): TimelineEvent['external'] {
  if (external === undefined || external === null) return null;
  return { id: external.id ?? null, url: external.url ?? null };
}

function readVariables(variables: z.infer<typeof updateSchema>['variables']): JsonObject {
  return variables ?? {};
}
