import { describe, expect, it } from 'vitest';
import { checkHealth } from '../../../../shared/domain/settings/health/check-health.ts';
import type {
  HealthCause,
  HealthFacts,
} from '../../../../shared/domain/settings/health/finding.ts';
import { aCatalogue, anAccount } from '../../../builders/a-catalogue.ts';
import { ledgerSettings } from '../../../builders/ledger-settings.ts';
import { aSourceUses, aUsedCode } from '../../../builders/source-uses.ts';

type Overrides = { [K in keyof HealthFacts]?: HealthFacts[K] };

function facts(overrides: Overrides = {}): HealthFacts {
  return {
    settings: ledgerSettings(),
    catalogue: aCatalogue(),
    uses: aSourceUses(),
    callsPerDay: 5_000,
    names: { source: 'Stora', target: 'Xero' },
    ...overrides,
  };
}

const usingCode = (overrides: Parameters<typeof aUsedCode>[0]) =>
  aSourceUses({ codes: [aUsedCode(overrides)] });
const withAccounts = (...accounts: Array<Parameters<typeof anAccount>[0]>) =>
  aCatalogue({ accounts: [...aCatalogue().accounts, ...accounts.map(anAccount)] });
const [category] = aCatalogue().trackingCategories;
const withOption = (isActive: boolean) =>
  aCatalogue({
    trackingCategories: category
      ? [{ ...category, options: category.options.map((one) => ({ ...one, isActive })) }]
      : [],
  });
const otherCategories = aCatalogue({
  trackingCategories: ['Region', 'Team'].map((name) => ({
    categoryId: name,
    name,
    isActive: true,
    options: [],
  })),
});

describe('settings that fit', () => {
  it('are healthy, also when the source cannot be read', () => {
    expect(checkHealth(facts())).toEqual({ isHealthy: true, findings: [] });
    expect(checkHealth(facts({ uses: undefined })).isHealthy).toBe(true);
  });

  it('are healthy where a code leads to an account by choice', () => {
    const settings = ledgerSettings({ accountMap: { RENT: '200' } });

    expect(checkHealth(facts({ settings, uses: usingCode({ code: 'RENT' }) })).isHealthy).toBe(
      true,
    );
  });
});

const cases: Array<[HealthCause, string, Overrides, RegExp]> = [
  [
    'code_unknown',
    'accounts',
    { uses: usingCode({ code: 'RENT' }) },
    /code RENT is not in the chart.*Small unit/,
  ],
  [
    'code_unknown',
    'accounts',
    {
      settings: ledgerSettings({ accountMap: { RENT: '299' } }),
      uses: usingCode({ code: 'RENT' }),
    },
    /account 299, chosen for the code RENT,/,
  ],
  [
    'code_archived',
    'accounts',
    { catalogue: withAccounts({ code: '201', isActive: false }), uses: usingCode({ code: '201' }) },
    /code 201 is archived/,
  ],
  [
    'code_ambiguous',
    'accounts',
    { catalogue: withAccounts({ code: '201' }, { code: '201' }), uses: usingCode({ code: '201' }) },
    /more than one active account/,
  ],
  ['code_not_usable', 'accounts', { uses: usingCode({ code: '090' }) }, /bank account/],
  [
    'code_missing',
    'accounts',
    { settings: withoutDefault(), uses: usingCode({ code: undefined }) },
    /no accounting code/,
  ],
  [
    'rate_missing',
    'tax',
    {
      uses: usingCode({ rates: [{ rateBasisPoints: 1200, totalMinor: 11_200, taxMinor: 1_200 }] }),
    },
    /12 % on 200 Sales/,
  ],
  [
    'rate_ambiguous',
    'tax',
    {
      catalogue: aCatalogue({
        accounts: [
          anAccount({ code: '200', defaultTaxType: undefined }),
          ...aCatalogue().accounts.slice(1),
        ],
        taxRates: [
          ...aCatalogue().taxRates,
          {
            taxType: 'CAPEX',
            name: 'Other 20 %',
            rateBasisPoints: 2000,
            isActive: true,
            appliesToRevenue: true,
          },
        ],
      }),
    },
    /More than one tax rate fits 20 %/,
  ],
  [
    'tax_rule_misfit',
    'tax',
    { settings: ledgerSettings({ taxRules: [{ rateBasisPoints: 2000, taxType: 'GONE' }] }) },
    /GONE is no active tax rate/,
  ],
  [
    'site_without_option',
    'sites',
    {
      settings: ledgerSettings({ createTracking: false }),
      uses: aSourceUses({ sites: [{ siteId: 's', name: 'New Road' }] }),
    },
    /New Road has no tracking option/,
  ],
  ['site_option_archived', 'sites', { catalogue: withOption(false) }, /Harbour Road is archived/],
  ['tracking_full', 'sites', { catalogue: otherCategories }, /No further tracking category/],
  [
    'tracking_missing',
    'sites',
    { catalogue: otherCategories, uses: undefined },
    /two active tracking/,
  ],
  [
    'other_currency',
    'policies',
    { uses: aSourceUses({ currencies: ['GBP', 'EUR'] }) },
    /Invoices are in EUR, and the books are kept in GBP/,
  ],
  [
    'start_locked',
    'documents',
    { catalogue: aCatalogue({ periodLockDate: '2026-11-15' }) },
    /locked up to 2026-11-15/,
  ],
  ['time_zone_unknown', 'documents', { settings: withoutZone() }, /time zone is not known/],
  ['clearing_missing', 'payments', { settings: withoutClearing() }, /No account is chosen/],
  [
    'clearing_refuses',
    'payments',
    { settings: ledgerSettings({ clearingAccountCode: '200' }) },
    /takes no payments/,
  ],
  [
    'account_archived',
    'payments',
    {
      settings: ledgerSettings({ clearingAccounts: { card: '611' } }),
      catalogue: withAccounts({ code: '611', isActive: false }),
    },
    /611 for the payment method card is archived/,
  ],
  [
    'account_archived',
    'accounts',
    {
      settings: ledgerSettings({ defaultAccountCode: '201' }),
      catalogue: withAccounts({ code: '201', isActive: false }),
    },
    /201 for lines without a code is archived/,
  ],
  [
    'account_unknown',
    'policies',
    { settings: ledgerSettings({ badDebtAccountCode: '999' }) },
    /999 for bad debts is not in the chart/,
  ],
  [
    'deposit_missing',
    'policies',
    { uses: usingCode({ isDeposit: true }) },
    /Deposits are owed back/,
  ],
  [
    'bad_debt_missing',
    'policies',
    { settings: ledgerSettings({ uncollectible: 'credit' }) },
    /written off/,
  ],
  [
    'rounding_missing',
    'policies',
    { settings: ledgerSettings({ amountCentDifference: 'line' }) },
    /cent of rounding/,
  ],
  [
    'refund_without_clearing',
    'payments',
    { settings: { ...withoutClearing(), postPayments: false, postPaymentCredit: 'refund' } },
    /paid back/,
  ],
  [
    'too_many_calls',
    'documents',
    { callsPerDay: 1_000, uses: aSourceUses({ documentsPerDay: 900 }) },
    /900 invoices were raised: about 1260 calls, and Xero takes 1000/,
  ],
];

