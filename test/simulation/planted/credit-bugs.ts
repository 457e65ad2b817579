import type { PlantedBug } from './planted-bug.ts';

/** What becomes of credits, and of the names of customers. */
export const creditBugs: readonly PlantedBug[] = [
  {
    name: 'pays-back-what-lowers-an-invoice',
    mistake: 'A credit before payment is treated as one after it: paid back, or left open.',
    breaks: ['I1', 'I6'],
    edits: [
      {
        file: 'shared/domain/apply/decide-credit-step.ts',
        find: "const isOwnOpen = note.timing === 'pre_payment' && !isDone(link, ownAllocation);",
        replace: "const isOwnOpen = note.timing !== 'pre_payment' && !isDone(link, ownAllocation);",
      },
    ],
  },
  {
    name: 'forgets-what-is-set-elsewhere',
    mistake:
      'What was set against another invoice is not counted, so that more than the credit goes out.',
    breaks: ['I1', 'I6', 'I14'],
    edits: [
      {
        file: 'shared/domain/effects/credits.ts',
        find: 'return { ...link, posted: { ...posted, allocatedMinor: posted.allocatedMinor + usedMinor } };',
        replace: 'return usedMinor > 0 ? { ...link, posted } : link;',
      },
    ],
  },
  {
    name: 'refund-is-told-to-nobody',
    mistake: 'A refund is posted, and the source is never told of it.',
    breaks: ['I1'],
    edits: [
      {
        file: 'shared/application/post-to-ledger/credit-effects.ts',
        find: 'change: (link) => owe(link, timelineDebt(effect, text, { contactId, siteId, invoiceId })),',
        replace:
          "change: (link) => (text === '' ? owe(link, timelineDebt(effect, text, { contactId, siteId, invoiceId })) : link),",
      },
    ],
  },
  {
    name: 'refund-is-not-looked-for',
    mistake:
      'A refund whose answer was lost is not looked for, and counts as a person’s in the end.',
    breaks: ['I1', 'I6', 'I12'],
    edits: [
      {
        file: 'shared/application/post-to-ledger/credit-effects.ts',
        find: 'return new Map(found === undefined ? [] : intents.map((intent) => [intent, found]));',
        replace:
          'return new Map(found === undefined || found ? [] : intents.map((intent) => [intent, found]));',
      },
    ],
  },
];
