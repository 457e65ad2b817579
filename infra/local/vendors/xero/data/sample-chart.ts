import type { Account, TaxRate } from '../core/book.ts';

/** The chart of accounts of a UK self-storage company, as both sample organisations have it. */
export function sampleAccounts(uuid: () => string, updatedEpochMs: number): readonly Account[] {
  return chart.map(([code, name, type, taxType, marks = {}]) => ({
    accountId: uuid(),
    code,
    name,
    type,
    accountClass: classOfType[type],
    taxType,
    status: marks.isArchived ? 'ARCHIVED' : 'ACTIVE',
    takesPayments: marks.takesPayments ?? false,
    systemAccount: marks.systemAccount ?? '',
    ...(marks.currencyCode === undefined ? {} : { currencyCode: marks.currencyCode }),
    updatedEpochMs,
  }));
}

type AccountTypeName = 'BANK' | 'CURRENT' | 'CURRLIAB' | 'REVENUE' | 'EXPENSE' | 'OVERHEADS';

interface Marks {
  readonly isArchived?: boolean;
  readonly takesPayments?: boolean;
  readonly systemAccount?: string;
  readonly currencyCode?: string;
}

const classOfType: Readonly<Record<AccountTypeName, string>> = {
  BANK: 'ASSET',
  CURRENT: 'ASSET',
  CURRLIAB: 'LIABILITY',
  REVENUE: 'REVENUE',
  EXPENSE: 'EXPENSE',
  OVERHEADS: 'EXPENSE',
};

const chart: readonly (readonly [
  code: string,
  name: string,
  type: AccountTypeName,
  taxType: string,
  marks?: Marks,
])[] = [
  ['090', 'Business Bank', 'BANK', 'NONE'],
  ['091', 'Card clearing', 'CURRLIAB', 'NONE', { takesPayments: true }],
  ['092', 'Euro Bank', 'BANK', 'NONE', { currencyCode: 'EUR' }],
  ['200', 'Storage rent', 'REVENUE', 'OUTPUT2'],
  ['201', 'Packaging and merchandise sales', 'REVENUE', 'OUTPUT2'],
  ['205', 'Storage rent (old)', 'REVENUE', 'OUTPUT2', { isArchived: true }],
  ['260', 'Insurance commission', 'REVENUE', 'TAX001'],
  ['404', 'Fees', 'REVENUE', 'OUTPUT2'],
  ['477', 'Bad debts', 'OVERHEADS', 'INPUT2'],
  ['610', 'Accounts Receivable', 'CURRENT', 'NONE', { systemAccount: 'DEBTORS' }],
  ['800', 'Accounts Payable', 'CURRLIAB', 'NONE', { systemAccount: 'CREDITORS' }],
  ['820', 'Security deposits held', 'CURRLIAB', 'NONE'],
  ['860', 'Rounding', 'EXPENSE', 'NONE', { systemAccount: 'ROUNDING' }],
];

/** UK tax rates, with insurance premium tax as the custom rate TAX001. */
export const sampleTaxRates: readonly TaxRate[] = [
  rate(['OUTPUT2', '20% (VAT on Income)'], 2000, { report: 'OUTPUT', sells: true }),
  rate(['RROUTPUT', '5% (VAT on Income)'], 500, { report: 'OUTPUT', sells: true }),
  rate(['ZERORATEDOUTPUT', 'Zero Rated Income'], 0, { report: 'OUTPUT', sells: true }),
  rate(['EXEMPTOUTPUT', 'Exempt Income'], 0, { report: 'EXEMPTOUTPUT', sells: true }),
  rate(['NONE', 'No VAT'], 0, { report: 'NONE', sells: true, buys: true }),
  rate(['INPUT2', '20% (VAT on Expenses)'], 2000, { report: 'INPUT', buys: true }),
  rate(['TAX001', 'Insurance Premium Tax 12%'], 1200, { report: 'OUTPUT', sells: true }),
];

function rate(
  [taxType, name]: readonly [string, string],
  rateHundredths: number,
  use: { readonly report: string; readonly sells?: boolean; readonly buys?: boolean },
): TaxRate {
  return {
    taxType,
    name,
    rateHundredths,
    reportTaxType: use.report,
    appliesToRevenue: use.sells ?? false,
    appliesToExpenses: use.buys ?? false,
    appliesToLiabilities: true,
  };
}
