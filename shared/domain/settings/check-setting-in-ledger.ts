import type { LedgerSettings } from '../../contracts/settings.ts';
import { type CauseText, describeCause } from '../issues/causes.ts';
import type { Catalogue } from '../ledger/drafts.ts';
import { ledgerRulesOf } from '../ledger/ledger-rules.ts';
import { chooseAccount, chooseClearingAccount } from '../mapping/choose-account.ts';
import type { Rejected } from '../mapping/result.ts';
import type { SettingName } from '../setting-names/setting-words.ts';

type Check = (settings: LedgerSettings, catalogue: Catalogue) => CauseText | undefined;

/** What the ledger has to hold for a setting; settings that name nothing of it are not here. */
const checks: Partial<Record<SettingName, Check>> = {
  startDate: checkStartDate,
  defaultAccountCode: (settings, catalogue) =>
    settings.defaultAccountCode === undefined
      ? undefined
      : refusalOf(chooseAccount(undefined, settings, catalogue), settings),
  clearingAccountCode: (settings, catalogue) =>
    settings.clearingAccountCode === undefined
      ? undefined
      : refusalOf(chooseClearingAccount(settings, catalogue), settings),
  depositAccountCode: accountCheck('depositAccountCode'),
  badDebtAccountCode: accountCheck('badDebtAccountCode'),
  roundingAccountCode: accountCheck('roundingAccountCode'),
  accountMap: (settings, catalogue) =>
    firstOf(Object.values(settings.accountMap), (code) =>
      refusalOf(chooseAccount(code, settings, catalogue), settings),
    ),
  clearingAccounts: (settings, catalogue) =>
    firstOf(Object.values(settings.clearingAccounts), (clearingAccountCode) =>
      refusalOf(chooseClearingAccount({ ...settings, clearingAccountCode }, catalogue), settings),
    ),
  siteOptions: checkSiteOptions,
  trackingCategoryName: checkTracking,
  createTracking: checkTracking,
  taxRules: checkTaxRules,
};

/** Whether setting it takes a look at the ledger at all. */
export function namesTheLedger(name: SettingName): boolean {
  return checks[name] !== undefined;
}

/**
 * Why a setting cannot work with the ledger as it is, in words; undefined: it can. Found when it is
 * set, it costs one sentence; found by the month's documents, an issue each.
 */
export function misfitInLedger(
  name: SettingName,
  settings: LedgerSettings,
  catalogue: Catalogue,
): CauseText | undefined {
  return checks[name]?.(settings, catalogue);
}

/** Settings that cannot work with the ledger as it is, of all that there are. */
export function misfitsInLedger(settings: LedgerSettings, catalogue: Catalogue): SettingName[] {
  return Object.keys(checks)
    .filter((name): name is SettingName => Object.hasOwn(checks, name))
    .filter((name) => misfitInLedger(name, settings, catalogue) !== undefined);
}

function refusalOf(
  choice: { ok: true } | Rejected,
  { target }: LedgerSettings,
): CauseText | undefined {
  if (choice.ok) return undefined;
  // Whoever sets it is the one whom the remedies of issues send people to.
  const { message } = describeCause(choice.cause, choice.detail, target);
  return { message, remedy: 'Choose another one, or put it right in the ledger first.' };
}

/** An account that lines go to, where one is chosen. */
function accountCheck(
  name: 'depositAccountCode' | 'badDebtAccountCode' | 'roundingAccountCode',
): Check {
  return (settings, catalogue) => {
    const code = settings[name];
    if (code === undefined) return undefined;
    return refusalOf(chooseAccount(code, settings, catalogue), settings);
  };
}

function firstOf<T>(
  all: readonly T[],
  check: (one: T) => CauseText | undefined,
): CauseText | undefined {
  return all.map(check).find((misfit) => misfit !== undefined);
}

function checkSiteOptions(settings: LedgerSettings, catalogue: Catalogue): CauseText | undefined {
  const options = catalogue.trackingCategories.flatMap((category) => category.options);
  return firstOf(Object.values(settings.siteOptions), (optionId) => {
    if (options.some((one) => one.optionId === optionId && one.isActive)) return undefined;
    return {
      message: `There is no active tracking option ${optionId}.`,
      remedy: 'Choose one that is there, or none: then the site goes by its name.',
    };
  });
}

function checkStartDate({ startDate }: LedgerSettings, catalogue: Catalogue) {
  const locked = [catalogue.periodLockDate, catalogue.endOfYearLockDate]
    .filter((day) => day !== undefined)
    .sort()
    .at(-1);
  if (locked === undefined || startDate > locked) return undefined;
  return {
    message: `The books are locked up to ${locked}, so nothing of that time could be posted.`,
    remedy: 'Choose a later day, or move the lock date in the ledger first.',
  };
}

function checkTracking(settings: LedgerSettings, catalogue: Catalogue): CauseText | undefined {
  const wanted = settings.trackingCategoryName.trim().toLowerCase();
  const active = catalogue.trackingCategories.filter(({ isActive }) => isActive);
  if (active.some(({ name }) => name.trim().toLowerCase() === wanted)) return undefined;
  if (active.length >= ledgerRulesOf(settings.target).trackingCategoriesAtMost) {
    const { message } = describeCause('tracking_full', '', settings.target);
    const names = active.map(({ name }) => name).join(', ');
    return { message, remedy: `Choose one of them (${names}), or rename one in the ledger first.` };
  }
  if (settings.createTracking) return undefined;
  return {
    message: `There is no active tracking category called ${settings.trackingCategoryName}.`,
    remedy: 'Add it in the ledger, choose another one, or allow it to be created.',
  };
}

function checkTaxRules(settings: LedgerSettings, catalogue: Catalogue): CauseText | undefined {
  return firstOf(settings.taxRules, (rule) => checkTaxRule(rule, settings, catalogue));
}

function checkTaxRule(
  rule: LedgerSettings['taxRules'][number],
  settings: LedgerSettings,
  catalogue: Catalogue,
): CauseText | undefined {
  if (rule.accountCode !== undefined) {
    const account = refusalOf(chooseAccount(rule.accountCode, settings, catalogue), settings);
    if (account !== undefined) return account;
  }
  const rate = catalogue.taxRates.find(({ taxType }) => taxType === rule.taxType);
  if (rate === undefined || !rate.isActive || !rate.appliesToRevenue) {
    const fitting = catalogue.taxRates.filter((one) => one.isActive && one.appliesToRevenue);
    return {
      message: `${rule.taxType} is no active tax rate for sales.`,
      remedy: `Choose one of these: ${fitting.map(({ taxType }) => taxType).join(', ')}.`,
    };
  }
  if (rate.rateBasisPoints === rule.rateBasisPoints) return undefined;
  return {
    message: `${rule.taxType} is a rate of ${rate.rateBasisPoints} basis points, not of ${rule.rateBasisPoints}.`,
    remedy: 'Correct one of the two.',
  };
}
