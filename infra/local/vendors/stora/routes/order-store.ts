import { ApiError } from '../api/api-error.ts';
import type { ApiCall } from '../api/api-route.ts';
import { orderAmounts } from '../billing/order-amounts.ts';
import { isoSeconds } from '../core/iso-time.ts';
import type { Order, OrderLine } from '../core/resources.ts';

export const orderExpandable: readonly string[] = [
  'contact',
  'line_items',
  'line_items.item',
  'site',
  'subscription',
  'tenancy',
];

/** Only a draft may change (409 otherwise). */
export function requireDraft(order: Order): void {
  if (order.status !== 'draft') throw new ApiError('conflict');
}

/** The lines of an order in its sequence. */
export function linesOf(call: ApiCall, order: Order): OrderLine[] {
  return order.line_items.flatMap(({ id }) => call.operator.tables.orderLines.get(id) ?? []);
}

/** Stores an order with its sums recomputed from its lines. */
export function saveOrder(call: ApiCall, order: Order): Order {
  const saved: Order = {
    ...order,
    ...orderAmounts(linesOf(call, order), call.operator.currency),
    updated_at: isoSeconds(call.nowEpochMs),
  };
  call.operator.tables.orders.set(saved.id, saved);
  return saved;
}
