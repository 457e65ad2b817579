import { isoSeconds } from '../core/iso-time.ts';
import type { Subscription } from '../core/resources.ts';
import type { Operator, World } from '../core/world.ts';
import { cancelSubscription } from './month-end-run.ts';

/** A customer moves out: the subscription and the tenancy end, and the unit is free again. */
export function moveOut(world: World, operator: Operator, subscriptionId: string): Subscription {
  const ended = cancelSubscription(world, operator, subscriptionId);
  const { tables } = operator;
  const nowAt = isoSeconds(world.clock.nowEpochMs());
  const tenancy = tables.tenancies.get(ended.tenancy.id);
  if (tenancy === undefined) return ended;
  tables.tenancies.set(tenancy.id, { ...tenancy, ends_at: nowAt, updated_at: nowAt });
  for (const { id } of tenancy.unit_allocations) {
    const allocation = tables.unitAllocations.get(id);
    const unit = allocation && tables.units.get(allocation.unit.id);
    if (unit === undefined) continue;
    const free = { status: 'available', unit_allocation: null, updated_at: nowAt };
    tables.units.set(unit.id, { ...unit, ...free });
  }
  return ended;
}
