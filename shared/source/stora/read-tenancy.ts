import { optional } from '../../domain/source/optional.ts';
import type { SourceSubscription, SourceTenancy, SourceUnit } from '../../domain/source/records.ts';
import { clean } from './clean-text.ts';
import { partiesOf } from './read-parties.ts';
import type { StoraAllocation, StoraSubscription, StoraTenancy } from './stora-sale-resources.ts';

/** Reads a tenancy with all that was expanded. @throws Error naming the field that cannot be understood. */
export function readTenancy(tenancy: StoraTenancy): SourceTenancy {
  const { subscription } = tenancy;
  const allocations = tenancy.unit_allocations ?? [];
  return {
    id: tenancy.id,
    ...partiesOf(tenancy),
    contactId: tenancy.contact.id,
    startsAt: tenancy.starts_at,
    units: allocations.map(unitOf).filter((unit) => unit !== undefined),
    ...optional('orderId', tenancy.order?.id),
    ...optional('endsAt', clean(tenancy.ends_at)),
    ...optional('subscription', subscription == null ? undefined : priceOf(subscription)),
    ...optional('updatedAt', latest([tenancy.updated_at, subscription?.updated_at])),
  };
}

function unitOf({ unit }: StoraAllocation): SourceUnit | undefined {
  const reference = clean(unit?.reference_id);
  if (reference === undefined) return undefined;
  return {
    reference,
    ...optional(
      'sizeDescription',
      clean(unit?.unit_type?.size_description) ?? clean(unit?.unit_type?.name),
    ),
  };
}

/** Undefined for a bare reference. What is paid per period is the sum of its lines: it bears no total. */
function priceOf(subscription: StoraSubscription): SourceSubscription | undefined {
  const priced = (subscription.line_items ?? []).flatMap(({ price, quantity }) =>
    price == null ? [] : [{ ...price, quantity: quantity ?? 1 }],
  );
  const [first] = priced;
  if (first === undefined) return undefined;
  const { currency } = first;
  if (priced.some((line) => line.currency !== currency)) throw new Error('more than one currency');
  const parts = priced.map(({ amount, quantity }) => Math.round(amount * quantity));
  return {
    id: subscription.id,
    recurringMinor: parts.reduce((sum, part) => sum + part, 0),
    currency,
    isCancelled: subscription.cancelled === true,
    ...optional('billingPeriod', clean(subscription.billing_period)),
    ...optional('endsAt', clean(subscription.ends_at)),
  };
}

/** A changed price moves the subscription and not the tenancy. */
function latest(times: Array<string | null | undefined>): string | undefined {
  const told = times.filter((time) => time != null);
  return told.reduce<string | undefined>(
    (last, time) => (last !== undefined && Date.parse(last) >= Date.parse(time) ? last : time),
    undefined,
  );
}
