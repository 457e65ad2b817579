import { isoSeconds } from '../core/iso-time.ts';
import { money } from '../core/money.ts';
import type { Price, Product, ProtectionLevel, Site, Unit, UnitType } from '../core/resources.ts';
import type { Operator, World } from '../core/world.ts';
import { newId } from '../core/world.ts';

export interface SiteSeed {
  readonly name: string;
  readonly city: string;
  readonly line1: string;
  readonly postalCode: string;
  /** Ledger code of the rent of every unit type at this site. */
  readonly rentCode: string;
  readonly units: number;
}

/** Stores a site with four unit types and its units, all free. */
export function seedSite(
  world: World,
  operator: Operator,
  given: { readonly seed: SiteSeed; readonly createdEpochMs: number },
): Site {
  const { seed } = given;
  const createdAt = isoSeconds(given.createdEpochMs);
  const site = buildSite(world, seed, createdAt);
  operator.tables.sites.set(site.id, site);
  const unitTypes = sizes.map((size) => buildUnitType(world, operator, { site, size, createdAt }));
  for (const unitType of unitTypes) {
    operator.tables.unitTypes.set(unitType.id, unitType);
    operator.unitTypeCodes.set(unitType.id, seed.rentCode);
  }
  for (let index = 0; index < seed.units; index += 1) {
    const unitType = unitTypes[index % unitTypes.length];
    if (unitType !== undefined) storeUnit(world, operator, { site, unitType, index, createdAt });
  }
  return site;
}

/** Stores the protection levels of an operator: insurance with ledger code 260. */
export function seedProtectionLevels(
  world: World,
  operator: Operator,
  createdEpochMs: number,
): void {
  const createdAt = isoSeconds(createdEpochMs);
  for (const [coverMinor, priceMinor] of protectionPrices) {
    const level: ProtectionLevel = {
      id: newId(world.random, 'plvl'),
      account_code: '260',
      cover_level: money(coverMinor, operator.currency),
      created_at: createdAt,
      prices: [monthlyPrice(world, operator, priceMinor)],
      public: true,
      stripe_product_id: `prod_test_${world.random.hex(12)}`,
      updated_at: createdAt,
    };
    operator.tables.protectionLevels.set(level.id, level);
  }
}

/** Padlocks and boxes of each site; ids that are not drawn, so that those of all others stay as they were. */
export function seedProducts(operator: Operator, sites: readonly Site[]): void {
  for (const [siteIndex, site] of sites.entries()) {
    for (const [index, [name, accountingCode, priceMinor]] of products.entries()) {
      const place = `${operator.slug.charCodeAt(0).toString(16)}${siteIndex}${index}`;
      const id = `prod_${place.padStart(16, '0')}`;
      const product: Product = {
        id,
        accounting_code: accountingCode,
        category: { id: 'pcat_000000000000000a' },
        charge_type: 'one_time',
        created_at: site.created_at,
        description: name,
        name,
        prices: [
          {
            billing_period: 'one_time',
            price: money(priceMinor, operator.currency),
            stripe_price_id: `price_test_${place}`,
          },
        ],
        site: { id: site.id },
        sku: null,
        updated_at: site.created_at,
      };
      operator.tables.products.set(id, product);
    }
  }
}

/** The second bears the code of nobody's chart, as a typing error would. */
const products: readonly (readonly [string, string | null, number])[] = [
  ['Disc padlock', '200', 1_299],
  ['Pack of five boxes', 'BOXES', 1_750],
];

interface Size {
  readonly name: string;
  readonly width: number;
  readonly length: number;
  readonly priceMinor: number;
  readonly depositMinor: number;
}

/** Prices are chosen so that tax does not divide evenly. */
const sizes: readonly Size[] = [
  { name: 'Locker 10 sq ft', width: 3, length: 3, priceMinor: 2999, depositMinor: 2500 },
  { name: 'Small unit 25 sq ft', width: 5, length: 5, priceMinor: 8450, depositMinor: 5000 },
  { name: 'Medium unit 75 sq ft', width: 7, length: 11, priceMinor: 17_799, depositMinor: 10_000 },
  { name: 'Large unit 150 sq ft', width: 10, length: 15, priceMinor: 31_250, depositMinor: 20_000 },
];
const protectionPrices: readonly (readonly [number, number])[] = [
  [200_000, 899],
  [500_000, 1549],
  [1_000_000, 2799],
];
const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

function buildSite(world: World, seed: SiteSeed, createdAt: string): Site {
  const hours = { close: '20:00', open: '06:00', status: 'set_hours' };
  return {
    id: newId(world.random, 'site'),
    access_hours: Object.fromEntries(weekdays.map((day) => [day, hours])),
    address: {
      city: seed.city,
      line_1: seed.line1,
      line_2: null,
      postal_code: seed.postalCode,
    },
    created_at: createdAt,
    description: `Self storage in ${seed.city}.`,
    directions: { google_maps_url: `https://maps.google.com/?q=${encodeURIComponent(seed.name)}` },
    images: { default: null },
    name: seed.name,
    opened_at: createdAt,
    phone: '01179460000',
    updated_at: createdAt,
  };
}

function buildUnitType(
  world: World,
  operator: Operator,
  given: { readonly site: Site; readonly size: Size; readonly createdAt: string },
): UnitType {
  const { site, size, createdAt } = given;
  const slug = size.name.toLowerCase().replace(/ /g, '-');
  const siteSlug = site.name.toLowerCase().replace(/[^a-z]+/g, '-');
  const href = `/sites/${siteSlug}/order/contact-details?unit_type_slug=${slug}`;
  return {
    id: newId(world.random, 'utype'),
    _links: { 'sf:new_order': { href, title: 'New order' } },
    created_at: createdAt,
    dimensions: { height: 8, length: size.length, measurement_unit: 'ft', width: size.width },
    dynamic_pricing: false,
    images: { default: null },
    name: size.name,
    prices: [monthlyPrice(world, operator, size.priceMinor)],
    promotion: null,
    require_insurance_coverage: true,
    require_security_deposit: true,
    security_deposit: money(size.depositMinor, operator.currency),
    selling_points: ['Dry', 'Secure'],
    site: { id: site.id },
    size_description: `${size.width}x${size.length} ft`,
    slug,
    status: 'bookable',
    stripe_product_id: `prod_test_${world.random.hex(12)}`,
    updated_at: createdAt,
  };
}

function storeUnit(
  world: World,
  operator: Operator,
  given: {
    readonly site: Site;
    readonly unitType: UnitType;
    readonly index: number;
    readonly createdAt: string;
  },
): void {
  const unit: Unit = {
    id: newId(world.random, 'unit'),
    created_at: given.createdAt,
    reference_id: `${given.site.name.charAt(0)}${String(given.index + 1).padStart(3, '0')}`,
    site: { id: given.site.id },
    status: 'available',
    unit_allocation: null,
    unit_type: { id: given.unitType.id },
    updated_at: given.createdAt,
  };
  operator.tables.units.set(unit.id, unit);
}

function monthlyPrice(world: World, operator: Operator, priceMinor: number): Price {
  return {
    billing_period: 'monthly',
    price: money(priceMinor, operator.currency),
    stripe_price_id: `price_test_${world.random.hex(12)}`,
  };
}
