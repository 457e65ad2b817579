import { optional } from '../../domain/source/optional.ts';
import type { DealStatus, SourceDeal } from '../../domain/source/records.ts';
import { clean } from './clean-text.ts';
import { partiesOf } from './read-parties.ts';
import type { StoraDeal } from './stora-sale-resources.ts';

const statuses: readonly DealStatus[] = ['open', 'won', 'lost'];

/** Reads a deal. @throws Error naming the field that cannot be understood. */
export function readDeal(deal: StoraDeal): SourceDeal {
  const status = statuses.find((word) => word === deal.status);
  if (status === undefined) throw new Error('unknown status');
  const createdAt = clean(deal.created_at);
  if (createdAt === undefined) throw new Error('no created_at');
  return {
    id: deal.id,
    name: clean(deal.name) ?? deal.id,
    status,
    createdAt,
    metadata: deal.metadata ?? {},
    // A deal that was won or reopened may keep the reason of an earlier loss.
    ...optional('lostReason', status === 'lost' ? clean(deal.lost_reason) : undefined),
    ...optional('stageId', clean(deal.stage?.id)),
    ...optional('stageName', clean(deal.stage?.name)),
    ...partiesOf(deal),
    ...optional('startsAt', clean(deal.starts_at)),
    ...optional('valueText', clean(deal.value_estimate)),
    ...optional('updatedAt', clean(deal.updated_at)),
  };
}
