import type { LedgerSettings } from '../../contracts/settings.ts';
import { isCalendarDay } from '../calendar-day.ts';
import { ledgerRulesOf } from '../ledger/ledger-rules.ts';
import type { SettingName } from '../setting-names/setting-words.ts';

const termsAtMostDays = 365;
const wholeBasisPoints = 10_000;

/** Meaning that a shape does not tell; what is not named here has none beyond its shape. */
const checks: Partial<Record<SettingName, (settings: LedgerSettings) => boolean>> = {
  startDate: ({ startDate }) => isCalendarDay(startDate),
  timeZone: ({ timeZone }) => timeZone === undefined || isZone(timeZone),
  defaultAccountCode: ({ defaultAccountCode }) => isAbsentOrCode(defaultAccountCode),
  clearingAccountCode: ({ clearingAccountCode }) => isAbsentOrCode(clearingAccountCode),
  accountMap: ({ accountMap }) => areCodes(accountMap),
  clearingAccounts: ({ clearingAccounts }) => areCodes(clearingAccounts),
  siteOptions: ({ siteOptions }) => areCodes(siteOptions),
  depositAccountCode: ({ depositAccountCode }) => isAbsentOrCode(depositAccountCode),
  roundingAccountCode: ({ roundingAccountCode }) => isAbsentOrCode(roundingAccountCode),
  badDebtAccountCode: ({ badDebtAccountCode }) => isAbsentOrCode(badDebtAccountCode),
  trackingCategoryName: isCategoryName,
  paymentTermsDays: ({ paymentTermsDays }) =>
    paymentTermsDays >= 0 && paymentTermsDays <= termsAtMostDays,
  taxRules: ({ taxRules }) =>
    taxRules.every(
      ({ accountCode, rateBasisPoints, taxType }) =>
        isAbsentOrCode(accountCode) &&
        taxType.trim() !== '' &&
        rateBasisPoints >= 0 &&
        rateBasisPoints <= wholeBasisPoints,
    ),
};

/** Whether a setting of the right shape can be meant, whatever the ledger holds. */
export function isMeaningful(settings: LedgerSettings, name: SettingName): boolean {
  return checks[name]?.(settings) ?? true;
}

function isZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return true;
  } catch {
    // Recovery: told as a value that does not fit.
    return false;
  }
}

/** How codes look is the ledger's; an empty one selects nothing. */
function isAbsentOrCode(code: string | undefined): boolean {
  return code === undefined || code.trim() !== '';
}

function areCodes(codes: Record<string, string>): boolean {
  return Object.entries(codes).flat().every(isAbsentOrCode);
}

function isCategoryName({ target, trackingCategoryName: name }: LedgerSettings): boolean {
  return name.trim() !== '' && name.length <= ledgerRulesOf(target).trackingNameLengthAtMost;
}
