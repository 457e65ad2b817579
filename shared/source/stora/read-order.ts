import { optional } from '../../domain/source/optional.ts';
import type { OrderStatus, SourceOrder } from '../../domain/source/records.ts';
import { clean } from './clean-text.ts';
import { partiesOf } from './read-parties.ts';
import type { StoraOrder } from './stora-sale-resources.ts';

/** `completed` is inferred: a last state must exist, and its name is not published. */
const statuses: readonly OrderStatus[] = ['draft', 'finalized', 'completed'];

/** Reads an order. @throws Error naming the field that cannot be understood. */
export function readOrder(order: StoraOrder): SourceOrder {
  const status = statuses.find((word) => word === order.status);
  if (status === undefined) throw new Error('unknown status');
  const { contactId, ...parties } = partiesOf(order);
  if (contactId === undefined) throw new Error('no contact');
  const createdAt = clean(order.created_at);
  if (createdAt === undefined) throw new Error('no created_at');
  const { currency, amount: totalMinor } = order.total;
  if ((order.one_time_total ?? order.total).currency !== currency)
    throw new Error('more than one currency');
  return {
    id: order.id,
    status,
    contactId,
    ...parties,
    currency,
    totalMinor,
    oneTimeMinor: order.one_time_total?.amount ?? 0,
    createdAt,
    metadata: order.metadata ?? {},
    ...optional('billingPeriod', clean(order.billing_period)),
    ...optional('source', clean(order.source)),
    ...optional('startsAt', order.starts_at === 'now' ? undefined : clean(order.starts_at)),
    ...optional('tenancyId', order.tenancy?.id),
    ...optional('subscriptionId', order.subscription?.id),
    ...optional('updatedAt', clean(order.updated_at)),
  };
}
