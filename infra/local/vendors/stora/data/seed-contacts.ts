import { isoSeconds } from '../core/iso-time.ts';
import type { Address, Contact } from '../core/resources.ts';
import type { World } from '../core/world.ts';
import { newId } from '../core/world.ts';
import { companyNames, firstNames, lastNames, streets } from './sample-names.ts';

export interface ContactSeed {
  readonly count: number;
  readonly city: string;
  readonly postalArea: string;
  readonly nowEpochMs: number;
}

/**
 * Realistic contacts, one in five a company. Two share a full name (index 10 and 47) and one has an
 * unusual spelling (index 23): both have tripped real ledgers.
 */
export function seedContacts(world: World, seed: ContactSeed): Contact[] {
  return Array.from({ length: seed.count }, (_, index) => buildContact(world, seed, index));
}

const dayMs = 86_400_000;
const specialNames: Readonly<Partial<Record<number, string>>> = {
  10: 'James Wilson',
  23: 'Þórunn Ægisdóttir-O’Brien 李娜 🏠',
  47: 'James Wilson',
};
const useCases = ['moving_home', 'more_space', 'refurb', 'travelling', 'other'];

function buildContact(world: World, seed: ContactSeed, index: number): Contact {
  const { random } = world;
  const isCompany = index % 5 === 4;
  const name = contactName(index, isCompany);
  const createdAt = isoSeconds(seed.nowEpochMs - (seed.count - index) * 5 * dayMs);
  return {
    id: newId(random, 'con'),
    address: buildAddress(world, seed),
    company_registration_number: isCompany ? String(10_000_000 + random.below(4_000_000)) : null,
    created_at: createdAt,
    email: contactEmail(name, index),
    full_name: name,
    identity_check: { required: false, status: 'not_attempted' },
    marketing_source: random.pick(['google_search', 'recommendation', 'seen_building_signs']),
    metadata: {},
    phone_number: `+447700900${String(random.below(1000)).padStart(3, '0')}`,
    source: random.pick(['booking', 'phone', 'walkin']),
    status: 'lead',
    stripe_customer_id: `cus_${random.hex(14)}`,
    tax_id: isCompany ? `GB${100_000_000 + random.below(800_000_000)}` : null,
    tenancies_count: 0,
    type: isCompany ? 'company' : 'domestic',
    updated_at: createdAt,
    use_case: isCompany ? 'business_needs' : random.pick(useCases),
  };
}

function contactName(index: number, isCompany: boolean): string {
  const special = specialNames[index];
  if (special !== undefined) return special;
  const round = Math.floor(index / firstNames.length);
  if (isCompany) return companyNames[Math.floor(index / 5) % companyNames.length] ?? 'Company Ltd';
  const first = firstNames[index % firstNames.length] ?? 'Alex';
  return `${first} ${lastNames[(index * 7 + round) % lastNames.length] ?? 'Smith'}`;
}

function contactEmail(name: string, index: number): string {
  const local = name
    .normalize('NFD')
    .replace(/[^A-Za-z ]/g, '')
    .trim()
    .toLowerCase()
    .replace(/ +/g, '.');
  return `${local}.${index + 1}@example.com`;
}

function buildAddress(world: World, seed: ContactSeed): Address {
  const { random } = world;
  const house = 1 + random.below(180);
  return {
    line_1: `${house} ${random.pick(streets)}`,
    line_2: random.chance(0.2) ? `Flat ${1 + random.below(12)}` : null,
    city: seed.city,
    postal_code: `${seed.postalArea}${1 + random.below(9)} ${1 + random.below(9)}${random.pick(['AB', 'DJ', 'NR', 'TP', 'XY'])}`,
    state: null,
    country_alpha2: 'GB',
  };
}
