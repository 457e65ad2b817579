import type { LedgerSettings } from '../../../contracts/settings.ts';

type Choices = Omit<LedgerSettings, 'operatorId' | 'sites' | 'posting'>;

const accountFields = [
  'defaultAccountCode',
  'clearingAccountCode',
  'depositAccountCode',
  'roundingAccountCode',
  'badDebtAccountCode',
] as const;

/** Every account code that settings name, each once. */
export function accountCodesIn(settings: Choices): string[] {
  const single = accountFields.flatMap((name) => settings[name] ?? []);
  const rules = settings.taxRules.flatMap(({ accountCode }) => accountCode ?? []);
  const mapped = Object.values(settings.accountMap);
  return [
    ...new Set([...single, ...mapped, ...Object.values(settings.clearingAccounts), ...rules]),
  ];
}

/** The settings with other codes for the same accounts. */
export function withAccountCodes<S extends Choices>(
  settings: S,
  codes: ReadonlyMap<string, string>,
): S {
  const other = (code: string) => codes.get(code) ?? code;
  const singles = accountFields.flatMap((name) => {
    const code = settings[name];
    return code === undefined ? [] : [[name, other(code)] as const];
  });
  return {
    ...settings,
    ...Object.fromEntries(singles),
    accountMap: eachValue(settings.accountMap, other),
    clearingAccounts: eachValue(settings.clearingAccounts, other),
    taxRules: settings.taxRules.map(({ accountCode, ...rule }) =>
      accountCode === undefined ? rule : { accountCode: other(accountCode), ...rule },
    ),
  };
}

function eachValue(
  record: Record<string, string>,
  change: (value: string) => string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
