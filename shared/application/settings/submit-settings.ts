import type { Target } from '../../contracts/ids.ts';
import type { LedgerSettings } from '../../contracts/settings.ts';
import type { SettingsVersion } from '../../contracts/settings-version.ts';
import { settingWords } from '../../domain/setting-names/setting-words.ts';
import type { Entered, FieldErrors } from '../../domain/settings/form/entered.ts';
import { formRows } from '../../domain/settings/form/form-rows.ts';
import { formValues } from '../../domain/settings/form/form-values.ts';
import { mergeEntered } from '../../domain/settings/form/merge-entered.ts';
import { readForm } from '../../domain/settings/form/read-form.ts';
import { whatWasRead } from '../../domain/settings/reading.ts';
import { sourceManifest } from '../../source/registry.ts';
import {
  loadSettingsFacts,
  type SettingsFacts,
  type SettingsFactsDeps,
} from './load-settings-facts.ts';
import { type SaveAnswer, type SaveSettingsDeps, saveSettings } from './save-settings.ts';

export interface SubmittedSettings {
  operatorId: string;
  target: Target;
  actor: string;
  /** The version that the form was made from. */
  version: number;
  entered: Entered;
}

export type SubmitAnswer =
  | { kind: 'saved' }
  /** Nothing was saved: the form comes back with what was entered. */
  | { kind: 'errors'; facts: SettingsFacts; entered: Entered; errors: FieldErrors }
  | {
      kind: 'changed_meanwhile';
      facts: SettingsFacts;
      entered: Entered;
      versions: SettingsVersion[];
    }
  | { kind: 'no_settings' };

/** Takes the form of the settings page: saved as a whole, or not at all. */
export async function submitSettings(
  deps: SaveSettingsDeps & SettingsFactsDeps,
  submitted: SubmittedSettings,
): Promise<SubmitAnswer> {
  const { entered, version, ...owner } = submitted;
  const facts = await loadSettingsFacts(deps, owner);
  if (facts === undefined) return { kind: 'no_settings' };
  const read = (settings: LedgerSettings) =>
    readForm(entered, settings, whatWasRead(facts.catalogue));
  const isOfPresent = facts.settings.version === version;
  const { errors } = read(facts.settings);
  if (isOfPresent && Object.keys(errors).length > 0)
    return { kind: 'errors', facts, entered, errors };
  const change = (settings: LedgerSettings) => read(settings).settings;
  const answer = await saveSettings(deps, { ...owner, change, expectedVersion: version });
  return answerOf(answer, { facts, entered });
}

function answerOf(
  answer: SaveAnswer,
  { facts, entered }: { facts: SettingsFacts; entered: Entered },
): SubmitAnswer {
  switch (answer.kind) {
    case 'no_settings':
      return { kind: 'no_settings' };
    case 'does_not_fit': {
      const errors = answer.fields.map((name) => [name, `Please give ${settingWords[name]}.`]);
      return { kind: 'errors', facts, entered, errors: Object.fromEntries(errors) };
    }
    case 'changed_meanwhile': {
      const { settings, seen, versions } = answer;
      const present = { ...facts, settings };
      const merged = seen === undefined ? entered : merge(entered, seen, present);
      return { kind: 'changed_meanwhile', facts: present, entered: merged, versions };
    }
    default:
      return { kind: 'saved' };
  }
}

/** On the version of now, so that the next press saves it. */
function merge(entered: Entered, seen: LedgerSettings, facts: SettingsFacts): Entered {
  return mergeEntered({
    entered,
    seen: valuesOf(seen, facts),
    present: valuesOf(facts.settings, facts),
  });
}

function valuesOf(settings: LedgerSettings, facts: SettingsFacts): Entered {
  const catalogue = whatWasRead(facts.catalogue);
  const uses = whatWasRead(facts.uses);
  const { paymentMethods } = sourceManifest;
  return formValues(settings, formRows({ settings, catalogue, uses, paymentMethods }), catalogue);
}
