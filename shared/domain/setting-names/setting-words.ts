import type { LedgerSettings } from '../../contracts/settings.ts';

/** What a person may choose; the rest says whose settings they are, or is remembered. */
export type SettingName = Exclude<
  keyof LedgerSettings,
  | 'operatorId'
  | 'target'
  | 'accountId'
  | 'sites'
  | 'ledgerTimeZone'
  | 'version'
  | 'savedAt'
  | 'savedBy'
  | 'posting'
>;

/** What fits each setting, as the end of a sentence that begins with "give". */
export const settingWords: Readonly<Record<SettingName, string>> = {
  startDate: 'a day of the calendar, for instance 2026-11-30',
  timeZone:
    'a time zone by region and city, for instance Europe/London, or null to follow the ledger',
  defaultAccountCode: 'the code of an account in the chart, for instance 200, or null for none',
  clearingAccountCode: 'the code of an account that takes payments, or null for none',
  postPayments: 'true or false',
  trackingCategoryName: 'the name of a tracking category, of 1 to 100 characters',
  createTracking: 'true or false',
  invoiceStatus: 'AUTHORISED or DRAFT',
  paymentTermsDays: 'a whole number of days from 0 to 365',
  taxCentDifference: 'override or issue',
  historyNotes: 'true or false',
  taxRules:
    'a list such as [{"accountCode":"200","rateBasisPoints":2000,"taxType":"OUTPUT2"}], with rates from 0 to 10000',
  creditNoteStatus: 'AUTHORISED or DRAFT, or null for the same as invoices',
  accountMap: 'pairs of codes such as {"RENT":"200"}: that of the source, and that of the ledger',
  depositAccountCode: 'the code of a liability account, or null for none',
  clearingAccounts: 'pairs such as {"bacs_debit":"611"}: a payment method, and an account code',
  siteOptions:
    'pairs such as {"site_1":"<option id>"}: a site, and an option of the tracking category',
  amountCentDifference: 'line or issue',
  roundingAccountCode: 'the code of an account for cents that do not fit, or null for none',
  lockedPeriod: 'hold, next_open_day or draft',
  changedDocument: 'amend or issue',
  voidedDocument: 'void, void_or_credit or issue',
  uncollectible: 'issue or credit',
  badDebtAccountCode: 'the code of the account for bad debts, or null for none',
  postPaymentCredit: 'leave_open, allocate or refund',
  overpayment: 'issue or post',
  foreignCurrency: 'issue or post',
  contactMatching: 'number, email or name',
};

export const settingNames: readonly SettingName[] = Object.keys(settingWords).filter(isSettingName);

export function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(settingWords, name);
}
