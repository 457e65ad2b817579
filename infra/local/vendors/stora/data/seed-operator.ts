import { openStorage } from '../billing/open-storage.ts';
import { addMonths, isoSeconds } from '../core/iso-time.ts';
import { divideRounded } from '../core/money.ts';
import type { Contact, Site, TimelineSource, TimelineTemplate } from '../core/resources.ts';
import type { Operator, World } from '../core/world.ts';
import { emptyTables } from '../core/world.ts';
import type { OperatorSeed } from './sample-operators.ts';
import { seedContacts } from './seed-contacts.ts';
import { seedDealStages } from './seed-deal-stages.ts';
import { seedProducts, seedProtectionLevels, seedSite } from './seed-sites.ts';

export interface SharedTimeline {
  readonly sources: readonly TimelineSource[];
  readonly templates: readonly TimelineTemplate[];
}

/** Stores a sample operator: sites, customers with running subscriptions, no documents yet. */
export function seedOperator(world: World, seed: OperatorSeed, timeline: SharedTimeline): Operator {
  const nowEpochMs = world.clock.nowEpochMs();
  const openedEpochMs = nowEpochMs - 900 * dayMs;
  const operator = emptyOperator(seed);
  world.operators.set(operator.slug, operator);
  for (const source of timeline.sources) operator.tables.timelineSources.set(source.id, source);
  for (const template of timeline.templates) {
    operator.tables.timelineTemplates.set(template.id, template);
  }
  seedProtectionLevels(world, operator, openedEpochMs);
  const sites = seed.sites.map((siteSeed) =>
    seedSite(world, operator, { seed: siteSeed, createdEpochMs: openedEpochMs }),
  );
  seedProducts(operator, sites);
  seedDealStages(operator, openedEpochMs);
  const contacts = seedContacts(world, {
    count: seed.contacts,
    city: seed.sites[0]?.city ?? '',
    postalArea: seed.postalArea,
    nowEpochMs,
  });
  for (const [index, contact] of contacts.entries()) {
    operator.tables.contacts.set(contact.id, contact);
    seedSubscription(world, operator, { contact, index, sites });
  }
  return operator;
}

const dayMs = 86_400_000;

function emptyOperator(seed: OperatorSeed): Operator {
  return {
    slug: seed.slug,
    name: seed.name,
    currency: seed.currency,
    storefrontHost: seed.storefrontHost,
    documentPrefix: seed.documentPrefix,
    tables: emptyTables(),
    plans: new Map(),
    unitTypeCodes: new Map(),
    requestCounts: new Map(),
    nextInvoiceNumber: 1,
  };
}

/** Terms vary by index: 3 of 5 protected, 1 of 6 discounted, 1 of 10 with a first proration. */
function seedSubscription(
  world: World,
  operator: Operator,
  given: { readonly contact: Contact; readonly index: number; readonly sites: readonly Site[] },
): void {
  const { index, sites } = given;
  const site = sites[index % sites.length];
  const free = [...operator.tables.units.values()].filter(
    (unit) => unit.status === 'available' && unit.site.id === site?.id,
  );
  const unit = world.random.pick(free);
  const unitType = operator.tables.unitTypes.get(unit.unit_type.id);
  if (unitType === undefined) return;
  const levels = [...operator.tables.protectionLevels.values()];
  const rentMinor = unitType.prices[0]?.price.amount ?? 0;
  const monthsAgo = 1 + (index % 23);
  const nowEpochMs = world.clock.nowEpochMs();
  const startsAt = addMonths(isoSeconds(nowEpochMs - (index % 20) * dayMs), -monthsAgo);
  openStorage(world, operator, {
    contact: given.contact,
    unit,
    terms: {
      unitType,
      unitReference: unit.reference_id,
      protection: index % 5 < 3 ? world.random.pick(levels) : null,
      discountMinor: index % 6 === 0 ? divideRounded(rentMinor * 25, 100) : 0,
      prorationDays: index % 10 === 3 ? 1 + world.random.below(28) : 0,
    },
    paymentMethod: index % 3 === 0 ? 'bacs_debit' : 'card',
    startsAt,
    createdEpochMs: Date.parse(startsAt),
    periodsBefore: monthsAgo,
  });
}
