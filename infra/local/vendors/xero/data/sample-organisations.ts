import { createSeededRandom } from '../../common/seeded-random.ts';
import type { Book, Organisation, TrackingCategory } from '../core/book.ts';
import { sampleAccounts, sampleTaxRates } from './sample-chart.ts';

/**
 * Builds the two sample organisations; their ids are the same in every run, so that a restart shows the same ones.
 * Further ones are `client-1` and so on, as a bookkeeping firm has them.
 */
export function createSampleBooks(further = 0): readonly Book[] {
  const clients = Array.from({ length: further }, (_, index) => clientSample(index + 1));
  return [...samples, ...clients].map((sample) => createBook(sample));
}

interface Sample {
  readonly slug: string;
  readonly tenantId: string;
  readonly organisation: Omit<Organisation, 'organisationId'>;
  readonly seed: number;
  readonly trackingCategories: readonly (readonly [name: string, ...options: string[]])[];
}

// Xero gives an ISO instant; the samples were set up at the start of 2024.
const setUpEpochMs = Date.UTC(2024, 0, 2, 9);

const samples: readonly Sample[] = [
  {
    slug: 'acorn',
    tenantId: 'ac0a2a5e-0000-4000-8000-000000000001',
    organisation: {
      name: 'Acorn Self Storage Ltd',
      shortCode: '!Ac0rN',
      baseCurrency: 'GBP',
      countryCode: 'GB',
      timezone: 'GMTSTANDARDTIME',
      periodLockDay: '2026-03-31',
      endOfYearLockDay: '2025-03-31',
      createdEpochMs: setUpEpochMs,
    },
    seed: 1,
    trackingCategories: [
      ['Location', 'Acorn Leeds'],
      ['Department', 'Operations', 'Sales'],
    ],
  },
  {
    slug: 'harbour',
    tenantId: 'ba4b0a4e-0000-4000-8000-000000000002',
    organisation: {
      name: 'Harbour Storage Ltd',
      shortCode: '!HaRb1',
      baseCurrency: 'GBP',
      countryCode: 'GB',
      timezone: 'GMTSTANDARDTIME',
      periodLockDay: undefined,
      endOfYearLockDay: undefined,
      createdEpochMs: setUpEpochMs,
    },
    seed: 2,
    trackingCategories: [],
  },
];

function clientSample(number: number): Sample {
  const organisation = {
    name: `Client ${number} Storage Ltd`,
    shortCode: `!C${number}`,
    baseCurrency: 'GBP',
    countryCode: 'GB',
    timezone: 'GMTSTANDARDTIME',
    periodLockDay: undefined,
    endOfYearLockDay: undefined,
    createdEpochMs: setUpEpochMs,
  };
  const tenantId = `c11e0000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  const rest = { organisation, seed: 100 + number, trackingCategories: [] };
  return { slug: `client-${number}`, tenantId, ...rest };
}

function createBook(sample: Sample): Book {
  const random = createSeededRandom(sample.seed);
  const accounts = sampleAccounts(() => random.uuid(), setUpEpochMs);
  const categories = sample.trackingCategories.map(
    ([name, ...options]): TrackingCategory => ({
      trackingCategoryId: random.uuid(),
      name,
      status: 'ACTIVE',
      options: options.map((option) => ({
        trackingOptionId: random.uuid(),
        name: option,
        status: 'ACTIVE',
      })),
    }),
  );
  return {
    slug: sample.slug,
    tenantId: sample.tenantId,
    organisation: { ...sample.organisation, organisationId: sample.tenantId },
    accounts: new Map(accounts.map((account) => [account.accountId, account])),
    taxRates: new Map(sampleTaxRates.map((rate) => [rate.taxType, rate])),
    trackingCategories: new Map(categories.map((each) => [each.trackingCategoryId, each])),
    contacts: new Map(),
    documents: new Map(),
    payments: new Map(),
    allocations: new Map(),
    bankTransactions: new Map(),
    history: new Map(),
  };
}
