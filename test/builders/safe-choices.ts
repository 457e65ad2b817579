import type { LedgerSettings } from '../../shared/contracts/settings.ts';

/** What is done where nobody has chosen: nothing that a person would have to undo. Said again, so that a slip shows. */
export const safeChoices = {
  version: 0,
  accountMap: {},
  clearingAccounts: {},
  siteOptions: {},
  amountCentDifference: 'issue',
  lockedPeriod: 'hold',
  changedDocument: 'amend',
  voidedDocument: 'void',
  uncollectible: 'issue',
  postPaymentCredit: 'leave_open',
  overpayment: 'issue',
  foreignCurrency: 'issue',
  contactMatching: 'email',
} as const satisfies Partial<LedgerSettings>;
