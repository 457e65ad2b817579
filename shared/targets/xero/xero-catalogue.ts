import type * as z from 'zod/mini';
import { ProviderError } from '../../domain/errors/errors.ts';
import type { Catalogue } from '../../domain/ledger/drafts.ts';
import { optional } from '../../domain/source/optional.ts';
import type { Clock } from '../../ports/clock.ts';
import { ExpiringCache } from '../../runtime/expiring-cache.ts';
import type { XeroApi } from './xero-api.ts';
import {
  xeroAccount,
  xeroCurrency,
  xeroOrganisation,
  xeroTaxRate,
  xeroTrackingCategory,
} from './xero-resources.ts';
import { zoneOfXero } from './xero-zones.ts';

/** How long chart, tax rates and lock dates may be out of date; each part has one entry. */
const bounds = { entries: 1, lifeMs: 5 * 60_000 };

interface Parts {
  organisation: z.infer<typeof xeroOrganisation>;
  accounts: Array<z.infer<typeof xeroAccount>>;
  taxRates: Array<z.infer<typeof xeroTaxRate>>;
  categories: Array<z.infer<typeof xeroTrackingCategory>>;
  currencies: string[];
}

/**
 * Chart, tax rates, tracking, currencies and lock dates of one company: five calls. Each part is kept by itself as
 * soon as it was read, so that a full minute between two of them takes nothing back.
 */
export class XeroCatalogue {
  readonly #api: XeroApi;
  readonly #kept: { [K in keyof Parts]: ExpiringCache<Parts[K]> };

  constructor(api: XeroApi, clock: Clock) {
    this.#api = api;
    this.#kept = {
      organisation: new ExpiringCache(clock, bounds),
      accounts: new ExpiringCache(clock, bounds),
      taxRates: new ExpiringCache(clock, bounds),
      categories: new ExpiringCache(clock, bounds),
      currencies: new ExpiringCache(clock, bounds),
    };
  }

  async read(): Promise<Catalogue> {
    return catalogueOf({
      organisation: await this.#part('organisation', readOrganisation),
      accounts: await this.#part('accounts', (api) =>
        api.read('/Accounts', 'Accounts', xeroAccount),
      ),
      taxRates: await this.#part('taxRates', (api) =>
        api.read('/TaxRates', 'TaxRates', xeroTaxRate),
      ),
      categories: await this.#part('categories', (api) =>
        // What is archived keeps its name, and is left out unless it is asked for (xero-php#431).
        api.read(
          '/TrackingCategories?includeArchived=true',
          'TrackingCategories',
          xeroTrackingCategory,
        ),
      ),
      currencies: await this.#part('currencies', readCurrencies),
    });
  }

  /** Forgets what was read at this time or before. */
  forget(untilEpochMs: number): void {
    for (const part of Object.values(this.#kept)) part.forgetReadUntil(untilEpochMs);
  }

  forgetTracking(): void {
    this.#kept.categories.forget('categories');
  }

  #part<K extends keyof Parts>(
    name: K,
    read: (api: XeroApi) => Promise<Parts[K]>,
  ): Promise<Parts[K]> {
    return this.#kept[name].getOrRead(name, () => read(this.#api));
  }
}

async function readOrganisation(api: XeroApi): Promise<Parts['organisation']> {
  const [organisation] = await api.read('/Organisation', 'Organisations', xeroOrganisation);
  if (organisation === undefined) throw new Error('Xero returned no organisation.');
  return organisation;
}

async function readCurrencies(api: XeroApi): Promise<string[]> {
  try {
    return (await api.read('/Currencies', 'Currencies', xeroCurrency)).map(({ Code }) => Code);
  } catch (error) {
    if (!(error instanceof ProviderError) || error.failure.canRetryHelp) throw error;
    // Recovery: the organisation's own currency is known beside them, and no other is posted.
    return [];
  }
}

function catalogueOf(parts: Parts): Catalogue {
  const { organisation, accounts, taxRates, categories, currencies } = parts;
  return {
    organisationName: organisation.Name,
    baseCurrency: organisation.BaseCurrency,
    currencies: [...new Set([organisation.BaseCurrency, ...currencies])],
    countryCode: organisation.CountryCode ?? '',
    timeZone: organisation.Timezone ?? undefined,
    ianaZone: zoneOfXero(organisation.Timezone ?? undefined),
    periodLockDate: dayOf(organisation.PeriodLockDate),
    endOfYearLockDate: dayOf(organisation.EndOfYearLockDate),
    accounts: accounts.map(readAccount),
    taxRates: taxRates.map(readTaxRate),
    trackingCategories: categories.map(readCategory),
  };
}

/** Xero writes dates as `/Date(1518652800000+0000)/`; newer fields as ISO. */
export function dayOf(text: string | null | undefined): string | undefined {
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
    ...optional('currency', account.CurrencyCode || undefined),
  };
}

/**
 * Percent with any number of decimals; six are kept, more than the longest rate in use has. A rate without
 * a height fits nothing, as does one below nought: a tax that is withheld, which no sales line bears.
 */
function readTaxRate(rate: z.infer<typeof xeroTaxRate>): Catalogue['taxRates'][number] {
  const percent = rate.EffectiveRate ?? rate.DisplayTaxRate ?? -1;
  return {
    taxType: rate.TaxType,
    name: rate.Name,
    rateBasisPoints: Math.round(percent * 1e6) / 1e4,
    isActive: (rate.Status ?? 'ACTIVE') === 'ACTIVE',
    appliesToRevenue: rate.CanApplyToRevenue !== false && percent >= 0,
    ...optional('reportType', rate.ReportTaxType),
    ...optional('isOutsideTax', rate.TaxType === 'NONE' || undefined),
  };
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
