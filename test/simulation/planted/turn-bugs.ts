import type { PlantedBug } from './planted-bug.ts';

const failure = 'shared/application/apply-changes/failure.ts';
const sendEffects = 'shared/application/effects/send-effects.ts';
const stages = 'shared/application/post-to-ledger/apply-units.ts';
const endPair = 'shared/application/tokens/end-pair.ts';

/** What only shows when settings change, other people work in the books, and parties leave. */
export const turnBugs: readonly PlantedBug[] = [
  {
    name: 'age-for-duration',
    mistake: 'The age of a message is taken for the time for which the other side has failed.',
    breaks: ['I15'],
    edits: [
      {
        file: failure,
        find: `    ({ failingSinceEpochMs = context.nowEpochMs }) =>
      context.nowEpochMs - failingSinceEpochMs > retryWindowMs,`,
        replace: `    ({ message }) =>
      context.nowEpochMs - Date.parse(message.receivedAt) > retryWindowMs,`,
      },
    ],
  },
  {
    name: 'whole-call-parks-all',
    mistake: 'A call that is refused as a whole is taken for a refusal of each of its elements.',
    breaks: ['I15'],
    edits: [
      {
        file: sendEffects,
        find: 'answer.isWholeCall === true && length > 1',
        replace: 'answer.isWholeCall === true && length > 1_000',
      },
    ],
  },
  {
    name: 'posted-asks-for-its-site',
    mistake: 'What was posted long ago is asked once more by what it is tracked.',
    breaks: ['I1', 'I14', 'I15'],
    edits: [
      {
        file: stages,
        find: 'prepareTracking(documentsToBeCreated(documents),',
        replace:
          "prepareTracking([...openOf(documents, 'invoice'), ...openOf(documents, 'credit_note')],",
      },
    ],
  },
  {
    name: 'drops-a-refused-note',
    mistake: 'A history note that was refused once is never written.',
    breaks: ['I1'],
    edits: [
      {
        file: 'shared/application/post-to-ledger/add-history-notes.ts',
        find: '=> oweHistory(link, nowEpochMs)',
        replace: '=> link',
      },
    ],
  },
  {
    name: 'follows-no-merge',
    mistake: 'A customer that somebody merged into another contact is looked for where it was.',
    breaks: ['I1', 'I14'],
    edits: [
      {
        file: 'shared/application/post-to-ledger/follow-merges.ts',
        find: '  if (stuck.length === 0) return',
        replace: '  if (stuck.length >= 0) return',
      },
    ],
  },
  {
    name: 'links-all-namesakes',
    mistake: 'Whoever bears the name of a customer in the ledger is taken for that customer.',
    breaks: ['I5'],
    edits: [
      {
        file: 'shared/domain/apply/namesake.ts',
        find: "  if (only.emailAddress) return ask('email');\n",
        replace: '',
      },
    ],
  },
  {
    name: 'keeps-emptied-details',
    mistake: 'What was emptied at the source is left as it was in the ledger.',
    breaks: ['I1'],
    edits: [
      {
        file: 'shared/domain/mapping/map-contact.ts',
        find: '    ...Object.fromEntries(gone),\n',
        replace: '',
      },
    ],
  },
  {
    name: 'bad-debt-forgets-money',
    mistake: 'What was received on an invoice that was given up later is not posted.',
    breaks: ['I1'],
    edits: [
      {
        file: 'shared/domain/apply/read-life.ts',
        find: 'const shown = isOurs ? paymentShown',
        replace: "const shown = isOurs && invoice.status !== 'uncollectible' ? paymentShown",
      },
    ],
  },
  {
    name: 'final-taken-for-draft',
    mistake: 'Where documents are posted as drafts now, all former ones are taken for drafts.',
    breaks: ['I1', 'I6'],
    edits: [
      {
        file: 'shared/domain/apply/posted-as-draft.ts',
        find: '(posted.asDraft ?? true)',
        replace: '(posted.asDraft !== undefined || posted.asDraft === undefined)',
      },
    ],
  },
  {
    name: 'shares-an-organisation',
    mistake: 'An operator is connected to the organisation of another one.',
    breaks: ['I5', 'I14'],
    edits: [
      {
        file: 'shared/application/connect/connect-account.ts',
        find: "    if (claim.kind === 'taken') return refuseTaken(deps, consent, account);\n",
        replace: '',
      },
      {
        file: 'shared/domain/tokens/recognise-account.ts',
        find: '  if (added.length > 0) return taken(added);',
        replace: '  const [mistaken] = added;\n  if (mistaken !== undefined) return one(mistaken);',
      },
    ],
  },
  {
    name: 'revokes-the-bookkeeper',
    mistake: 'Leaving one organisation revokes all that its bookkeeper gave us, for others too.',
    breaks: ['I8', 'I14'],
    edits: [
      {
        file: endPair,
        find: '    if (remaining > 0) return proveTakenOut(deps, held, { tokens, remaining });\n',
        replace: '',
      },
    ],
  },
  {
    name: 'finds-no-news',
    mistake: 'What a list shows is taken for known as soon as anything of the record is known.',
    breaks: ['I1'],
    edits: [
      {
        file: 'shared/domain/intake/is-news.ts',
        find: 'standing.fingerprint !== fingerprint',
        replace: 'standing.fingerprint === fingerprint',
      },
    ],
  },
  {
    name: 'site-by-its-name',
    mistake: 'A site is known by the name of its option, which people change.',
    breaks: ['I1', 'I2', 'I14'],
    edits: [
      {
        file: 'shared/domain/mapping/place-site.ts',
        find: '    const option = category?.options.find((one) => one.optionId === optionId);',
        replace: '    const option = category?.options.find(() => optionId === "");',
      },
    ],
  },
];
