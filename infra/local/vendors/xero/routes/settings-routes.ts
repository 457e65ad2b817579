import { type ApiAnswer, notFoundAnswer } from '../api/answers.ts';
import { type ApiCall, type ApiRoute, answerList } from '../api/api-call.ts';
import { runBatch } from '../api/batch.ts';
import type { TrackingCategory } from '../core/book.ts';
import { type TrackingCategoryInput, trackingCategoryInput } from '../ledger/inputs.ts';
import {
  createTrackingCategory,
  createTrackingOption,
  updateTrackingCategory,
} from '../ledger/tracking.ts';
import { listRecords, readListQuery } from '../reading/listing.ts';
import {
  accountView,
  currencyViews,
  organisationView,
  taxRateView,
  trackingCategoryView,
} from '../reading/views.ts';

/** Organisation, accounts, tax rates and tracking categories. */
export const settingsRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: '/Organisation', handle: getOrganisation },
  { method: 'GET', path: '/Organisations', handle: getOrganisation },
  { method: 'GET', path: '/Currencies', handle: getCurrencies },
  { method: 'GET', path: '/Accounts', handle: getAccounts },
  { method: 'GET', path: '/Accounts/:id', handle: getAccount },
  { method: 'GET', path: '/TaxRates', handle: getTaxRates },
  { method: 'GET', path: '/TrackingCategories', handle: getTrackingCategories },
  { method: 'GET', path: '/TrackingCategories/:id', handle: getTrackingCategory },
  { method: 'PUT', path: '/TrackingCategories', handle: putTrackingCategories },
  { method: 'POST', path: '/TrackingCategories/:id', handle: postTrackingCategory },
  { method: 'PUT', path: '/TrackingCategories/:id/Options', handle: putTrackingOptions },
];

function getOrganisation(call: ApiCall): ApiAnswer {
  return answerList(call, { Organisations: [organisationView(call.book)] });
}

function getCurrencies(call: ApiCall): ApiAnswer {
  return answerList(call, { Currencies: currencyViews(call.book) });
}

function getAccounts(call: ApiCall): ApiAnswer {
  const query = { ...readListQuery(call.url, call.headers), page: undefined };
  const { items } = listRecords(call.book.accounts.values(), query, (account) => ({
    AccountID: account.accountId,
    Code: account.code,
    Name: account.name,
    Type: account.type,
    Class: account.accountClass,
    Status: account.status,
    TaxType: account.taxType,
    EnablePaymentsToAccount: account.takesPayments,
    SystemAccount: account.systemAccount || undefined,
  }));
  return answerList(call, { Accounts: items.map(accountView) });
}

function getAccount(call: ApiCall): ApiAnswer {
  const account = call.book.accounts.get(call.parameters[0]?.toLowerCase() ?? '');
  return account === undefined
    ? notFoundAnswer
    : answerList(call, { Accounts: [accountView(account)] });
}

function getTaxRates(call: ApiCall): ApiAnswer {
  const records = [...call.book.taxRates.values()].map((rate) => ({ rate, updatedEpochMs: 0 }));
  const query = { ...readListQuery(call.url, new Headers()), page: undefined };
  const { items } = listRecords(records, query, ({ rate }) => ({
    Name: rate.name,
    TaxType: rate.taxType,
    Status: 'ACTIVE',
    CanApplyToRevenue: rate.appliesToRevenue,
    CanApplyToExpenses: rate.appliesToExpenses,
  }));
  return answerList(call, { TaxRates: items.map(({ rate }) => taxRateView(rate)) });
}

function getTrackingCategories(call: ApiCall): ApiAnswer {
  const withArchived = call.url.searchParams.get('includeArchived') === 'true';
  const categories = [...call.book.trackingCategories.values()];
  const shown = withArchived ? categories : categories.flatMap(activePart);
  return answerList(call, { TrackingCategories: shown.map(trackingCategoryView) });
}

// Archived options are left out like archived categories, unless they are asked for (xero-php#431).
function activePart(category: TrackingCategory): readonly TrackingCategory[] {
  const options = category.options.filter((option) => option.status === 'ACTIVE');
  return category.status === 'ACTIVE' ? [{ ...category, options }] : [];
}

function getTrackingCategory(call: ApiCall): ApiAnswer {
  const category = namedCategory(call);
  return category === undefined
    ? notFoundAnswer
    : answerList(call, { TrackingCategories: [trackingCategoryView(category)] });
}

function putTrackingCategories(call: ApiCall): ApiAnswer {
  return runBatch(call, {
    key: 'TrackingCategories',
    schema: trackingCategoryInput,
    apply: (input) => createTrackingCategory(call, input),
    view: trackingCategoryView,
    echo: echoName,
    errorFlag: 'HasValidationErrors',
  });
}

function postTrackingCategory(call: ApiCall): ApiAnswer {
  const category = namedCategory(call);
  if (category === undefined) return notFoundAnswer;
  return runBatch(call, {
    key: 'TrackingCategories',
    schema: trackingCategoryInput,
    apply: (input) => updateTrackingCategory(call.book, category, input),
    view: trackingCategoryView,
    echo: echoName,
    errorFlag: 'HasValidationErrors',
  });
}

function putTrackingOptions(call: ApiCall): ApiAnswer {
  if (namedCategory(call) === undefined) return notFoundAnswer;
  return runBatch(call, {
    key: 'Options',
    schema: trackingCategoryInput,
    apply: (input) => {
      // Looked up again for each: the one before may have added an option.
      const category = namedCategory(call);
      if (category === undefined) return { ok: false, messages: [] };
      return createTrackingOption(call, category, input);
    },
    view: (option) => ({
      TrackingOptionID: option.trackingOptionId,
      Name: option.name,
      Status: option.status,
    }),
    echo: echoName,
    errorFlag: 'HasValidationErrors',
  });
}

function namedCategory(call: ApiCall): TrackingCategory | undefined {
  return call.book.trackingCategories.get(call.parameters[0]?.toLowerCase() ?? '');
}

function echoName(input: TrackingCategoryInput): { readonly Name: string } {
  return { Name: input.Name ?? '' };
}
