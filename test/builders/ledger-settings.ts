import type { LedgerSettings } from '../../shared/contracts/settings.ts';
import { anOperatorId } from './an-operator.ts';
import { safeChoices } from './safe-choices.ts';

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
    ...safeChoices,
    ...overrides,
  };
}
