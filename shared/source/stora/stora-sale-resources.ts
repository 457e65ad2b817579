import * as z from 'zod/mini';
import { storaContact, storaMoney, storaSite } from './stora-resources.ts';

const reference = z.looseObject({ id: z.string() });
const metadata = z.nullish(z.record(z.string(), z.string()));
const times = { created_at: z.nullish(z.string()), updated_at: z.nullish(z.string()) };

/** A deal of the pipeline; its stage has no id once somebody deleted it. */
export const storaDeal = z.looseObject({
  id: z.string(),
  name: z.nullish(z.string()),
  status: z.string(),
  lost_reason: z.nullish(z.string()),
  stage: z.nullish(z.looseObject({ id: z.nullish(z.string()), name: z.nullish(z.string()) })),
  contact: z.nullish(storaContact),
  site: z.nullish(storaSite),
  starts_at: z.nullish(z.string()),
  value_estimate: z.nullish(z.string()),
  metadata,
  ...times,
});
export type StoraDeal = z.infer<typeof storaDeal>;

/** An order: `total` is what comes each period, `one_time_total` what comes once. */
export const storaOrder = z.looseObject({
  id: z.string(),
  status: z.string(),
  source: z.nullish(z.string()),
  billing_period: z.nullish(z.string()),
  /** A time, or the word `now`. */
  starts_at: z.nullish(z.string()),
  total: storaMoney,
  one_time_total: z.nullish(storaMoney),
  contact: z.nullish(storaContact),
  site: z.nullish(storaSite),
  subscription: z.nullish(reference),
  tenancy: z.nullish(reference),
  metadata,
  ...times,
});
export type StoraOrder = z.infer<typeof storaOrder>;

const storaSubscriptionLine = z.looseObject({
  quantity: z.nullish(z.number()),
  price: z.nullish(storaMoney),
});

/** A subscription in full; a bare reference `{id}` also parses. */
export const storaSubscription = z.looseObject({
  id: z.string(),
  billing_period: z.nullish(z.string()),
  ends_at: z.nullish(z.string()),
  cancelled: z.nullish(z.boolean()),
  line_items: z.nullish(z.array(storaSubscriptionLine)),
  ...times,
});
export type StoraSubscription = z.infer<typeof storaSubscription>;

export const storaUnitType = z.looseObject({
  id: z.string(),
  name: z.nullish(z.string()),
  size_description: z.nullish(z.string()),
});

export const storaUnit = z.looseObject({
  id: z.string(),
  reference_id: z.nullish(z.string()),
  unit_type: z.nullish(storaUnitType),
});

/** Which unit belongs to a tenancy; a bare reference `{id}` also parses. */
export const storaAllocation = z.looseObject({
  id: z.string(),
  tenancy: z.nullish(reference),
  unit: z.nullish(storaUnit),
});
export type StoraAllocation = z.infer<typeof storaAllocation>;

export const storaTenancy = z.looseObject({
  id: z.string(),
  contact: storaContact,
  order: z.nullish(reference),
  site: z.nullish(storaSite),
  subscription: z.nullish(storaSubscription),
  unit_allocations: z.nullish(z.array(storaAllocation)),
  starts_at: z.string(),
  ends_at: z.nullish(z.string()),
  ...times,
});
export type StoraTenancy = z.infer<typeof storaTenancy>;
