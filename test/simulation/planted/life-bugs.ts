import type { PlantedBug } from './planted-bug.ts';

const lives = 'shared/domain/apply/lives.ts';

/** What becomes of invoices that are given up, paid after all, overpaid, asked for again. */
export const lifeBugs: readonly PlantedBug[] = [
  {
    name: 'write-off-stays',
    mistake: 'What was written off and is paid after all is paid beside its credit note.',
    breaks: ['I1', 'I14'],
    edits: [
      {
        file: lives,
        find: "more: row({ none: 'create', unpaid: 'pay', ...livesOn }),",
        replace: "more: row({ none: 'create', unpaid: 'pay', ...livesOn, written_off: 'pay' }),",
      },
    ],
  },
  {
    name: 'reopened-stays-written-off',
    mistake: 'What was written off and is asked for again stays written off.',
    breaks: ['I1'],
    edits: [
      {
        file: lives,
        find: "in_step: row({ none: 'create', unpaid: 'nothing', ...livesOn }),",
        replace:
          "in_step: row({ none: 'create', unpaid: 'nothing', ...livesOn, written_off: 'nothing' }),",
      },
    ],
  },
  {
    name: 'pays-more-than-is-due',
    mistake: 'All that was received is paid on the invoice, which takes no more than is due.',
    breaks: ['I1', 'I14'],
    edits: [
      {
        file: 'shared/domain/apply/decide-settlement.ts',
        find: 'return isOverpaid(invoice) ?',
        replace: 'return isOverpaid(invoice) && invoice.paidMinor < 0 ?',
      },
    ],
  },
  {
    name: 'writes-all-of-it-off',
    mistake: 'All of an invoice is written off, also where a part of it was paid.',
    breaks: ['I1', 'I14'],
    edits: [
      {
        file: 'shared/domain/mapping/map-closing-note.ts',
        find: 'const amountMinor = invoice.totalMinor - invoice.paidMinor - (invoice.preCreditMinor ?? 0);',
        replace: 'const amountMinor = invoice.totalMinor;',
      },
    ],
  },
  {
    name: 'asks-of-each-change',
    mistake: 'A change before payment is left to a person, although it is to be brought there.',
    breaks: ['I1', 'I14'],
    edits: [
      {
        file: lives,
        find: "choices: { amend: 'amend', issue: ask('changed_after_posting') },",
        replace:
          "choices: { amend: ask('changed_after_posting'), issue: ask('changed_after_posting') },",
      },
    ],
  },
  {
    name: 'asks-of-money-on-account',
    mistake: 'What was overpaid is left to a person, although it is to stand on account.',
    breaks: ['I1', 'I14'],
    edits: [
      {
        file: lives,
        find: "choices: { issue: ask('overpaid'), post },",
        replace: "choices: { issue: ask('overpaid'), post: post === '' ? post : ask('overpaid') },",
      },
    ],
  },
  {
    name: 'change-is-told-to-nobody',
    mistake: 'A change of a document stands in no activity.',
    breaks: ['I12'],
    edits: [
      {
        file: 'shared/domain/effects/effects.ts',
        find: '.filter((name) => notesOf(name).length === 0)',
        replace: ".filter((name) => notesOf(name).length === 0 && !name.startsWith('amend:'))",
      },
    ],
  },
  {
    name: 'tells-a-change-before-it-is-done',
    mistake: 'A change that the ledger refused stands in the activities all the same.',
    breaks: ['I12'],
    edits: [
      {
        file: 'shared/domain/effects/effects.ts',
        find: ".filter(([, effect]) => effect.state === 'done' && wasSent(effect) && !effect.isAudited)",
        replace:
          ".filter(([name, effect]) => (effect.state === 'done' || name.startsWith('amend:')) && wasSent(effect) && !effect.isAudited)",
      },
    ],
  },
];
