import { isoSeconds } from '../core/iso-time.ts';
import type { Contact, Tenancy } from '../core/resources.ts';
import type { Operator, World } from '../core/world.ts';
import { emitEvent } from '../webhooks/webhook-events.ts';
import { ActionError } from './action-error.ts';
import { cancelSubscription } from './month-end-run.ts';

/**
 * A customer leaves: the subscription ends, the unit is free, and whoever has no other tenancy churns. Events:
 * subscription.cancelled, unit.updated, tenancy.updated, contact.updated.
 */
export function moveOut(world: World, operator: Operator, tenancyId: string): Tenancy {
  const { tables } = operator;
  const found = tables.tenancies.get(tenancyId);
  if (found === undefined) throw new ActionError(`no tenancy ${tenancyId}; give the id of one`);
  if (found.ends_at !== null) throw new ActionError(`tenancy ${tenancyId} has ended already`);
  if (tables.subscriptions.get(found.subscription.id)?.cancelled === false)
    cancelSubscription(world, operator, found.subscription.id);
  const endedAt = isoSeconds(world.clock.nowEpochMs());
  for (const { id } of found.unit_allocations) freeUnit(world, operator, { id, endedAt });
  const tenancy = { ...found, ends_at: endedAt, updated_at: endedAt };
  tables.tenancies.set(tenancyId, tenancy);
  emitEvent(world, operator, { type: 'tenancy.updated', id: tenancyId });
  const contact = tables.contacts.get(found.contact.id);
  if (contact !== undefined) leave(world, operator, { contact, endedAt });
  return tenancy;
}

function freeUnit(
  world: World,
  operator: Operator,
  { id, endedAt }: { readonly id: string; readonly endedAt: string },
): void {
  const { units, unitAllocations } = operator.tables;
  const unit = units.get(unitAllocations.get(id)?.unit.id ?? '');
  if (unit === undefined) return;
  const free = { status: 'available', unit_allocation: null, updated_at: endedAt };
  units.set(unit.id, { ...unit, ...free });
  emitEvent(world, operator, { type: 'unit.updated', id: unit.id });
}

function leave(
  world: World,
  operator: Operator,
  { contact, endedAt }: { readonly contact: Contact; readonly endedAt: string },
): void {
  const tenancies_count = Math.max(0, contact.tenancies_count - 1);
  const status = tenancies_count === 0 ? 'churned' : contact.status;
  const left = { ...contact, tenancies_count, status, updated_at: endedAt };
  operator.tables.contacts.set(contact.id, left);
  emitEvent(world, operator, { type: 'contact.updated', id: contact.id });
}
