import * as z from 'zod/mini';
import { ApiError, invalidContent } from '../api/api-error.ts';
import type { ApiAnswer, ApiCall, ApiRoute } from '../api/api-route.ts';
import { deletedAnswer, envelope } from '../api/api-route.ts';
import { patchMetadata, requireMetadata } from '../api/metadata.ts';
import { enumSchema, metadataSchema, readBody } from '../api/read-body.ts';
import { isoSeconds } from '../core/iso-time.ts';
import type { WebhookEndpoint } from '../core/resources.ts';
import { newId } from '../core/world.ts';
import { metadataMatches, oneOfKnown } from '../reading/list-query.ts';
import { presentEndpoint } from '../reading/present.ts';
import { byCreation, readRoutes, requireRecord } from '../reading/read-routes.ts';
import { webhookEventTypes } from '../webhooks/webhook-events.ts';

/** Webhook endpoints; the envelope key is `endpoint`, and only creation shows the secret. */
export function webhookEndpointRoutes(): ApiRoute[] {
  const path = '/webhook_endpoints';
  const scope = 'public.webhook_endpoint:write';
  return [
    ...readRoutes<WebhookEndpoint>({
      path,
      singular: 'endpoint',
      plural: 'endpoints',
      scope: 'public.webhook_endpoint:read',
      table: (operator) => operator.tables.webhookEndpoints,
      present: (_world, endpoint) => presentEndpoint(endpoint),
      sortKeys: byCreation<WebhookEndpoint>(),
      filters: { status: oneOfKnown(['enabled', 'disabled'], (endpoint) => endpoint.status) },
      queryFilter: (query) => {
        const isMatching = metadataMatches(query);
        return (endpoint) => isMatching(endpoint.metadata);
      },
      expandable: ['creator'],
    }),
    { method: 'POST', path, scope, handle: create },
    { method: 'PATCH', path: `${path}/{id}`, scope, handle: update },
    { method: 'DELETE', path: `${path}/{id}`, scope, handle: remove },
    {
      method: 'POST',
      path: `${path}/{id}/disable`,
      scope,
      handle: (call) => setStatus(call, 'disabled'),
    },
    {
      method: 'POST',
      path: `${path}/{id}/enable`,
      scope,
      handle: (call) => setStatus(call, 'enabled'),
    },
  ];
}

const nameSchema = z.string().check(z.minLength(1, 'must not be empty'));
const eventTypesSchema = z.array(z.string()).check(z.minLength(1, 'must not be empty'));
const createSchema = z.object({
  name: nameSchema,
  api_version: enumSchema(['2025-09']),
  url: z.string(),
  event_types: eventTypesSchema,
  description: z.optional(z.nullable(z.string())),
  metadata: z.optional(metadataSchema),
});
const updateSchema = z.object({
  name: z.optional(nameSchema),
  url: z.optional(z.string()),
  event_types: z.optional(eventTypesSchema),
  description: z.optional(z.nullable(z.string())),
  metadata: z.optional(metadataSchema),
});

function create(call: ApiCall): ApiAnswer {
  const body = readBody(createSchema, call.body);
  requireDeliverable(call, body.url);
  requireKnownEvents(call, body.event_types);
  if (body.metadata !== undefined) requireMetadata(call, 'webhook_endpoint');
  const nowAt = isoSeconds(call.nowEpochMs);
  const endpoint: WebhookEndpoint = {
    id: newId(call.world.random, 'we'),
    api_version: body.api_version,
    created_at: nowAt,
    creator: { id: call.world.applications.get(call.token.clientId)?.id ?? 'app_unknown' },
    description: body.description ?? null,
    disabled_at: null,
    event_types: body.event_types,
    metadata: patchMetadata({}, body.metadata),
    name: body.name,
    secret: call.world.random.hex(64),
    status: 'enabled',
    updated_at: nowAt,
    url: body.url,
  };
  call.operator.tables.webhookEndpoints.set(endpoint.id, endpoint);
  return { status: call.world.settings.createStatus, json: envelope(call, { endpoint }) };
}

function update(call: ApiCall): ApiAnswer {
  const current = requireRecord(call.operator.tables.webhookEndpoints, call.params.id);
  const body = readBody(updateSchema, call.body);
  const url = body.url ?? current.url;
  requireDeliverable(call, url);
  if (body.event_types !== undefined) requireKnownEvents(call, body.event_types);
  if (body.metadata !== undefined) requireMetadata(call, 'webhook_endpoint');
  return store(call, {
    ...current,
    name: body.name ?? current.name,
    url,
    event_types: body.event_types ?? current.event_types,
    description: body.description === undefined ? current.description : body.description,
    metadata: patchMetadata(current.metadata, body.metadata),
  });
}

function remove(call: ApiCall): ApiAnswer {
  const { webhookEndpoints } = call.operator.tables;
  const endpoint = requireRecord(webhookEndpoints, call.params.id);
  webhookEndpoints.delete(endpoint.id);
  return deletedAnswer(call, 'Webhook endpoint');
}

function setStatus(call: ApiCall, status: 'enabled' | 'disabled'): ApiAnswer {
  const current = requireRecord(call.operator.tables.webhookEndpoints, call.params.id);
  const disabledAt = status === 'disabled' ? isoSeconds(call.nowEpochMs) : null;
  return store(call, { ...current, status, disabled_at: disabledAt });
}

function store(call: ApiCall, changed: WebhookEndpoint): ApiAnswer {
  const endpoint = { ...changed, updated_at: isoSeconds(call.nowEpochMs) };
  call.operator.tables.webhookEndpoints.set(endpoint.id, endpoint);
  return { status: 200, json: envelope(call, { endpoint: presentEndpoint(endpoint) }) };
}

/** The list is closed; how a refusal names the stranger is not documented, hence a setting. */
function requireKnownEvents(call: ApiCall, given: readonly string[]): void {
  const { eventTypes, eventRefusal } = call.world.settings.absent;
  const known = webhookEventTypes.filter((name) => !eventTypes.includes(name));
  const strangers = given.flatMap((name, at) => (known.includes(name) ? [] : [{ name, at }]));
  if (strangers.length === 0) return;
  const details = {
    pointer: strangers.map(({ at }) => ({
      pointer: `/event_types/${at}`,
      message: `value at \`/event_types/${at}\` is not one of: ${known.join(', ')}`,
    })),
    name: strangers.map(({ name }) => ({
      pointer: '/event_types',
      message: `\`${name}\` is not an event type`,
    })),
    'known-names': [{ pointer: '/event_types', message: `choose from ${known.join(', ')}` }],
    nothing: [],
  }[eventRefusal];
  throw new ApiError('invalid_content', details);
}

/** The vendor demands https; a local stack has none, so loopback http passes by setting. */
function requireDeliverable(call: ApiCall, url: string): void {
  if (URL.canParse(url)) {
    const { protocol, hostname } = new URL(url);
    const isLoopback = ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
    if (protocol === 'https:') return;
    if (protocol === 'http:' && isLoopback && call.world.settings.allowLoopbackHttpWebhooks) return;
  }
  throw invalidContent('/url', 'value at `/url` does not match pattern: ^https://');
}
