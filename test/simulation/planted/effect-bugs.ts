import type { PlantedBug } from './planted-bug.ts';

const decide = 'shared/domain/effects/decide-next-try.ts';
const effects = 'shared/domain/effects/effects.ts';
const policies = 'shared/domain/effects/policies.ts';
const compare = 'shared/domain/versions/compare-versions.ts';
const sendEffects = 'shared/application/effects/send-effects.ts';
const audit = 'shared/application/effects/audit-writes.ts';
const commit = 'shared/application/apply-changes/commit-unit.ts';
const contacts = 'shared/application/post-to-ledger/link-contact.ts';

/** What is written to the ledger and back to the source: once, the newest, and told. */
export const effectBugs: readonly PlantedBug[] = [
  {
    name: 'key-without-generation',
    mistake:
      'Every try of an effect has the same idempotency key, so a stored error comes back for ever.',
    breaks: ['I1', 'I2', 'I6', 'I12', 'I14'],
    edits: [
      {
        file: effects,
        find: 'return textOf(link, [name, link.effects[name]?.generation ?? 0]);',
        replace: 'return textOf(link, [name, 0]);',
      },
    ],
  },
  {
    name: 'no-look-up-after-an-error',
    mistake: 'After an answered error of the provider the effect is sent anew without looking.',
    breaks: ['I2', 'I3'],
    edits: [
      {
        file: decide,
        find: "effect === undefined || effect.state === 'rejected'",
        replace: "effect === undefined || effect.state === 'rejected' || effect.state === 'failed'",
      },
    ],
  },
  {
    name: 'silence-is-a-no',
    mistake: 'No answer is taken for "not applied": a new key at once.',
    breaks: ['I2', 'I3'],
    edits: [
      {
        file: decide,
        find: "effect === undefined || effect.state === 'rejected'",
        replace: "effect === undefined || effect.state !== 'done'",
      },
    ],
  },
  {
    name: 'looks-up-too-early',
    mistake: 'A try without an answer is looked up at once, when it may still arrive.',
    breaks: ['I2', 'I3'],
    edits: [
      {
        file: policies,
        find: 'export const unansweredMs = 60_000;',
        replace: 'export const unansweredMs = 0;',
      },
      {
        file: decide,
        find: "effect.state === 'sending' && now.isSameCall && isRemembered",
        replace: "effect.state === 'sending' && now.isSameCall && isRemembered && false",
      },
    ],
  },
  {
    name: 'trusts-the-key-for-ever',
    mistake: 'The same key is sent again after the provider has forgotten it.',
    breaks: ['I2', 'I3'],
    edits: [
      {
        file: 'shared/targets/xero/manifest.ts',
        find: 'keyMemoryMs: 4.5 * minuteMs,',
        replace: 'keyMemoryMs: dayMs,',
      },
    ],
  },
  {
    name: 'repeats-an-update',
    mistake:
      'A change of a customer goes out under its old key, which brings the old answer and applies nothing.',
    breaks: ['I1'],
    edits: [
      {
        file: policies,
        find: 'latest: { memoryMs: 0,',
        replace: 'latest: { memoryMs: keyMemoryMs,',
      },
      {
        file: effects,
        find: 'return textOf(link, [name, link.effects[name]?.generation ?? 0]);',
        replace:
          "return textOf(link, [name, name.startsWith('update:') ? 0 : (link.effects[name]?.generation ?? 0)]);",
      },
    ],
  },
  {
    name: 'sends-before-the-journal',
    mistake: 'The journal is written after the call, so that a crash forgets what was sent.',
    breaks: ['I2', 'I3', 'I12'],
    edits: [
      {
        file: sendEffects,
        find: '    if (attempt.begun.size === 0) await beginAll(intents, batch, { attempt, call });\n',
        replace: '',
      },
      {
        file: sendEffects,
        find: '    answers = await call.send(intents, { value, sendBeforeEpochMs: attempt.sendBeforeEpochMs });\n',
        replace: `    answers = await call.send(intents, { value, sendBeforeEpochMs: attempt.sendBeforeEpochMs });
    if (attempt.begun.size === 0) await beginAll(intents, batch, { attempt, call });
`,
      },
    ],
  },
  {
    name: 'same-generation-after-a-no',
    mistake: 'A refused try is repeated under its old key, so the stored refusal comes back.',
    breaks: ['I1', 'I2', 'I14'],
    edits: [
      {
        file: effects,
        find: 'generation: before === undefined ? 0 : before.generation + 1,',
        replace: 'generation: before === undefined ? 0 : before.generation,',
      },
    ],
  },
  {
    name: 'silence-renews-the-key-of-a-note',
    mistake:
      'A timeline note without an answer is sent again under a new key, though Stora knows the old one.',
    breaks: ['I2'],
    edits: [
      {
        file: policies,
        find: 'unlisted: { memoryMs: keyMemoryMs,',
        replace: 'unlisted: { memoryMs: 0,',
      },
    ],
  },
  {
    name: 'pays-the-sum',
    mistake: 'The whole sum paid so far is posted with each payment, not its growth.',
    breaks: ['I1', 'I14'],
    edits: [
      {
        file: 'shared/domain/apply/decide-settlement.ts',
        find: 'amountMinor: next.cumulativeMinor - posted.paidMinor',
        replace: 'amountMinor: next.cumulativeMinor',
      },
    ],
  },
  {
    name: 'older-is-applied',
    mistake: 'A state that is older than what was applied is applied.',
    breaks: ['I1', 'I3'],
    edits: [
      {
        file: compare,
        find: "return difference < 0 ? 'older' : 'tie';",
        replace: "return difference < 0 ? 'newer' : 'tie';",
      },
    ],
  },
  {
    name: 'tie-is-newer',
    mistake: 'Of two states of one second the one that arrives last counts as the newer.',
    breaks: ['I1', 'I3'],
    edits: [
      {
        file: compare,
        find: "return difference < 0 ? 'older' : 'tie';",
        replace: "return difference < 0 ? 'older' : 'newer';",
      },
    ],
  },
  {
    name: 'no-tombstone',
    mistake: 'A deleted customer is forgotten, and a late update brings it back.',
    breaks: ['I1', 'I3', 'I6'],
    edits: [
      {
        file: 'shared/domain/links/bury.ts',
        find: 'return { ...link, owed, version, deletedAt };',
        replace: 'return { ...link, owed, deletedAt };',
      },
      {
        file: 'shared/application/apply-changes/read-units.ts',
        find: "  if (link.deletedAt !== undefined) return ended(link, messages, skipped('deleted'));\n",
        replace: '',
      },
    ],
  },
  {
    name: 'overwrites-a-newer-link',
    mistake: 'After a conflict the link is saved over what another worker left there.',
    breaks: ['I1', 'I2', 'I3', 'I6', 'I12'],
    edits: [
      {
        file: 'shared/application/effects/journal.ts',
        find: '    const held = batch.held?.get(unit) ?? [];',
        replace: `    unit.link = { ...unit.link, revision: fresh.revision };
    if (fresh.revision > 0) continue;
    const held = batch.held?.get(unit) ?? [];`,
      },
    ],
  },
  {
    name: 'forgets-the-debt',
    mistake:
      'The write-back of an id is queued for nothing, because the link does not say it is owed.',
    breaks: ['I1'],
    edits: [
      {
        file: contacts,
        find: "return isKnownAtSource ? linked : owe(linked, { what: 'metadata' });",
        replace:
          "return isKnownAtSource || content !== 'written' ? linked : owe(linked, { what: 'metadata' });",
      },
    ],
  },
  {
    name: 'pays-debts-it-did-not-see',
    mistake: 'A paid note takes all that is owed with it, also what came in meanwhile.',
    breaks: ['I1'],
    edits: [
      {
        file: 'shared/domain/links/owe.ts',
        find: 'owed: link.owed.filter((debt) => !gone.has(identity(debt)))',
        replace: 'owed: link.owed.filter((debt) => gone.size === 0 && !gone.has(identity(debt)))',
      },
    ],
  },
  {
    name: 'empty-metadata',
    mistake: 'Metadata are written as an empty object, which deletes the keys of all tools.',
    breaks: ['I1'],
    edits: [
      {
        file: 'shared/source/stora/stora-source.ts',
        find: 'const body = { metadata: patch };',
        replace: 'const body = { metadata: {} };',
      },
    ],
  },
  {
    name: 'audit-of-parked-left-out',
    mistake: 'Writes of a record that is parked half-way stand in no activity.',
    breaks: ['I12'],
    edits: [
      {
        file: commit,
        find: '    await auditAndMark(unit, batch);\n',
        replace: '',
      },
      {
        file: 'shared/application/apply-changes/commit-units.ts',
        find: 'await auditTogether(units, batch);',
        replace:
          'await auditTogether(units.filter(({ outcome }) => outcome === undefined), batch);',
      },
    ],
  },
  {
    name: 'random-activity-id',
    mistake: 'An activity is told under a random id, so a repeat tells it twice.',
    breaks: ['I12'],
    edits: [
      {
        file: audit,
        find: 'return { activityId: crypto.uuid5(',
        replace: 'return { activityId: crypto.uuid() || crypto.uuid5(',
      },
    ],
  },
  {
    name: 'name-in-the-activities',
    mistake: 'The label of a customer, which is a name, is told in the activities.',
    breaks: ['I10'],
    edits: [
      {
        file: audit,
        find: "...(kind === 'contact' || targetLabel === undefined",
        replace: '...(targetLabel === undefined',
      },
    ],
  },
];
