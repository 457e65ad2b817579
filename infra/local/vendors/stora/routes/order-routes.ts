import * as z from 'zod/mini';
import { ApiError, invalidContent } from '../api/api-error.ts';
import type { ApiAnswer, ApiCall, ApiRoute } from '../api/api-route.ts';
import { patchMetadata } from '../api/metadata.ts';
import { metadataSchema, readBody, refSchema } from '../api/read-body.ts';
import { orderAmounts } from '../billing/order-amounts.ts';
import { isoSeconds } from '../core/iso-time.ts';
import type { Order, Ref } from '../core/resources.ts';
import { newId } from '../core/world.ts';
import { anyOf, metadataMatches, oneOfKnown } from '../reading/list-query.ts';
import { byCreation, readRoutes, renderOne, requireRecord } from '../reading/read-routes.ts';
import { emitEvent } from '../webhooks/webhook-events.ts';
import { contactCreateSchema, createContactFromBody } from './contact-routes.ts';
import { addOrderLine, orderLineSchema } from './order-line-routes.ts';
import { orderExpandable, requireDraft, saveOrder } from './order-store.ts';

/** Orders: draft, then finalized with a payment link. */
export function orderRoutes(): ApiRoute[] {
  const scope = 'public.order:write';
  return [
    ...readRoutes<Order>({
      path: '/orders',
      singular: 'order',
      plural: 'orders',
      scope: 'public.order:read',
      table: (operator) => operator.tables.orders,
      sortKeys: { ...byCreation<Order>(), updated_at: (order) => order.updated_at },
      filters: {
        status: oneOfKnown(['draft', 'finalized', 'completed'], (order) => order.status),
        contact_id: anyOf((order) => order.contact?.id ?? null),
        site_id: anyOf((order) => order.site.id),
      },
      queryFilter: (query) => {
        const isMatching = metadataMatches(query);
        return (order) => isMatching(order.metadata);
      },
      expandable: orderExpandable,
    }),
    { method: 'POST', path: '/orders', scope, handle: create },
    { method: 'PATCH', path: '/orders/{id}', scope, handle: update },
    { method: 'POST', path: '/orders/{id}/finalize', scope, handle: finalize },
    {
      method: 'GET',
      path: '/orders/{id}/validate',
      scope: 'public.order:read',
      queryNames: ['expand'],
      handle: validate,
    },
  ];
}

const finalizeSchema = z.object({
  finalize: z.optional(z.object({ cancel_redirect_url: z.optional(z.string()) })),
});
const updateSchema = z.object({
  site: z.optional(refSchema),
  billing_period: z.optional(z.string()),
  payment_method: z.optional(z.string()),
  purchase_order_number: z.optional(z.nullable(z.string())),
  starts_at: z.optional(z.string()),
  emails: z.optional(
    z.object({
      booking_confirmation: z.optional(z.boolean()),
      move_in_day: z.optional(z.boolean()),
    }),
  ),
  coupon: z.optional(z.nullable(refSchema)),
  contract_template: z.optional(z.nullable(refSchema)),
  contact: z.optional(z.union([refSchema, contactCreateSchema])),
  metadata: z.optional(metadataSchema),
});
const createSchema = z.extend(updateSchema, {
  site: refSchema,
  finalize: z.optional(z.object({ cancel_redirect_url: z.optional(z.string()) })),
  line_items: z.optional(z.array(orderLineSchema)),
});
type OrderBody = z.infer<typeof updateSchema>;

function create(call: ApiCall): ApiAnswer {
  const body = readBody(createSchema, call.body);
  requireSite(call, body.site.id);
  const drafted = applyBody(call, blankOrder(call, body.site), body);
  saveOrder(call, drafted);
  try {
    for (const line of body.line_items ?? []) addOrderLine(call, drafted.id, line);
    if (body.finalize !== undefined) finalizeOrder(call, drafted.id);
  } catch (error) {
    // A refused line refuses the whole order: nothing of it stays.
    call.operator.tables.orders.delete(drafted.id);
    throw error;
  }
  emitEvent(call.world, call.operator, { type: 'order.created', id: drafted.id });
  return render(call, call.world.settings.createStatus, drafted.id);
}

