import type {
  Account,
  Book,
  Contact,
  HistoryRecord,
  TaxRate,
  TrackingCategory,
} from '../core/book.ts';
import { toJsonNumber } from '../core/decimal.ts';
import { dayToXeroTimestamp, toXeroDateString, toXeroTimestamp } from '../core/xero-dates.ts';

/** A JSON value as the API gives it out. */
export type View =
  | string
  | number
  | boolean
  | null
  | readonly View[]
  | { readonly [key: string]: View | undefined };
export type ViewObject = { readonly [key: string]: View | undefined };

/** GET /Organisation */
export function organisationView(book: Book): ViewObject {
  const { organisation } = book;
  const { periodLockDay, endOfYearLockDay } = organisation;
  return {
    OrganisationID: organisation.organisationId,
    APIKey: undefined,
    Name: organisation.name,
    LegalName: organisation.name,
    PaysTax: true,
    Version: 'UK',
    OrganisationType: 'COMPANY',
    BaseCurrency: organisation.baseCurrency,
    CountryCode: organisation.countryCode,
    IsDemoCompany: false,
    OrganisationStatus: 'ACTIVE',
    FinancialYearEndDay: 31,
    FinancialYearEndMonth: 3,
    SalesTaxBasis: 'ACCRUALS',
    SalesTaxPeriod: 'QUARTERLY',
    DefaultSalesTax: 'Tax Inclusive',
    DefaultPurchasesTax: 'Tax Inclusive',
    PeriodLockDate: periodLockDay && dayToXeroTimestamp(periodLockDay),
    EndOfYearLockDate: endOfYearLockDay && dayToXeroTimestamp(endOfYearLockDay),
    CreatedDateUTC: toXeroTimestamp(organisation.createdEpochMs),
    OrganisationEntityType: 'COMPANY',
    Timezone: organisation.timezone,
    ShortCode: organisation.shortCode,
    Class: 'STANDARD',
    Edition: 'BUSINESS',
    Addresses: [],
    Phones: [],
    ExternalLinks: [],
    PaymentTerms: {},
  };
}

/** One element of GET /Accounts */
export function accountView(account: Account): ViewObject {
  return {
    AccountID: account.accountId,
    Code: account.code,
    Name: account.name,
    Status: account.status,
    Type: account.type,
    TaxType: account.taxType,
    Class: account.accountClass,
    EnablePaymentsToAccount: account.takesPayments,
    ShowInExpenseClaims: false,
    ...(account.systemAccount === '' ? {} : { SystemAccount: account.systemAccount }),
    ...(account.type === 'BANK'
      ? { BankAccountType: 'BANK', CurrencyCode: account.currencyCode ?? 'GBP' }
      : {}),
    HasAttachments: false,
    AddToWatchlist: false,
    UpdatedDateUTC: toXeroTimestamp(account.updatedEpochMs),
  };
}

/** One element of GET /TaxRates */
export function taxRateView(rate: TaxRate): ViewObject {
  const percent = percentOf(rate.rateHundredths);
  const components = rate.components ?? [rate];
  return {
    Name: rate.name,
    TaxType: rate.taxType,
    ReportTaxType: rate.reportTaxType,
    CanApplyToAssets: true,
    CanApplyToEquity: true,
    CanApplyToExpenses: rate.appliesToExpenses,
    CanApplyToLiabilities: rate.appliesToLiabilities,
    CanApplyToRevenue: rate.appliesToRevenue,
    DisplayTaxRate: percent,
    EffectiveRate: percent,
    Status: 'ACTIVE',
    TaxComponents: components.map(({ name, rateHundredths }) => ({
      Name: name,
      Rate: percentOf(rateHundredths),
      IsCompound: false,
      IsNonRecoverable: false,
    })),
  };
}

function percentOf(rateHundredths: number): number {
  return toJsonNumber(BigInt(Math.round(rateHundredths * 100)), 4);
}

/** GET /Currencies: the base currency and what was added to it. */
export function currencyViews(book: Book): readonly ViewObject[] {
  const { baseCurrency, foreignCurrencies = [] } = book.organisation;
  return [baseCurrency, ...foreignCurrencies].map((code) => ({ Code: code, Description: code }));
}

/** One element of GET /TrackingCategories */
export function trackingCategoryView(category: TrackingCategory): ViewObject {
  return {
    Name: category.name,
    Status: category.status,
    TrackingCategoryID: category.trackingCategoryId,
    Options: category.options.map((option) => ({
      TrackingOptionID: option.trackingOptionId,
      Name: option.name,
      Status: option.status,
      HasValidationErrors: false,
    })),
  };
}

/** One contact; `isSummary` as within an invoice of a list. */
export function contactView(contact: Contact, isSummary = false): ViewObject {
  const { details } = contact;
  const base = {
    ContactID: contact.contactId,
    ...(contact.contactNumber === undefined ? {} : { ContactNumber: contact.contactNumber }),
    Name: contact.name,
    HasValidationErrors: false,
  };
  if (isSummary) return base;
  return {
    ...base,
    AccountNumber: details.accountNumber,
    ContactStatus: contact.status,
    FirstName: details.firstName,
    LastName: details.lastName,
    CompanyNumber: details.companyNumber,
    EmailAddress: details.emailAddress ?? '',
    TaxNumber: details.taxNumber,
    BankAccountDetails: '',
    Addresses: details.addresses ?? [],
    Phones: details.phones ?? [],
    UpdatedDateUTC: toXeroTimestamp(contact.updatedEpochMs),
    ContactGroups: [],
    ContactPersons: details.contactPersons ?? [],
    IsSupplier: false,
    IsCustomer: contact.isCustomer,
    HasAttachments: false,
  };
}

/** One entry of a document's history. */
export function historyView(record: HistoryRecord): ViewObject {
  return {
    Changes: record.changes,
    DateUTCString: toXeroDateString(record.atEpochMs),
    DateUTC: toXeroTimestamp(record.atEpochMs),
    User: record.user,
    Details: record.details,
  };
}
