import type { LedgerSettings } from '../../contracts/settings.ts';
import type { SettingChange } from '../../contracts/settings-version.ts';
import { percentWords } from '../money/percent.ts';
import { type SettingName, settingNames } from '../setting-names/setting-words.ts';
import { optional } from '../source/optional.ts';

/** What a person chose otherwise, one by one, in the order in which settings are listed. */
export function settingsDifferences(former: LedgerSettings, next: LedgerSettings): SettingChange[] {
  return settingNames.flatMap((field) => differencesOf(field, former, next));
}

/** Names of what was changed, each once. */
export function changedFields(changes: readonly SettingChange[]): string[] {
  return [...new Set(changes.map(({ field }) => field))];
}

function differencesOf(
  field: SettingName,
  former: LedgerSettings,
  next: LedgerSettings,
): SettingChange[] {
  const before = entriesOf(field, former);
  const after = entriesOf(field, next);
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((of) => before.get(of) !== after.get(of))
    .map((of) => ({
      field,
      ...(of === whole ? {} : { of }),
      ...optional('from', before.get(of)),
      ...optional('to', after.get(of)),
    }));
}

/** Key of a setting that is one value. */
const whole = '';

function entriesOf(field: SettingName, settings: LedgerSettings): Map<string, string> {
  const value = settings[field];
  if (value === undefined) return new Map();
  if (Array.isArray(value)) return ruleEntries(value);
  if (typeof value === 'object') return new Map(Object.entries(value));
  return new Map([[whole, String(value)]]);
}

/** The first rule of a code and a rate decides, so another one of the same says nothing. */
function ruleEntries(rules: LedgerSettings['taxRules']): Map<string, string> {
  const entries = rules.map(
    ({ accountCode, rateBasisPoints, taxType }) =>
      [`${accountCode ?? 'any account'} at ${percentWords(rateBasisPoints)}`, taxType] as const,
  );
  return new Map(entries.toReversed());
}
