import { addMonths, isoSeconds } from '../core/iso-time.ts';
import type { Invoice, Subscription } from '../core/resources.ts';
import type { ChargePlan, Operator, World } from '../core/world.ts';
import { emitEvent } from '../webhooks/webhook-events.ts';
import { ActionError } from './action-error.ts';
import type { ChargeLine } from './charge-line.ts';
import { raiseInvoice } from './invoice-actions.ts';

/** Most invoices one run may raise. */
export const maxRunInvoices = 10_000;

/**
 * Bills the next `count` periods: always the subscription billed least often, so every customer is
 * reached before any is billed twice. Contacts get no events.
 */
export function runMonthEnd(world: World, operator: Operator, count: number): Invoice[] {
  if (!Number.isInteger(count) || count < 1 || count > maxRunInvoices) {
    throw new ActionError(`the number of invoices must be from 1 to ${maxRunInvoices}`);
  }
  return Array.from({ length: count }, () => billPeriod(world, operator, nextToBill(operator)));
}

/** Raises the invoice of the subscription's next period and moves its current period there. */
export function billPeriod(
  world: World,
  operator: Operator,
  due: {
    readonly subscription: Subscription;
    readonly plan: ChargePlan;
    readonly extraCharges?: readonly ChargeLine[];
  },
): Invoice {
  const { subscription, plan, extraCharges = [] } = due;
  const period = plan.periodsBefore + plan.periodsBilled;
  const periodStart = addMonths(subscription.starts_at, period);
  const periodEnd = addMonths(subscription.starts_at, period + 1);
  const planned = plan.lines.filter((line) => plan.periodsBilled === 0 || !line.isFirstPeriodOnly);
  plan.periodsBilled += 1;
  operator.tables.subscriptions.set(subscription.id, {
    ...subscription,
    current_period: { starts_at: periodStart, ends_at: periodEnd },
    updated_at: isoSeconds(world.clock.nowEpochMs()),
  });
  return raiseInvoice(world, operator, {
    contactId: subscription.contact.id,
    siteId: subscription.site.id,
    subscriptionId: subscription.id,
    periodStart,
    periodEnd,
    charges: [...planned, ...extraCharges],
  });
}

/** Ends a subscription; the month-end run skips it from then on. */
export function cancelSubscription(world: World, operator: Operator, id: string): Subscription {
  const found = operator.tables.subscriptions.get(id);
  if (found === undefined) throw new ActionError(`no subscription ${id}; give the id of one`);
  const endedAt = isoSeconds(world.clock.nowEpochMs());
  const cancelled = { ...found, cancelled: true, ends_at: endedAt, updated_at: endedAt };
  operator.tables.subscriptions.set(id, cancelled);
  emitEvent(world, operator, { type: 'subscription.cancelled', id: id });
  return cancelled;
}

function nextToBill(operator: Operator): { subscription: Subscription; plan: ChargePlan } {
  let least: { subscription: Subscription; plan: ChargePlan } | null = null;
  for (const subscription of operator.tables.subscriptions.values()) {
    const plan = operator.plans.get(subscription.id);
    if (plan === undefined || subscription.cancelled) continue;
    if (least === null || plan.periodsBilled < least.plan.periodsBilled) {
      least = { subscription, plan };
    }
  }
  if (least === null) throw new ActionError('no running subscription; make a booking first');
  return least;
}
