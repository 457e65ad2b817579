import type { Target } from '../../contracts/ids.ts';
import type { LedgerSettings } from '../../contracts/settings.ts';
import type { Catalogue } from '../ledger/drafts.ts';
import { optional } from '../source/optional.ts';
import { misfitsInLedger } from './check-setting-in-ledger.ts';

/**
 * Settings of an operator who has chosen nothing yet. Only what the ledger itself makes certain is
 * filled in; where a choice would be a guess it stays open and the first document becomes an issue.
 */
export function defaultLedgerSettings(input: {
  operatorId: string;
  target: Target;
  catalogue: Catalogue;
  today: string;
}): LedgerSettings {
  const { operatorId, target, catalogue, today } = input;
  const settings: LedgerSettings = {
    operatorId,
    target,
    startDate: today,
    ...optional('timeZone', catalogue.ianaZone),
    ...optional('ledgerTimeZone', catalogue.timeZone),
    ...optional('clearingAccountCode', onlyClearingAccount(catalogue)),
    postPayments: true,
    trackingCategoryName: 'Location',
    createTracking: true,
    invoiceStatus: 'AUTHORISED',
    paymentTermsDays: 0,
    taxCentDifference: 'override',
    historyNotes: true,
    taxRules: [],
    ...safeChoices,
  };
  // What a person could not set is not chosen for them.
  const isRefused = misfitsInLedger(settings, catalogue).includes('clearingAccountCode');
  const { clearingAccountCode: _refused, ...open } = settings;
  return isRefused ? open : settings;
}

/** Where nobody has chosen: what a person would have to undo is not done. */
const safeChoices = {
  version: 0,
  posting: { isOn: false },
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

/** An account that is called clearing and takes payments, if there is exactly one. */
function onlyClearingAccount(catalogue: Catalogue): string | undefined {
  const candidates = catalogue.accounts.filter(
    (account) =>
      account.isActive &&
      account.code !== undefined &&
      /clearing/i.test(account.name) &&
      (account.type === 'BANK' || account.acceptsPayments),
  );
  return candidates.length === 1 ? candidates[0]?.code : undefined;
}
