import type { Account, TaxRate } from '../../infra/local/vendors/xero/core/book.ts';
import type { Catalogue } from '../../shared/domain/ledger/drafts.ts';

/** A tax of the source, in hundredths of a basis point, so that 9.975 % is whole. */
type Parts = number;

/** What the source charges: taxes contained in the price, none or several of them. */
export interface Kind {
  code: string;
  taxes: readonly Parts[];
  isDeposit?: boolean;
}

const percent = 10_000;

export const kinds: readonly Kind[] = [
  { code: 'RENT', taxes: [20 * percent] },
  { code: 'RENT', taxes: [20 * percent] },
  { code: 'GOODS', taxes: [5 * percent] },
  { code: 'GOODS', taxes: [20 * percent] },
  { code: 'INS', taxes: [12 * percent] },
  { code: 'FEE', taxes: [20 * percent] },
  { code: 'FEE', taxes: [] },
  // Several taxes blended in one line, with parts of a basis point.
  { code: 'QC', taxes: [5 * percent, 99_750] },
  { code: 'NY', taxes: [88_750] },
  { code: 'LEVY', taxes: [5_250] },
  { code: 'DEP', taxes: [], isDeposit: true },
  { code: 'DEP', taxes: [], isDeposit: true },
  // A rate that the ledger does not have.
  { code: 'FEE', taxes: [17 * percent] },
];

const rates: readonly (readonly [taxType: string, hundredths: number, report: string])[] = [
  ['OUTPUT2', 2_000, 'OUTPUT'],
  ['RROUTPUT', 500, 'OUTPUT'],
  ['TAX001', 1_200, 'IPT'],
  ['TAX002', 1_497.5, 'OUTPUT'],
  ['TAX003', 887.5, 'OUTPUT'],
  ['TAX004', 52.5, 'LEVY'],
  ['ZERORATEDOUTPUT', 0, 'OUTPUT'],
  ['EXEMPTOUTPUT', 0, 'EXEMPTOUTPUT'],
  ['NONE', 0, 'NONE'],
];

const accounts: readonly (readonly [code: string, taxType: string, type?: string])[] = [
  ['200', 'OUTPUT2'],
  ['201', 'RROUTPUT'],
  ['260', 'TAX001'],
  ['404', ''],
  ['410', 'TAX002'],
  ['411', 'TAX003'],
  ['412', 'TAX004'],
  ['820', 'NONE', 'CURRLIAB'],
  ['860', 'NONE', 'EXPENSE'],
  ['091', 'NONE', 'BANK'],
  ['999', 'OUTPUT2'],
];

/** Where the codes of the source belong. */
export const accountOfCode: Readonly<Record<string, string>> = {
  RENT: '200',
  GOODS: '201',
  INS: '260',
  FEE: '404',
  QC: '410',
  NY: '411',
  LEVY: '412',
  DEP: '820',
};

export function bookRates(): TaxRate[] {
  return rates.map(([taxType, rateHundredths, reportTaxType]) => ({
    taxType,
    name: taxType,
    rateHundredths,
    reportTaxType,
    appliesToRevenue: true,
    appliesToExpenses: false,
    appliesToLiabilities: true,
  }));
}

export function bookAccounts(): Account[] {
  return accounts.map(([code, taxType, type = 'REVENUE']) => ({
    accountId: `account-${code}`,
    code,
    name: code,
    type,
    accountClass: type === 'CURRLIAB' ? 'LIABILITY' : type,
    taxType,
    status: 'ACTIVE',
    takesPayments: type === 'BANK',
    systemAccount: '',
    updatedEpochMs: 0,
  }));
}

/** The same as the product reads it. */
export const catalogue: Catalogue = {
  organisationName: 'Penny Storage Ltd',
  baseCurrency: 'GBP',
  currencies: ['GBP'],
  countryCode: 'GB',
  timeZone: 'GMTSTANDARDTIME',
  ianaZone: 'Europe/London',
  periodLockDate: undefined,
  endOfYearLockDate: undefined,
  accounts: accounts.map(([code, taxType, type = 'REVENUE']) => ({
    accountId: `account-${code}`,
    code,
    name: code,
    type,
    isActive: true,
    defaultTaxType: taxType === '' ? undefined : taxType,
    acceptsPayments: type === 'BANK',
  })),
  taxRates: rates.map(([taxType, rateBasisPoints, reportType]) => ({
    taxType,
    name: taxType,
    rateBasisPoints,
    reportType,
    isActive: true,
    appliesToRevenue: true,
    ...(taxType === 'NONE' ? { isOutsideTax: true } : {}),
  })),
  trackingCategories: [],
};
