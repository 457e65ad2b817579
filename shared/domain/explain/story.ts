import type { Activity } from '../../contracts/activity-item.ts';
import type { Link } from '../../contracts/link-item.ts';
import { unauditedWrites, wasSent } from '../effects/effects.ts';
import { isAccepted } from '../issues/acceptance.ts';
import { notesOf } from '../links/timeline-effect.ts';
import { describeActivity, wordOfWrite } from '../portal/activity-words.ts';
import { changeWords } from '../portal/difference-view.ts';
import { isDocument } from '../source/records.ts';
import { type Names, namesOf, sum } from './names.ts';
import type { RecordFacts } from './record-facts.ts';

/** What kind of thing happened: at the source, a call of ours, a decision, a wait, a person, or around it. */
export type StoryKind =
  | 'source'
  | 'call'
  /** A call without a good end. */
  | 'failed'
  | 'decision'
  | 'waits'
  | 'needs_you'
  | 'person'
  | 'by_hand'
  | 'around';

export interface StoryEntry {
  /** ISO time. */
  at: string;
  kind: StoryKind;
  words: string;
}

/** Everything that is known to have happened with one record, the earliest first. */
export function storyOf(facts: RecordFacts): StoryEntry[] {
  const names = namesOf(facts);
  return [
    ...atSource(facts, names),
    ...activityEntries(facts),
    ...effectEntries(facts, names),
    ...decisions(facts, names),
    ...issueEntries(facts),
    ...differenceEntries(facts, names),
    ...waits(facts, names),
  ]
    .filter(({ at }) => at !== '')
    .toSorted((left, right) => Date.parse(left.at) - Date.parse(right.at));
}

function atSource({ source, row }: RecordFacts, names: Names): StoryEntry[] {
  const shown = source.kind === 'shown' && isDocument(source.value) ? source.value : undefined;
  const issuedAt = shown?.record.issuedAt ?? row?.issuedAt;
  const total = shown?.record ?? row;
  if (issuedAt === undefined || total === undefined) return [];
  const raised = {
    at: issuedAt,
    kind: 'source' as const,
    words: `Raised in ${names.source} over ${sum(total.totalMinor, total.currency)}.`,
  };
  const paidAt = shown?.kind === 'invoice' ? shown.record.paidAt : undefined;
  if (paidAt === undefined || shown?.kind !== 'invoice') return [raised];
  const { paidMinor, currency } = shown.record;
  const words = `Received in ${names.source}: ${sum(paidMinor, currency)} in all.`;
  return [raised, { at: paidAt, kind: 'source', words }];
}

/** What one call did to the record is told once. */
function activityEntries({ activities, key }: RecordFacts): StoryEntry[] {
  const calls = Map.groupBy(
    activities,
    ({ at, type, detail, activityId }) =>
      `${at} ${type} ${detail.sourceId === key.sourceId && detail.writes !== undefined ? '' : activityId}`,
  );
  return [...calls.values()].flatMap((together) => {
    const [first] = together;
    if (first === undefined) return [];
    const writes = together.flatMap(({ detail }) => String(detail.writes ?? '').split(', ')).sort();
    const detail =
      together.length > 1 ? { ...first.detail, writes: writes.join(', ') } : first.detail;
    return {
      at: first.at,
      kind: kindOf(first, key.sourceId),
      words: describeActivity({ ...first, detail }),
    };
  });
}

/** Of what a person did; else it was we, or something around the record. */
function kindOf({ type, actor, detail }: Activity, sourceId: string): StoryKind {
  if (detail.sourceId !== sourceId) return 'around';
  if (type.startsWith('difference.')) return 'by_hand';
  if (actor !== 'rollerdoor') return 'person';
  return type.startsWith('record.') || type.startsWith('source.') ? 'call' : 'decision';
}

/** Calls that stand in no activity that was read: those without an end, and those of long ago. */
function effectEntries({ link, activities, key }: RecordFacts, names: Names): StoryEntry[] {
  if (link === undefined) return [];
  const told = new Set(
    activities
      .filter(({ detail }) => detail.sourceId === key.sourceId)
      .flatMap(({ at, detail }) =>
        String(detail.writes ?? '')
          .split(', ')
          .map((write) => `${at} ${write}`),
      ),
  );
  const untold = new Set(unauditedWrites(link));
  return Object.entries(link.effects).flatMap(([name, effect]) => {
    if (!wasSent(effect)) return [];
    const at = new Date(effect.firstSentAtEpochMs ?? effect.sentAtEpochMs).toISOString();
    const write = name.startsWith('update:') ? 'update' : name;
    const isTold = effect.state === 'done' && !untold.has(name) && told.has(`${at} ${write}`);
    const isNote = notesOf(name).length > 0;
    if (isTold || (isNote && effect.state === 'done') || isFollower(link, name)) return [];
    const what = isNote ? `Note to ${names.source}` : `Call to ${names.ledger}`;
    const detail = isNote ? '' : ` (${wordOfWrite(write)})`;
    const end = ends[effect.state](isNote ? names.source : names.ledger, tries(effect));
    return [
      { at, kind: effect.state === 'done' ? 'call' : 'failed', words: `${what}${detail}: ${end}` },
    ];
  });
}

