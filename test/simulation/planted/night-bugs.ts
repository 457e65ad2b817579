import type { PlantedBug } from './planted-bug.ts';

const startNight = 'shared/application/reconcile/start-night.ts';
const startNights = 'shared/application/reconcile/start-nights.ts';
const workNights = 'shared/application/reconcile/work-nights.ts';
const proveStep = 'shared/application/reconcile/prove-step.ts';
const night = 'shared/domain/nights/night.ts';
const judgePair = 'shared/domain/reconcile/judge-pair.ts';

/** Mistakes of nights: when they begin and end, what they read, and what they bring over. */
export const nightBugs: readonly PlantedBug[] = [
  {
    name: 'a-night-for-each-firing',
    mistake: 'A schedule that fires twice begins two nights.',
    breaks: ['I22'],
    edits: [
      {
        file: startNights,
        find: '  if (!(await deps.nightWatches.next(one, takenUntilEpochMs))) return false;',
        replace: '  await deps.nightWatches.next(one, takenUntilEpochMs);',
      },
      {
        file: startNight,
        find: "if (night?.reason !== 'schedule' || night.status !== 'done') return false;",
        replace: "if (night?.reason !== 'schedule' || night.status !== 'running') return false;",
      },
    ],
  },
  {
    name: 'waits-for-who-left',
    mistake: 'A night whose side was left waits for it instead of ending.',
    breaks: ['I22', 'I14'],
    edits: [
      {
        file: workNights,
        find: "  if (typeof scene === 'string') return stop(night, scene, ports);",
        replace:
          "  if (scene === 'not_connected') return putOff(night, { reason: scene, retryAfterSeconds: 300 }, ports);\n  if (typeof scene === 'string') return stop(night, scene, ports);",
      },
      {
        file: startNights,
        find: "typeof sides === 'string' ? sides : isLong",
        replace: "typeof sides === 'string' && sides !== 'not_connected' ? sides : isLong",
      },
    ],
  },
  {
    name: 'pages-of-nights-mix',
    mistake: 'What an earlier night has read of a month stays beside what the latest one has.',
    breaks: ['I22'],
    edits: [
      {
        file: proveStep,
        find: '  await ports.proofPages.removeOthers(of);\n',
        replace: '',
      },
    ],
  },
  {
    name: 'repairs-what-is-on-its-way',
    mistake: 'What has just been raised, stands aside or is walked over is brought over once more.',
    breaks: ['I22'],
    edits: [
      {
        file: proveStep,
        find: '      .filter((row) => isHeld || ',
        replace: "      .filter((row) => row.issuedAt === '' && isHeld && ",
      },
    ],
  },
  {
    name: 'lost-messages-stay-lost',
    mistake: 'What no message told of is listed, and waits for a person.',
    breaks: ['I1'],
    edits: [
      {
        file: 'shared/domain/reconcile/fix-of.ts',
        find: "  webhook_lost: 'repairs_itself',",
        replace: "  webhook_lost: 'repair',",
      },
    ],
  },
  {
    name: 'missing-stays-missing',
    mistake: 'An invoice of which no message told is listed, and waits for a person.',
    breaks: ['I1'],
    edits: [
      {
        file: 'shared/domain/reconcile/fix-of.ts',
        find: "  missing: 'repairs_itself',",
        replace: "  missing: 'repair',",
      },
    ],
  },
  {
    name: 'step-of-a-night-unguarded',
    mistake: 'A step that was done meanwhile is done once more, and the one behind it is left out.',
    breaks: ['I22'],
    edits: [
      {
        file: workNights,
        find: "    current.step === night.step && current.status === 'running'\n      ? afterStep",
        replace: "    current.status === 'running'\n      ? afterStep",
      },
    ],
  },
  {
    name: 'a-night-is-never-sent-again',
    mistake: 'A night that stands still, as its message was lost, is looked at and left so.',
    breaks: ['I22', 'I14'],
    edits: [
      {
        file: startNights,
        find: '  await sendNight(deps, looked, deps.crypto.uuid());\n',
        replace: '',
      },
    ],
  },
  {
    name: 'end-of-a-night-is-told-to-nobody',
    mistake: 'A night that came to its end is kept and told by nobody.',
    breaks: ['I22'],
    edits: [
      {
        file: workNights,
        find: '  if (saved !== undefined) await followNight(ports, saved);\n',
        replace: "  if (saved?.status === 'running') await followNight(ports, saved);\n",
      },
    ],
  },
  {
    name: 'credit-notes-are-not-read',
    mistake: 'Of a month only the invoices are read at the source.',
    breaks: ['I22', 'I21', 'I1'],
    edits: [
      {
        file: night,
        find: "    if (kind === 'invoice') return { ...place, kind: 'credit_note', page: 1 };",
        replace:
          "    if (kind === 'invoice' && step === 'ledger') return { ...place, kind: 'credit_note', page: 1 };",
      },
    ],
  },
  {
    name: 'customers-are-not-looked-at',
    mistake: 'A night ends with its months, and what changed of customers is looked at by nobody.',
    breaks: ['I1'],
    edits: [
      {
        file: night,
        find: "  return isOfMonths ? undefined : { step: 'contacts', kind: 'contact', page: 1 };",
        replace: '  return isOfMonths ? undefined : undefined;',
      },
    ],
  },
  {
    name: 'judged-without-payments',
    mistake: 'What was received is compared with nothing.',
    breaks: ['I21', 'I1'],
    edits: [
      {
        file: judgePair,
        find: "(pair.source.kind === 'invoice' ? judgePayments(pair, facts) : judgeCredit(pair, facts))",
        replace: "(pair.source.kind === 'invoice' ? [] : judgeCredit(pair, facts))",
      },
    ],
  },
  {
    name: 'given-up-shows-in-no-sum',
    mistake: 'A debt that was given up, of which no message told, is taken for as it was.',
    breaks: ['I1'],
    edits: [
      {
        file: judgePair,
        find: '...(pair.isLinked ? givenUpOrNot(pair, facts) : [withoutLink(pair, facts)]),',
        replace: '...(pair.isLinked ? [] : [withoutLink(pair, facts)]),',
      },
    ],
  },
  {
    name: 'drafts-are-left-as-they-are',
    mistake: 'What nobody has approved in the ledger yet is not compared with the source.',
    breaks: ['I1'],
    edits: [
      {
        file: judgePair,
        find: '  const lost = pair.isLinked ? behind(pair, words, facts) : undefined;',
        replace: '  const lost = pair.isLinked ? waiting(pair, words, facts) : undefined;',
      },
    ],
  },
  {
    name: 'missing-without-its-sum',
    mistake: 'A document that is not in the ledger is listed with nothing of its sum.',
    breaks: ['I21'],
    edits: [
      {
        file: 'shared/domain/reconcile/prove-month.ts',
        find: '  if (counts(expected, facts)) add(expected, -1);',
        replace: '  if (counts(expected, facts) && ledger !== undefined) add(expected, -1);',
      },
    ],
  },
];
