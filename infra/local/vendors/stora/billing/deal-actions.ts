import { isoSeconds } from '../core/iso-time.ts';
import type { Deal, Ref } from '../core/resources.ts';
import type { Operator, World } from '../core/world.ts';
import { newId } from '../core/world.ts';
import { emitEvent } from '../webhooks/webhook-events.ts';
import { ActionError } from './action-error.ts';

export type DealInput = Pick<Deal, 'name' | 'contact'> &
  Partial<Omit<Deal, 'id' | 'name' | 'contact' | 'created_at' | 'updated_at'>>;

/** Opens a deal, in the first stage if none is given, and emits deal.created. */
export function createDeal(world: World, operator: Operator, input: DealInput): Deal {
  const nowAt = isoSeconds(world.clock.nowEpochMs());
  const deal: Deal = {
    ...{ assignee: null, creator: staff, line_items: [], lost_reason: null, metadata: {} },
    ...{ note: null, site: null, stage: firstStage(operator), starts_at: null },
    ...{ status: 'open', value_estimate: null },
    ...input,
    id: newId(world.random, 'deal'),
    created_at: nowAt,
    updated_at: nowAt,
  };
  operator.tables.deals.set(deal.id, deal);
  emitEvent(world, operator, { type: 'deal.created', id: deal.id });
  return deal;
}

/** Changes a deal and emits what happened to it. */
export function changeDeal(
  world: World,
  operator: Operator,
  given: { readonly id: string; readonly change: Partial<Deal>; readonly type: string },
): Deal {
  const current = operator.tables.deals.get(given.id);
  if (current === undefined) throw new ActionError(`no deal ${given.id}; give the id of one`);
  const updatedAt = isoSeconds(world.clock.nowEpochMs());
  const deal = { ...current, ...given.change, updated_at: updatedAt };
  operator.tables.deals.set(deal.id, deal);
  emitEvent(world, operator, { type: given.type, id: deal.id });
  return deal;
}

/** Of the back office; the API shows nobody behind it here. */
const staff: Ref = { id: 'staff_00000000000000aa' };

function firstStage(operator: Operator): Ref {
  const [stage] = operator.tables.dealStages.values();
  if (stage === undefined) throw new ActionError('there is no stage');
  return { id: stage.id };
}