/** A note that was to follow its document did not leave where that was refused. */
function isFollower({ effects }: Link, name: string): boolean {
  return (
    name === 'history' && effects.history?.state === 'rejected' && effects.create?.state !== 'done'
  );
}

function tries({ generation, refusals = 0 }: Link['effects'][string]): number {
  return Math.max(generation + 1, refusals);
}

const ends: Record<Link['effects'][string]['state'], (name: string, tries: number) => string> = {
  done: () => 'done.',
  sending: (name) =>
    `sent, and no answer of ${name} came yet. It is looked up before it is sent again.`,
  failed: (name, count) =>
    `${name} answered with an error of its own${count > 1 ? `, ${count} tries so far` : ''}. It is looked up, then tried again.`,
  rejected: (name) => `${name} refused it.`,
};

function decisions({ link, issue }: RecordFacts, { ledger }: Names): StoryEntry[] {
  const applied = link?.version?.at;
  const judged = link?.judgedVersion?.at;
  const found =
    link?.targetId !== undefined &&
    link.effects.create?.sentAtEpochMs === 0 &&
    link.kind !== 'contact';
  return [
    ...(applied === undefined
      ? []
      : [
          {
            at: applied,
            kind: 'decision' as const,
            words: found
              ? `It stood in ${ledger} already and was linked. The state of this moment is what it was compared with last.`
              : `The state of this moment is what ${ledger} has.`,
          },
        ]),
    ...(judged === undefined || issue !== undefined
      ? []
      : [
          {
            at: judged,
            kind: 'decision' as const,
            words: 'The state of this moment was looked at, and needed nothing.',
          },
        ]),
  ];
}

function issueEntries({ issue }: RecordFacts): StoryEntry[] {
  if (issue === undefined) return [];
  const { raisedAt, lastSeenAt, times, message, wokenAt } = issue;
  const begun = { at: raisedAt, kind: 'needs_you' as const, words: `It waits: ${message}` };
  const again = {
    at: lastSeenAt,
    kind: 'decision' as const,
    words: `Tried ${times} times so far, the last time with the same end.`,
  };
  const woken = wokenAt ?? '';
  return [
    begun,
    ...(times > 1 ? [again] : []),
    ...(woken === '' || isAccepted(issue)
      ? []
      : [{ at: woken, kind: 'call' as const, words: 'Sent to be tried again.' }]),
  ];
}

function differenceEntries({ difference }: RecordFacts, { ledger }: Names): StoryEntry[] {
  if (difference === undefined) return [];
  const { changedAt, seenAt, changes, what } = difference;
  const words = [`Changed by hand in ${ledger} (${what}).`, ...changes.map(changeWords)].join(' ');
  return [{ at: changedAt ?? seenAt, kind: 'by_hand', words }];
}

/** What stands between it and its end right now. */
function waits(
  { link, row, way, nowEpochMs }: RecordFacts,
  { source, ledger }: Names,
): StoryEntry[] {
  const at = (epochMs: number | undefined) =>
    new Date(Math.min(epochMs ?? nowEpochMs, nowEpochMs)).toISOString();
  const wait = (epochMs: number | undefined, words: string): StoryEntry => ({
    at: at(epochMs),
    kind: 'waits',
    words,
  });
  const debts = link?.owed ?? [];
  const toSource = debts.filter(({ what }) => what !== 'history').length;
  const seen = link?.paymentsSeen?.at(-1);
  const currency = link?.posted?.currency ?? row?.currency;
  return [
    ...(toSource > 0
      ? [wait(link?.owedSinceEpochMs, `${source} is still to be told of it; that goes by itself.`)]
      : []),
    ...(debts.length > toSource
      ? [
          wait(
            link?.owedSinceEpochMs,
            `The note in its history in ${ledger} is still to be written.`,
          ),
        ]
      : []),
    ...(seen === undefined || currency === undefined
      ? []
      : [
          {
            at: seen.at,
            kind: 'waits' as const,
            words: `Received so far: ${sum(seen.cumulativeMinor, currency)}; not posted yet.`,
          },
        ]),
    ...(way.aside === undefined
      ? []
      : [
          wait(
            way.aside.sinceEpochMs,
            'From here on changes of the account stood aside; they still do.',
          ),
        ]),
    ...(way.resting?.hiddenAtEpochMs === undefined
      ? []
      : [
          wait(
            way.resting.hiddenAtEpochMs,
            'From here on changes of the account waited; they still do.',
          ),
        ]),
  ];
}
