import type { SettingName } from './setting-words.ts';

/** What people call each setting, as on the page. */
export const settingLabels: Readonly<Record<SettingName, string>> = {
  startDate: 'Start date',
  timeZone: 'Time zone',
  defaultAccountCode: 'Account for lines without a code',
  clearingAccountCode: 'Account that receives payments',
  postPayments: 'Payments',
  trackingCategoryName: 'Tracking category of the sites',
  createTracking: 'Create missing tracking',
  invoiceStatus: 'Invoices are',
  paymentTermsDays: 'Days until invoices are due',
  taxCentDifference: 'A cent of tax that is rounded otherwise',
  historyNotes: 'Notes in the history',
  taxRules: 'Tax rate',
  creditNoteStatus: 'Credit notes are',
  accountMap: 'Account',
  depositAccountCode: 'Account for deposits',
  clearingAccounts: 'Account that receives payments',
  siteOptions: 'Tracking option',
  amountCentDifference: 'A cent that lines miss',
  roundingAccountCode: 'Account for rounding',
  lockedPeriod: 'Documents of a locked period',
  changedDocument: 'Invoices that changed before payment',
  voidedDocument: 'Voided invoices',
  uncollectible: 'Bad debts',
  badDebtAccountCode: 'Account for bad debts',
  postPaymentCredit: 'Credits after payment',
  overpayment: 'More received than due',
  foreignCurrency: 'Documents in another currency',
  contactMatching: 'Customers are known again by',
};

/** The label of a field by its name; one that this version does not know by that. */
export function labelOf(field: string): string {
  const labels: Readonly<Record<string, string>> = settingLabels;
  return Object.hasOwn(labels, field) ? (labels[field] ?? field) : field;
}
