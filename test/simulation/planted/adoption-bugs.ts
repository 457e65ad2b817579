import type { PlantedBug } from './planted-bug.ts';

/** Mistakes with documents that stand in the ledger by other hands. */
export const adoptionBugs: readonly PlantedBug[] = [
  {
    name: 'links-whatever-bears-the-number',
    mistake: 'A document under the number of an invoice is linked, whatever it comes to.',
    breaks: ['I1'],
    edits: [
      {
        file: 'shared/domain/apply/adopt.ts',
        find: 'return documentDifferences(found, wanted).length === 0;',
        replace: 'return documentDifferences(found, wanted).length >= 0;',
      },
    ],
  },
  {
    name: 'says-it-posted-what-it-linked',
    mistake: 'A document that somebody else entered gets our note that we posted it.',
    breaks: ['I12'],
    edits: [
      {
        file: 'shared/application/post-to-ledger/add-history-notes.ts',
        find: 'const isWanted = batch.settings.historyNotes && wasSent(unit.link.effects.create);',
        replace: 'const isWanted = batch.settings.historyNotes || wasSent(undefined);',
      },
    ],
  },
];
