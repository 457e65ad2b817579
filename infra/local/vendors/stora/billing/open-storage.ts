import { isoSeconds } from '../core/iso-time.ts';
import type { Contact, Order, OrderLine, Subscription, Unit } from '../core/resources.ts';
import type { Operator, World } from '../core/world.ts';
import { newId } from '../core/world.ts';
import { buildOrderLine, orderAmounts } from './order-amounts.ts';
import type { RentalTerms } from './rental-terms.ts';
import { firstPriceMinor, rentalCharges } from './rental-terms.ts';

export interface StorageInput {
  readonly contact: Contact;
  readonly unit: Unit;
  readonly terms: RentalTerms;
  readonly paymentMethod: string;
  readonly startsAt: string;
  readonly createdEpochMs: number;
  /** Months already billed before the simulation. */
  readonly periodsBefore: number;
}

export interface OpenedStorage {
  readonly order: Order;
  readonly subscription: Subscription;
}

/**
 * Stores what a completed booking leaves behind: order with lines, subscription with its charge
 * plan, tenancy, allocation, occupied unit, contact as customer. Emits nothing.
 */
export function openStorage(world: World, operator: Operator, input: StorageInput): OpenedStorage {
  const createdAt = isoSeconds(input.createdEpochMs);
  const ids = {
    order: newId(world.random, 'order'),
    subscription: newId(world.random, 'sub'),
    tenancy: newId(world.random, 'ten'),
    allocation: newId(world.random, 'alloc'),
  };
  const lines = orderLines(world, operator, input);
  for (const line of lines) operator.tables.orderLines.set(line.id, line);
  const order = buildOrder(operator, input, { ids, lines, createdAt });
  operator.tables.orders.set(order.id, order);
  const subscription = buildSubscription(world, input, { ids, lines, createdAt });
  operator.tables.subscriptions.set(subscription.id, subscription);
  operator.plans.set(subscription.id, {
    lines: rentalCharges(operator, input.terms),
    periodsBefore: input.periodsBefore,
    periodsBilled: 0,
  });
  occupyUnit(operator, input, { ids, createdAt });
  return { order, subscription };
}

interface StorageIds {
  readonly order: string;
  readonly subscription: string;
  readonly tenancy: string;
  readonly allocation: string;
}

interface Built {
  readonly ids: StorageIds;
  readonly lines: readonly OrderLine[];
  readonly createdAt: string;
}

function orderLines(world: World, operator: Operator, input: StorageInput): OrderLine[] {
  const { terms } = input;
  const createdAt = isoSeconds(input.createdEpochMs);
  const rentMinor = firstPriceMinor(terms.unitType);
  const wanted = [
    { type: 'unit_type', itemId: terms.unitType.id, priceMinor: rentMinor },
    {
      type: 'security_deposit',
      itemId: terms.unitType.id,
      priceMinor: terms.unitType.security_deposit.amount,
    },
  ];
  if (terms.protection !== null) {
    const priceMinor = firstPriceMinor(terms.protection);
    wanted.push({ type: 'protection', itemId: terms.protection.id, priceMinor });
  }
  return wanted.map((line) =>
    buildOrderLine({
      ...line,
      id: newId(world.random, 'olitm'),
      quantity: 1,
      discountMinor: line.type === 'unit_type' ? terms.discountMinor : 0,
      currency: operator.currency,
      createdAt,
      updatedAt: createdAt,
    }),
  );
}

function buildOrder(operator: Operator, input: StorageInput, built: Built): Order {
  return {
    id: built.ids.order,
    billing_period: 'monthly',
    contact: { id: input.contact.id },
    contract_template: null,
    coupon: null,
    created_at: built.createdAt,
    email_notifications: { booking_confirmation: true, move_in_day: true },
    line_items: built.lines.map((line) => ({ id: line.id })),
    metadata: {},
    ...orderAmounts(built.lines, operator.currency),
    payment_method: input.paymentMethod,
    payment_url: null,
    purchase_order_number: null,
    site: input.unit.site,
    source: 'backoffice',
    starts_at: input.startsAt,
    status: 'completed',
    subscription: { id: built.ids.subscription },
    tenancy: { id: built.ids.tenancy },
    updated_at: built.createdAt,
  };
}

function buildSubscription(world: World, input: StorageInput, built: Built): Subscription {
  const recurring = built.lines.filter((line) => line.type !== 'security_deposit');
  const stamps = { created_at: built.createdAt, updated_at: built.createdAt };
  return {
    id: built.ids.subscription,
    billing_period: 'monthly',
    cancellation_reason: null,
    cancelled: false,
    contact: { id: input.contact.id },
    ...stamps,
    current_period: { ends_at: null, starts_at: input.startsAt },
    ends_at: null,
    line_items: recurring.map((line) => ({
      ...stamps,
      item: line.item,
      price: line.price,
      quantity: line.quantity,
      type: line.type,
    })),
    order: { id: built.ids.order },
    site: input.unit.site,
    starts_at: input.startsAt,
    stripe_subscription_id: `sub_test_${world.random.hex(12)}`,
    stripe_subscription_schedule_id: null,
    tenancy: { id: built.ids.tenancy },
  };
}

function occupyUnit(
  operator: Operator,
  input: StorageInput,
  built: { readonly ids: StorageIds; readonly createdAt: string },
): void {
  const { tables } = operator;
  const { ids, createdAt } = built;
  const stamps = { created_at: createdAt, updated_at: createdAt };
  tables.tenancies.set(ids.tenancy, {
    id: ids.tenancy,
    contact: { id: input.contact.id },
    ends_at: null,
    order: { id: ids.order },
    site: input.unit.site,
    starts_at: input.startsAt,
    subscription: { id: ids.subscription },
    unit_allocations: [{ id: ids.allocation }],
    ...stamps,
  });
  tables.unitAllocations.set(ids.allocation, {
    id: ids.allocation,
    granted_access_at: createdAt,
    reserved_at: createdAt,
    tenancy: { id: ids.tenancy },
    unit: { id: input.unit.id },
    ...stamps,
  });
  const allocation = { id: ids.allocation };
  const occupied = { status: 'occupied', unit_allocation: allocation, updated_at: createdAt };
  tables.units.set(input.unit.id, { ...input.unit, ...occupied });
  tables.contacts.set(input.contact.id, {
    ...input.contact,
    status: 'customer',
    tenancies_count: input.contact.tenancies_count + 1,
  });
}
