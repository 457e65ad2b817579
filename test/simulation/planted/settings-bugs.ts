import type { PlantedBug } from './planted-bug.ts';

const saveSettings = 'shared/application/settings/save-settings.ts';

/** What only shows when people change settings while documents come. */
export const settingsBugs: readonly PlantedBug[] = [
  {
    name: 'says-saved-although-not',
    mistake: 'Who saves second is told that it was saved, and the history has what nobody uses.',
    breaks: ['I18'],
    edits: [
      {
        file: saveSettings,
        find: 'if (await deps.settings.save(present, next.settings)) {',
        replace: 'if ((await deps.settings.save(present, next.settings)) || tries > 0) {',
      },
    ],
  },
  {
    name: 'version-without-history',
    mistake: 'A version that was saved is not noted in the history.',
    breaks: ['I18'],
    edits: [
      {
        file: saveSettings,
        find: 'await noteVersion(deps, next.settings, present);',
        replace: '',
      },
    ],
  },
  {
    name: 'accounts-as-they-come',
    mistake: 'The account that a person chose for a code is not looked at.',
    breaks: ['I18'],
    edits: [
      {
        file: 'shared/domain/mapping/ledger-code.ts',
        find: 'Object.hasOwn(accountMap, accountingCode) ?',
        replace: 'Object.hasOwn(accountMap, `$${accountingCode}`) ?',
      },
    ],
  },
];
