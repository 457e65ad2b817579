import { type LedgerSettings, ledgerSettings } from '../../shared/contracts/settings.ts';
import {
  type SettingName,
  settingNames,
  settingWords,
} from '../../shared/domain/setting-names/setting-words.ts';
import { isMeaningful } from '../../shared/domain/settings/check-setting.ts';
import { CliError } from './cli-error.ts';

/** @throws CliError that names the settings there are. */
export function readSettingName(text: string): SettingName {
  const name = settingNames.find((candidate) => candidate.toLowerCase() === text.toLowerCase());
  if (name !== undefined) return name;
  throw new CliError(`There is no setting "${text}". There are: ${settingNames.join(', ')}.`);
}

/** Returns the settings with one field changed. @throws CliError that says what fits. */
export function changeSetting(
  current: LedgerSettings,
  name: SettingName,
  text: string,
): LedgerSettings {
  const fitting = candidates(text)
    .map((value) => ledgerSettings.safeParse({ ...current, [name]: value, ...chosenBeside(name) }))
    .flatMap(({ data }) => (data === undefined ? [] : [data]))
    .find((settings) => isMeaningful(settings, name));
  if (fitting !== undefined) return fitting;
  throw new CliError(
    `"${text}" does not fit ${name}: give ${settingWords[name]}. Nothing was changed.`,
  );
}

/** A zone that a person chooses follows the ledger no more; taken away, it does so again. */
function chosenBeside(name: SettingName): Partial<LedgerSettings> {
  return name === 'timeZone' ? { ledgerTimeZone: undefined } : {};
}

/** An account code such as 200 is a text, so the text itself is tried before what JSON makes of it. */
function candidates(text: string): unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return value === null ? [undefined] : [text, value];
  } catch {
    // Recovery: not JSON, so it is the text that is meant.
    return [text];
  }
}