function withoutDefault() {
  const { defaultAccountCode: _code, ...rest } = ledgerSettings();
  return rest;
}

function withoutZone() {
  const { timeZone: _zone, ...rest } = ledgerSettings();
  return rest;
}

function withoutClearing() {
  const { clearingAccountCode: _code, ...rest } = ledgerSettings();
  return rest;
}

describe('settings that do not fit', () => {
  it.each(cases)('are found: %s (%s)', (...[cause, place, overrides, message]) => {
    const { isHealthy, findings } = checkHealth(facts(overrides));

    expect(isHealthy).toBe(false);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ cause, place });
    expect(findings[0]?.message).toMatch(message);
    expect(findings[0]?.remedy).toMatch(/[.]$/);
  });

  it.each([
    ['payments that are not posted', { settings: { ...withoutClearing(), postPayments: false } }],
    [
      'a locked start whose documents go elsewhere',
      {
        settings: ledgerSettings({ lockedPeriod: 'next_open_day' }),
        catalogue: aCatalogue({ periodLockDate: '2026-11-15' }),
      },
    ],
    [
      'another currency that may be posted',
      {
        settings: ledgerSettings({ foreignCurrency: 'post' }),
        catalogue: aCatalogue({ currencies: ['GBP', 'EUR'] }),
        uses: aSourceUses({ currencies: ['EUR'] }),
      },
    ],
    [
      'as many calls as fit without notes',
      {
        settings: ledgerSettings({ historyNotes: false }),
        callsPerDay: 1_000,
        uses: aSourceUses({ documentsPerDay: 900 }),
      },
    ],
    ['no end of calls', { callsPerDay: undefined, uses: aSourceUses({ documentsPerDay: 90_000 }) }],
    ['deposits on a liability', { uses: usingCode({ code: '825', isDeposit: true, rates: [] }) }],
    [
      'a site with an option that a person chose',
      {
        settings: ledgerSettings({ createTracking: false, siteOptions: { s: 'opt-harbour' } }),
        uses: aSourceUses({ sites: [{ siteId: 's', name: 'New Road' }] }),
      },
    ],
  ] as Array<[string, Overrides]>)('are not made up: %s', (_what, overrides) => {
    expect(checkHealth(facts(overrides)).findings).toEqual([]);
  });
});
