import type { LedgerSettings } from '../../shared/contracts/settings.ts';
import { anOperatorId } from './an-operator.ts';

/** Settings under which the built invoice, payment and credit note all post without a question. */
export function ledgerSettings(overrides: Partial<LedgerSettings> = {}): LedgerSettings {
  return {
    operatorId: anOperatorId,
    target: 'xero',
    startDate: '2026-11-01',
    timeZone: 'Europe/London',
    defaultAccountCode: '200',
    clearingAccountCode: '610',
    postPayments: true,
    trackingCategoryName: 'Location',
    createTracking: true,
    invoiceStatus: 'AUTHORISED',
    paymentTermsDays: 0,
    taxCentDifference: 'issue',
    historyNotes: true,
    taxRules: [],
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
    ...overrides,
  };
}