function update(call: ApiCall): ApiAnswer {
  const current = requireRecord(call.operator.tables.orders, call.params.id);
  requireDraft(current);
  const body = readBody(updateSchema, call.body);
  if (body.site !== undefined) requireSite(call, body.site.id);
  const order = saveOrder(call, applyBody(call, current, body));
  emitEvent(call.world, call.operator, { type: 'order.updated', id: order.id });
  return render(call, 200, order.id);
}

function finalize(call: ApiCall): ApiAnswer {
  readBody(finalizeSchema, call.body);
  const { id } = requireRecord(call.operator.tables.orders, call.params.id);
  finalizeOrder(call, id);
  emitEvent(call.world, call.operator, { type: 'order.finalized', id: id });
  return render(call, 200, id);
}

/** Answers the order, or what keeps it from being finalized. */
function validate(call: ApiCall): ApiAnswer {
  const order = requireRecord(call.operator.tables.orders, call.params.id);
  requireFinalizable(order);
  return render(call, 200, order.id);
}

function finalizeOrder(call: ApiCall, orderId: string): void {
  const order = requireRecord(call.operator.tables.orders, orderId);
  requireDraft(order);
  requireFinalizable(order);
  const paymentUrl = `https://${call.operator.storefrontHost}/orders/${order.id}/pay`;
  saveOrder(call, { ...order, status: 'finalized', payment_url: paymentUrl });
}

function requireFinalizable(order: Order): void {
  const details = [
    ...(order.contact === null ? [{ message: 'order has no contact', pointer: '/contact' }] : []),
    ...(order.line_items.length === 0
      ? [{ message: 'order has no line items', pointer: '/line_items' }]
      : []),
  ];
  if (details.length > 0) throw new ApiError('invalid_content', details);
}

function render(call: ApiCall, status: number, orderId: string): ApiAnswer {
  const record = requireRecord(call.operator.tables.orders, orderId);
  return renderOne(call, { singular: 'order', expandable: orderExpandable }, { status, record });
}

function requireSite(call: ApiCall, siteId: string): void {
  if (!call.operator.tables.sites.has(siteId)) {
    throw invalidContent('/site/id', 'value at `/site/id` does not exist');
  }
}

function blankOrder(call: ApiCall, site: Ref): Order {
  const nowAt = isoSeconds(call.nowEpochMs);
  return {
    id: newId(call.world.random, 'order'),
    billing_period: 'monthly',
    contact: null,
    contract_template: null,
    coupon: null,
    created_at: nowAt,
    email_notifications: { booking_confirmation: true, move_in_day: true },
    line_items: [],
    metadata: {},
    ...orderAmounts([], call.operator.currency),
    payment_method: 'card',
    payment_url: null,
    purchase_order_number: null,
    site,
    source: 'public_api',
    starts_at: 'now',
    status: 'draft',
    subscription: null,
    tenancy: null,
    updated_at: nowAt,
  };
}

function applyBody(call: ApiCall, order: Order, body: OrderBody): Order {
  return {
    ...order,
    site: body.site ?? order.site,
    billing_period: body.billing_period ?? order.billing_period,
    payment_method: body.payment_method ?? order.payment_method,
    purchase_order_number: keepUnlessGiven(body.purchase_order_number, order.purchase_order_number),
    starts_at: body.starts_at ?? order.starts_at,
    email_notifications: {
      booking_confirmation:
        body.emails?.booking_confirmation ?? order.email_notifications.booking_confirmation,
      move_in_day: body.emails?.move_in_day ?? order.email_notifications.move_in_day,
    },
    coupon: keepUnlessGiven(body.coupon, order.coupon),
    contract_template: keepUnlessGiven(body.contract_template, order.contract_template),
    contact: body.contact === undefined ? order.contact : readContact(call, body.contact),
    metadata: patchMetadata(order.metadata, body.metadata),
  };
}

function keepUnlessGiven<T>(given: T | undefined, current: T): T {
  return given === undefined ? current : given;
}

function readContact(call: ApiCall, given: NonNullable<OrderBody['contact']>): Ref {
  if (!('id' in given)) return { id: createContactFromBody(call, given).id };
  if (call.operator.tables.contacts.has(given.id)) return { id: given.id };
  throw invalidContent('/contact/id', 'value at `/contact/id` does not exist');
}
