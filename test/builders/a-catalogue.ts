import type {
  Catalogue,
  CatalogueAccount,
  CatalogueTaxRate,
} from '../../shared/domain/ledger/drafts.ts';
import { zoneOfXero } from '../../shared/targets/xero/xero-zones.ts';

/** A small UK chart: sales 200, deposits 825 (liability), clearing 610, bank 090; VAT 20 %, 5 %, none. */
export function aCatalogue(overrides: Partial<Catalogue> = {}): Catalogue {
  const { timeZone } = { timeZone: 'GMTSTANDARDTIME', ...overrides };
  return {
    organisationName: 'Harbour Storage Ltd',
    baseCurrency: 'GBP',
    currencies: ['GBP'],
    countryCode: 'GB',
    timeZone,
    ianaZone: zoneOfXero(timeZone),
    periodLockDate: undefined,
    endOfYearLockDate: undefined,
    accounts: accounts(),
    taxRates: taxRates(),
    trackingCategories: [
      {
        categoryId: 'cat-location',
        name: 'Location',
        isActive: true,
        options: [{ optionId: 'opt-harbour', name: 'Harbour Road', isActive: true }],
      },
    ],
    ...overrides,
  };
}

export function anAccount(overrides: Partial<CatalogueAccount> = {}): CatalogueAccount {
  return {
    accountId: 'acc-200',
    code: '200',
    name: 'Sales',
    type: 'REVENUE',
    isActive: true,
    defaultTaxType: 'OUTPUT2',
    acceptsPayments: false,
    ...overrides,
  };
}

function accounts(): CatalogueAccount[] {
  return [
    anAccount(),
    anAccount({
      accountId: 'acc-825',
      code: '825',
      name: 'Deposits',
      type: 'CURRLIAB',
      defaultTaxType: 'NONE',
    }),
    anAccount({
      accountId: 'acc-610',
      code: '610',
      name: 'Clearing',
      type: 'CURRENT',
      defaultTaxType: 'NONE',
      acceptsPayments: true,
    }),
    anAccount({
      accountId: 'acc-090',
      code: '090',
      name: 'Bank',
      type: 'BANK',
      defaultTaxType: 'NONE',
      acceptsPayments: true,
    }),
  ];
}

function taxRates(): CatalogueTaxRate[] {
  return [
    {
      taxType: 'OUTPUT2',
      name: '20% (VAT on Income)',
      rateBasisPoints: 2000,
      isActive: true,
      appliesToRevenue: true,
    },
    {
      taxType: 'RROUTPUT',
      name: '5% (VAT on Income)',
      rateBasisPoints: 500,
      isActive: true,
      appliesToRevenue: true,
    },
    {
      taxType: 'INPUT2',
      name: '20% (VAT on Expenses)',
      rateBasisPoints: 2000,
      isActive: true,
      appliesToRevenue: false,
    },
    {
      taxType: 'NONE',
      name: 'No VAT',
      rateBasisPoints: 0,
      isActive: true,
      appliesToRevenue: true,
    },
  ];
}
