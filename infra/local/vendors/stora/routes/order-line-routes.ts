import * as z from 'zod/mini';
import { ApiError, invalidContent } from '../api/api-error.ts';
import type { ApiAnswer, ApiCall, ApiRoute } from '../api/api-route.ts';
import { deletedAnswer, envelope } from '../api/api-route.ts';
import { enumSchema, readBody, refSchema } from '../api/read-body.ts';
import { buildOrderLine } from '../billing/order-amounts.ts';
import { isoSeconds } from '../core/iso-time.ts';
import type { Order, OrderLine } from '../core/resources.ts';
import { newId } from '../core/world.ts';
import { expandRecord, readExpand } from '../reading/expand.ts';
import { paginate } from '../reading/list-query.ts';
import { findReferenced } from '../reading/present.ts';
import { renderOne, requireRecord } from '../reading/read-routes.ts';
import { linesOf, requireDraft, saveOrder } from './order-store.ts';

const integer = z.number().check(z.int('must be an integer'));
const lineFields = {
  quantity: z.optional(integer.check(z.gte(1, 'must be at least 1'))),
  price: z.optional(z.object({ amount: integer.check(z.gte(0, 'must not be negative')) })),
};

/** Body of a new order line. */
export const orderLineSchema = z.object({
  ...lineFields,
  type: enumSchema(['unit_type', 'protection', 'product', 'security_deposit']),
  item: refSchema,
});
const lineUpdateSchema = z.object(lineFields);

/** Lines of a draft order. */
export function orderLineRoutes(): ApiRoute[] {
  const path = '/orders/{orderId}/line_items';
  const write = 'public.order:write';
  const read = 'public.order:read';
  const queryNames = ['page', 'limit', 'expand'];
  return [
    { method: 'GET', path, scope: read, queryNames, handle: list },
    { method: 'GET', path: `${path}/{id}`, scope: read, queryNames, handle: show },
    { method: 'POST', path, scope: write, queryNames, handle: create },
    { method: 'PATCH', path: `${path}/{id}`, scope: write, queryNames, handle: update },
    { method: 'DELETE', path: `${path}/{id}`, scope: write, queryNames, handle: remove },
  ];
}

/** Adds a line to a draft order; the price defaults to the item's own. */
export function addOrderLine(
  call: ApiCall,
  orderId: string,
  body: z.infer<typeof orderLineSchema>,
): OrderLine {
  const order = requireRecord(call.operator.tables.orders, orderId);
  requireDraft(order);
  if (findReferenced(call.world, call.operator, body.item.id)?.record === undefined) {
    throw invalidContent('/item/id', 'value at `/item/id` does not exist');
  }
  const nowAt = isoSeconds(call.nowEpochMs);
  const line = buildOrderLine({
    id: newId(call.world.random, 'olitm'),
    type: body.type,
    itemId: body.item.id,
    priceMinor: body.price?.amount ?? defaultPriceMinor(call, body),
    quantity: body.quantity ?? 1,
    discountMinor: 0,
    currency: call.operator.currency,
    createdAt: nowAt,
    updatedAt: nowAt,
  });
  call.operator.tables.orderLines.set(line.id, line);
  saveOrder(call, { ...order, line_items: [...order.line_items, { id: line.id }] });
  return line;
}

const expandable = ['item'];

function list(call: ApiCall): ApiAnswer {
  const paths = readExpand(call, expandable);
  const { items, pagination } = paginate(linesOf(call, requireOrder(call)), call.query);
  const shown = items.map((line) => expandRecord(call, line, paths));
  return { status: 200, json: envelope(call, { line_items: shown }, { pagination }) };
}

function show(call: ApiCall): ApiAnswer {
  return render(call, 200, requireLine(call));
}

function create(call: ApiCall): ApiAnswer {
  const body = readBody(orderLineSchema, call.body);
  const line = addOrderLine(call, requireOrder(call).id, body);
  return render(call, call.world.settings.createStatus, line);
}

function update(call: ApiCall): ApiAnswer {
  const order = requireOrder(call);
  const current = requireLine(call);
  requireDraft(order);
  const body = readBody(lineUpdateSchema, call.body);
  const line = buildOrderLine({
    id: current.id,
    type: current.type,
    itemId: current.item.id,
    priceMinor: body.price?.amount ?? current.price.amount,
    quantity: body.quantity ?? current.quantity,
    discountMinor: current.discount_total.amount,
    currency: call.operator.currency,
    createdAt: current.created_at,
    updatedAt: isoSeconds(call.nowEpochMs),
  });
  call.operator.tables.orderLines.set(line.id, line);
  saveOrder(call, order);
  return render(call, 200, line);
}

function remove(call: ApiCall): ApiAnswer {
  const order = requireOrder(call);
  const { id } = requireLine(call);
  requireDraft(order);
  call.operator.tables.orderLines.delete(id);
  saveOrder(call, { ...order, line_items: order.line_items.filter((line) => line.id !== id) });
  return deletedAnswer(call, 'Line item');
}

function render(call: ApiCall, status: number, record: OrderLine): ApiAnswer {
  return renderOne(call, { singular: 'line_item', expandable }, { status, record });
}

function requireOrder(call: ApiCall): Order {
  return requireRecord(call.operator.tables.orders, call.params.orderId);
}

function requireLine(call: ApiCall): OrderLine {
  const order = requireOrder(call);
  const id = call.params.id ?? '';
  if (!order.line_items.some((line) => line.id === id)) throw new ApiError('resource_not_found');
  return requireRecord(call.operator.tables.orderLines, id);
}

function defaultPriceMinor(call: ApiCall, body: z.infer<typeof orderLineSchema>): number {
  const { unitTypes, protectionLevels } = call.operator.tables;
  const unitType = unitTypes.get(body.item.id);
  if (body.type === 'security_deposit') return unitType?.security_deposit.amount ?? 0;
  const priced = unitType ?? protectionLevels.get(body.item.id);
  return priced?.prices[0]?.price.amount ?? 0;
}
