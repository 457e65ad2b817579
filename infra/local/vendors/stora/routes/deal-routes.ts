import * as z from 'zod/mini';
import { ApiError, invalidContent } from '../api/api-error.ts';
import type { ApiAnswer, ApiCall, ApiRoute } from '../api/api-route.ts';
import { patchMetadata } from '../api/metadata.ts';
import { metadataSchema, readBody, refSchema } from '../api/read-body.ts';
import { changeDeal, createDeal } from '../billing/deal-actions.ts';
import type { Deal, DealStage } from '../core/resources.ts';
import { anyOf, atOrAfter, oneOfKnown } from '../reading/list-query.ts';
import { byCreation, readRoutes, renderOne, requireRecord } from '../reading/read-routes.ts';

const expandable = ['contact', 'site', 'stage'];

/** The sales pipeline: deals and their stages. */
export function dealRoutes(): ApiRoute[] {
  const scope = 'public.deal:write';
  return [
    // `/deals/stages` has fewer parameters than `/deals/{id}`, so that it wins.
    ...readRoutes<DealStage>({
      path: '/deals/stages',
      singular: 'stage',
      plural: 'stages',
      scope: 'public.deal_stage:read',
      table: (operator) => operator.tables.dealStages,
      sortKeys: {
        ...byCreation<DealStage>(),
        updated_at: (stage) => stage.updated_at,
        position: (stage) => String(stage.position).padStart(6, '0'),
      },
    }),
    ...readRoutes<Deal>({
      path: '/deals',
      singular: 'deal',
      plural: 'deals',
      scope: 'public.deal:read',
      table: (operator) => operator.tables.deals,
      sortKeys: { ...byCreation<Deal>(), updated_at: (deal) => deal.updated_at },
      filters: {
        status: oneOfKnown(['open', 'won', 'lost'], (deal) => deal.status),
        contact_id: anyOf((deal) => deal.contact.id),
        updated_after: atOrAfter((deal) => deal.updated_at),
      },
      expandable,
    }),
    { method: 'POST', path: '/deals', scope, handle: create },
    { method: 'PATCH', path: '/deals/{id}', scope, handle: update },
    { method: 'POST', path: '/deals/{id}/win', scope, handle: win },
    { method: 'POST', path: '/deals/{id}/lose', scope, handle: lose },
    { method: 'POST', path: '/deals/{id}/reopen', scope, handle: reopen },
  ];
}

const nullableRef = z.optional(z.nullable(refSchema));
const nullableText = z.optional(z.nullable(z.string()));
const lineSchema = z.object({
  type: z.string(),
  item: refSchema,
  quantity: z._default(z.int(), 1),
});
const updateSchema = z.object({
  name: z.optional(z.string()),
  assignee: nullableRef,
  site: nullableRef,
  stage: z.optional(refSchema),
  note: nullableText,
  starts_at: nullableText,
  line_items: z.optional(z.array(lineSchema)),
  metadata: z.optional(metadataSchema),
});
const createSchema = z.extend(updateSchema, { name: z.string(), contact: refSchema });
const loseSchema = z.object({ lost_reason: z.string().check(z.minLength(1)) });
const reopenSchema = z.object({ stage: z.optional(refSchema), assignee: nullableRef });

function create(call: ApiCall): ApiAnswer {
  const body = readBody(createSchema, call.body);
  const { tables } = call.operator;
  if (!tables.contacts.has(body.contact.id))
    throw invalidContent('/contact/id', 'value at `/contact/id` does not exist');
  const { metadata, ...rest } = given(call, body);
  const deal = createDeal(call.world, call.operator, {
    ...withoutAbsent(rest),
    name: body.name,
    contact: body.contact,
    metadata: patchMetadata({}, metadata),
  });
  return render(call, call.world.settings.createStatus, deal);
}

function update(call: ApiCall): ApiAnswer {
  const current = requireDeal(call);
  const { metadata, ...rest } = given(call, readBody(updateSchema, call.body));
  const change = { ...rest, metadata: patchMetadata(current.metadata, metadata) };
  return changed(call, { change, type: 'deal.updated' });
}

function win(call: ApiCall): ApiAnswer {
  requireStatus(requireDeal(call), ['open']);
  return changed(call, { change: { status: 'won' }, type: 'deal.won' });
}

function lose(call: ApiCall): ApiAnswer {
  requireStatus(requireDeal(call), ['open']);
  const { lost_reason } = readBody(loseSchema, call.body);
  return changed(call, { change: { status: 'lost', lost_reason }, type: 'deal.lost' });
}

/** No event of its own was seen, so that `deal.updated` tells of it. */
function reopen(call: ApiCall): ApiAnswer {
  requireStatus(requireDeal(call), ['won', 'lost']);
  const body = given(call, readBody(reopenSchema, call.body));
  const change = { ...body, status: 'open', lost_reason: null } as const;
  return changed(call, { change, type: 'deal.updated' });
}

/** Only what was given: absent members change nothing. */
function given<
  B extends { stage?: { id: string } | undefined; site?: { id: string } | null | undefined },
>(call: ApiCall, body: B) {
  const { dealStages, sites } = call.operator.tables;
  if (body.stage !== undefined && !dealStages.has(body.stage.id))
    throw invalidContent('/stage/id', 'value at `/stage/id` does not exist');
  if (body.site != null && !sites.has(body.site.id))
    throw invalidContent('/site/id', 'value at `/site/id` does not exist');
  return body;
}

function changed(
  call: ApiCall,
  { change, type }: { readonly change: object; readonly type: string },
): ApiAnswer {
  const { id } = requireDeal(call);
  const deal = changeDeal(call.world, call.operator, { id, change: withoutAbsent(change), type });
  return render(call, 200, deal);
}

function withoutAbsent(members: object): Partial<Deal> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

function requireDeal(call: ApiCall): Deal {
  return requireRecord(call.operator.tables.deals, call.params.id);
}

/** Inferred: a deal that has ended is no longer ended another way. */
function requireStatus(deal: Deal, statuses: readonly Deal['status'][]): void {
  if (!statuses.includes(deal.status)) throw new ApiError('conflict');
}

function render(call: ApiCall, status: number, record: Deal): ApiAnswer {
  return renderOne(call, { singular: 'deal', expandable }, { status, record });
}
