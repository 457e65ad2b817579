import type * as z from 'zod/mini';
import {
  xeroAccount,
  xeroOrganisation,
  xeroTaxRate,
  xeroTrackingCategory,
} from '../../contracts/xero-resources.ts';
import type { Catalogue } from '../../domain/ledger/drafts.ts';
import { parseMinor } from '../../domain/money/decimal.ts';
import type { XeroApi } from './xero-api.ts';

/** Reads chart, tax rates, tracking and lock dates: four calls. */
export async function readCatalogue(api: XeroApi): Promise<Catalogue> {
  const organisations = await api.read('/Organisation', 'Organisations', xeroOrganisation);
  const accounts = await api.read('/Accounts', 'Accounts', xeroAccount);
  const taxRates = await api.read('/TaxRates', 'TaxRates', xeroTaxRate);
  const categories = await api.read(
    '/TrackingCategories',
    'TrackingCategories',
    xeroTrackingCategory,
  );
  const organisation = organisations[0];
  if (organisation === undefined) throw new Error('Xero returned no organisation.');
  return {
    organisationName: organisation.Name,
    baseCurrency: organisation.BaseCurrency,
    currencies: [organisation.BaseCurrency],
    countryCode: organisation.CountryCode ?? '',
    timeZone: organisation.Timezone ?? undefined,
    periodLockDate: dayOf(organisation.PeriodLockDate),
    endOfYearLockDate: dayOf(organisation.EndOfYearLockDate),
    accounts: accounts.map(readAccount),
    taxRates: taxRates.flatMap(readTaxRate),
    trackingCategories: categories.map(readCategory),
  };
}

/** Xero writes dates as `/Date(1518652800000+0000)/`; newer fields as ISO. */
function dayOf(text: string | null | undefined): string | undefined {
  if (!text) return undefined;
  const epochMs = /^\/Date\((-?\d+)/.exec(text)?.[1];
  return epochMs === undefined
    ? text.slice(0, 10)
    : new Date(Number(epochMs)).toISOString().slice(0, 10);
}

function readAccount(account: z.infer<typeof xeroAccount>): Catalogue['accounts'][number] {
  return {
    accountId: account.AccountID,
    code: account.Code || undefined,
    name: account.Name,
    type: account.Type,
    isActive: account.Status !== 'ARCHIVED' && account.Status !== 'DELETED',
    defaultTaxType: account.TaxType ?? undefined,
    acceptsPayments: account.EnablePaymentsToAccount === true,
  };
}

/** Rates are whole basis points here; one with parts of them (8.875 % in US states) is left away. */
function readTaxRate(rate: z.infer<typeof xeroTaxRate>): Catalogue['taxRates'] {
  const percent = String(rate.EffectiveRate);
  if (!/^\d+(\.\d{1,2})?$/.test(percent)) return [];
  return [
    {
      taxType: rate.TaxType,
      name: rate.Name,
      rateBasisPoints: parseMinor(percent, 2),
      isActive: (rate.Status ?? 'ACTIVE') === 'ACTIVE',
      appliesToRevenue: rate.CanApplyToRevenue !== false,
    },
  ];
}

function readCategory(
  category: z.infer<typeof xeroTrackingCategory>,
): Catalogue['trackingCategories'][number] {
  return {
    categoryId: category.TrackingCategoryID,
    name: category.Name,
    isActive: (category.Status ?? 'ACTIVE') === 'ACTIVE',
    options: (category.Options ?? []).map((option) => ({
      optionId: option.TrackingOptionID,
      name: option.Name,
      isActive: (option.Status ?? 'ACTIVE') === 'ACTIVE',
    })),
  };
}
