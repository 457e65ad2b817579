import type { PlantedBug } from './planted-bug.ts';

/** What becomes of documents that a person edited in the ledger. */
export const editBugs: readonly PlantedBug[] = [
  {
    name: 'voids-what-was-edited',
    mistake: 'An invoice that a person edited in the ledger is voided when the source voids it.',
    breaks: ['I20'],
    edits: [
      {
        file: 'shared/application/post-to-ledger/settle-invoices.ts',
        find: 'posted !== undefined && isEdited(found, posted))',
        replace: 'posted === undefined && isEdited(found, found))',
      },
    ],
  },
  {
    name: 'amends-what-was-edited',
    mistake: 'An invoice that a person edited in the ledger is amended when the source changes it.',
    breaks: ['I20'],
    edits: [
      {
        file: 'shared/domain/apply/amend-lines.ts',
        find: 'if (!isAsWritten(found, shapeIn(seal)))\n    return {',
        replace: 'if (found.lines === undefined)\n    return {',
      },
    ],
  },
];
