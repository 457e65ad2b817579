import type { PlantedBug } from './planted-bug.ts';

/** Mistakes with the switch that lets documents into a ledger. */
export const switchBugs: readonly PlantedBug[] = [
  {
    name: 'posts-before-the-switch',
    mistake: 'Documents go into the ledger although nobody has switched it on.',
    breaks: ['I9'],
    edits: [
      {
        file: 'shared/application/post-to-ledger/ledger-applier.ts',
        find: '  if (!isPosting(settings)) throw',
        replace: '  if (!isPosting({ ...settings, posting: undefined })) throw',
      },
    ],
  },
  {
    name: 'brings-nothing-back-at-the-switch',
    mistake: 'What stood aside before the switch is not asked for after it.',
    breaks: ['I1', 'I7', 'I14'],
    edits: [
      {
        file: 'shared/application/settings/is-queue-on.ts',
        find: 'return settings === undefined || isPosting(settings);',
        replace: 'return settings === undefined || settings.posting === undefined;',
      },
    ],
  },
  {
    name: 'tells-a-switch-each-time',
    mistake: 'The activity of a switch has a random id, so that the sweep tells it again.',
    breaks: ['I12'],
    edits: [
      {
        file: 'shared/application/settings/tell-switch.ts',
        find: 'activityId: crypto.uuid5(',
        replace: 'activityId: crypto.uuid() + String(',
      },
    ],
  },
];
