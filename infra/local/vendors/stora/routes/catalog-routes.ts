import type { ApiRoute } from '../api/api-route.ts';
import type {
  Product,
  ProtectionLevel,
  Site,
  Subscription,
  Tenancy,
  Unit,
  UnitAllocation,
  UnitType,
} from '../core/resources.ts';
import { anyOf, oneOfKnown } from '../reading/list-query.ts';
import { byCreation, readRoutes } from '../reading/read-routes.ts';

/** Resources an integration only reads: premises and agreements. */
export function catalogRoutes(): ApiRoute[] {
  return [...premisesRoutes(), ...agreementRoutes()];
}

const unitStatuses = [
  'available',
  'reserved',
  'occupied',
  'overlocked',
  'unavailable',
  'repossessed',
];

function premisesRoutes(): ApiRoute[] {
  return [
    ...readRoutes<Site>({
      path: '/sites',
      singular: 'site',
      plural: 'sites',
      scope: 'public.site:read',
      table: (operator) => operator.tables.sites,
      sortKeys: byCreation<Site>(),
    }),
    ...readRoutes<UnitType>({
      path: '/unit_types',
      singular: 'unit_type',
      plural: 'unit_types',
      scope: 'public.unit_type:read',
      table: (operator) => operator.tables.unitTypes,
      sortKeys: byCreation<UnitType>(),
      filters: { site_id: anyOf((unitType) => unitType.site.id) },
      expandable: ['site'],
    }),
    ...readRoutes<Unit>({
      path: '/units',
      singular: 'unit',
      plural: 'units',
      scope: 'public.unit:read',
      table: (operator) => operator.tables.units,
      sortKeys: byCreation<Unit>(),
      filters: {
        site_id: anyOf((unit) => unit.site.id),
        unit_type_id: anyOf((unit) => unit.unit_type.id),
        status: oneOfKnown(unitStatuses, (unit) => unit.status),
      },
      expandable: ['site', 'unit_type', 'unit_allocation'],
    }),
    ...readRoutes<Product>({
      path: '/products',
      singular: 'product',
      plural: 'products',
      scope: 'public.product:read',
      table: (operator) => operator.tables.products,
      sortKeys: byCreation<Product>(),
      filters: { site_id: anyOf((product) => product.site.id) },
      expandable: ['site'],
    }),
    ...readRoutes<ProtectionLevel>({
      path: '/protection_levels',
      singular: 'protection_level',
      plural: 'protection_levels',
      scope: 'public.protection_level:read',
      table: (operator) => operator.tables.protectionLevels,
      sortKeys: byCreation<ProtectionLevel>(),
    }),
  ];
}

function agreementRoutes(): ApiRoute[] {
  return [
    ...readRoutes<Subscription>({
      path: '/subscriptions',
      singular: 'subscription',
      plural: 'subscriptions',
      scope: 'public.subscription:read',
      table: (operator) => operator.tables.subscriptions,
      sortKeys: byCreation<Subscription>(),
      filters: {
        contact_id: anyOf((subscription) => subscription.contact.id),
        site_id: anyOf((subscription) => subscription.site.id),
      },
      expandable: ['contact', 'line_items', 'line_items.item', 'order', 'site', 'tenancy'],
    }),
    // The documented list of tenancies has no filters at all.
    ...readRoutes<Tenancy>({
      path: '/tenancies',
      singular: 'tenancy',
      plural: 'tenancies',
      scope: 'public.tenancy:read',
      table: (operator) => operator.tables.tenancies,
      sortKeys: byCreation<Tenancy>(),
      expandable: [
        'contact',
        'order',
        'site',
        'subscription',
        'unit_allocations',
        'unit_allocations.unit',
        'unit_allocations.unit.unit_type',
      ],
    }),
    ...readRoutes<UnitAllocation>({
      path: '/unit_allocations',
      singular: 'unit_allocation',
      plural: 'unit_allocations',
      scope: 'public.unit_allocation:read',
      table: (operator) => operator.tables.unitAllocations,
      sortKeys: byCreation<UnitAllocation>(),
      filters: {
        tenancy_id: anyOf((allocation) => allocation.tenancy.id),
        unit_id: anyOf((allocation) => allocation.unit.id),
      },
      expandable: ['tenancy', 'unit', 'unit.unit_type'],
    }),
  ];
}
