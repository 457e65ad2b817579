import type { LedgerSettings } from '../../../contracts/settings.ts';
import { describeCause } from '../../issues/causes.ts';
import type { Catalogue } from '../../ledger/drafts.ts';
import { chooseAccount, chooseClearingAccount } from '../../mapping/choose-account.ts';
import type { Rejected } from '../../mapping/result.ts';
import type { SettingName } from '../../setting-names/setting-words.ts';
import { misfitInLedger } from '../check-setting-in-ledger.ts';
import { type FieldErrors, rowName, type TableName } from './entered.ts';
import { taxKey } from './form-rows.ts';

interface Checked {
  settings: LedgerSettings;
  /** Undefined: the ledger cannot be read right now. */
  catalogue: Catalogue | undefined;
  /** What the form changes; what stands already is the health check's to tell. */
  changed: readonly string[];
}

/** Settings that name something of the ledger. */
const ofLedger = [
  'startDate',
  'defaultAccountCode',
  'clearingAccountCode',
  'depositAccountCode',
  'badDebtAccountCode',
  'roundingAccountCode',
  'trackingCategoryName',
] as const satisfies readonly SettingName[];

const tablesOf = {
  accountMap: 'account',
  clearingAccounts: 'method',
  taxRules: 'tax',
  siteOptions: 'site',
} as const satisfies Partial<Record<SettingName, TableName>>;

/** What the ledger, as it is, cannot work with: at the field that was changed. */
export function checkEntered({ settings, catalogue, changed }: Checked): FieldErrors {
  const plain = ofLedger.filter((name) => changed.includes(name));
  if (catalogue === undefined) return unreadable([...plain, ...Object.keys(tablesOf)], changed);
  const misfits = plain.flatMap((name) => {
    const words = misfitOf(name, settings, catalogue);
    return words === undefined ? [] : [[name, words] as const];
  });
  return {
    ...Object.fromEntries(misfits),
    ...(changed.includes('accountMap') ? accountErrors(settings, catalogue) : {}),
    ...(changed.includes('clearingAccounts') ? methodErrors(settings, catalogue) : {}),
    ...(changed.includes('taxRules') ? ruleErrors(settings, catalogue) : {}),
  };
}

function unreadable(names: readonly string[], changed: readonly string[]): FieldErrors {
  const words =
    'The ledger cannot be read right now, so this cannot be checked. Try again in a moment.';
  return Object.fromEntries(
    names.filter((name) => changed.includes(name)).map((name) => [name, words]),
  );
}

function misfitOf(
  name: (typeof ofLedger)[number],
  settings: LedgerSettings,
  catalogue: Catalogue,
): string | undefined {
  // With another policy than waiting, documents of a locked period have somewhere to go.
  if (name === 'startDate' && settings.lockedPeriod !== 'hold') return undefined;
  const misfit = misfitInLedger(name, settings, catalogue);
  return misfit && `${misfit.message} ${misfit.remedy}`;
}

function accountErrors(settings: LedgerSettings, catalogue: Catalogue): FieldErrors {
  return errorsOf(settings.accountMap, 'account', (code) =>
    refusal(chooseAccount(code, settings, catalogue), settings),
  );
}

function methodErrors(settings: LedgerSettings, catalogue: Catalogue): FieldErrors {
  return errorsOf(settings.clearingAccounts, 'method', (code) =>
    refusal(chooseClearingAccount({ ...settings, clearingAccountCode: code }, catalogue), settings),
  );
}

function ruleErrors(settings: LedgerSettings, catalogue: Catalogue): FieldErrors {
  const rules = settings.taxRules.map((rule) => {
    const misfit = misfitInLedger('taxRules', { ...settings, taxRules: [rule] }, catalogue);
    const name = rowName('tax', taxKey(rule.accountCode, rule.rateBasisPoints));
    return [name, misfit && `${misfit.message} ${misfit.remedy}`] as const;
  });
  return Object.fromEntries(
    rules.filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

function errorsOf(
  codes: Record<string, string>,
  table: TableName,
  wrong: (code: string) => string | undefined,
): FieldErrors {
  const errors = Object.entries(codes).map(
    ([key, code]) => [rowName(table, key), wrong(code)] as const,
  );
  return Object.fromEntries(
    errors.filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

function refusal(choice: { ok: true } | Rejected, { target }: LedgerSettings): string | undefined {
  if (choice.ok) return undefined;
  return `${describeCause(choice.cause, choice.detail, target).message} Choose another one.`;
}
