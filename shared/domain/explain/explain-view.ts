import type { Target } from '../../contracts/ids.ts';
import type { LinkKey } from '../../contracts/link-item.ts';
import { dayAndTime } from '../portal/day-and-time.ts';
import { explainHref } from '../portal/explain-href.ts';
import { causeHref } from '../portal/issue-groups.ts';
import type { Tone } from '../portal/tone.ts';
import { isDocument } from '../source/records.ts';
import { type Answer, answerOf } from './answer.ts';
import { type Names, namesOf } from './names.ts';
import type { RecordFacts } from './record-facts.ts';
import { type Sides, sidesOf } from './side-rows.ts';
import { type StoryEntry, type StoryKind, storyOf } from './story.ts';
import type { Remedy } from './why-not.ts';

export interface ToldEntry {
  /** '': as that of the entry before. */
  at: string;
  /** For a machine. */
  isoInstant: string;
  label: string;
  tone: Tone;
  words: string;
}

export interface ExplainView extends Sides {
  what: string;
  answer: Answer;
  /** Where the remedy is; undefined: it is pressed here, or there is none. */
  remedyLink: { href: string; words: string } | undefined;
  sourceName: string;
  targetName: string;
  reference: Pick<LinkKey, 'target' | 'kind' | 'sourceId'>;
  story: ToldEntry[];
  /** From when on nothing is left out of what happened; undefined: from the beginning. */
  toldBackTo: string | undefined;
  /** Why a side shows nothing, a sentence each. */
  unread: string[];
  links: Array<{ words: string; href: string }>;
  /** Its customer, or the invoice of a credit note, explained as well. */
  near: Array<{ words: string; href: string }>;
}

export function explainView(facts: RecordFacts, urls: ExplainView['links']): ExplainView {
  const names = namesOf(facts);
  const answer = answerOf(facts);
  const { target, kind, sourceId } = facts.key;
  const { timeZone } = facts.way.settings ?? {};
  return {
    ...sidesOf(facts),
    what: names.what,
    answer,
    remedyLink: remedyLink(answer.by, facts),
    sourceName: names.source,
    targetName: names.ledger,
    reference: { target, kind, sourceId },
    story: withoutRepeats(storyOf(facts).map((entry) => toldEntry(entry, { names, timeZone }))),
    toldBackTo: facts.toldBackTo && dayAndTime(facts.toldBackTo, timeZone),
    unread: unreadOf(facts),
    links: urls,
    near: nearOf(facts),
  };
}

function remedyLink(by: Remedy | undefined, facts: RecordFacts): ExplainView['remedyLink'] {
  const { target } = facts.key;
  switch (by) {
    case 'connections':
      return { href: '/connections', words: 'Go to the connections' };
    case 'settings':
      return { href: `/settings/${target}`, words: 'Go to the settings' };
    case 'preview':
      return { href: '/preview', words: 'Go to the preview' };
    case 'backfill':
      return { href: '/backfill', words: 'Bring earlier documents over' };
    case 'differences':
      return { href: '/differences', words: 'Go to “Edited by hand”' };
    case 'issue':
      return issueLink(target, facts);
    default:
      return undefined;
  }
}

function issueLink(target: Target, { issue }: RecordFacts): ExplainView['remedyLink'] {
  if (issue === undefined) return undefined;
  return { href: causeHref(target, issue.cause), words: 'Go to “Needs you”' };
}

const labels: Record<StoryKind, { tone: Tone; label: (names: Names) => string }> = {
  source: { tone: 'plain', label: ({ source }) => source },
  call: { tone: 'ok', label: () => 'Done by us' },
  failed: { tone: 'bad', label: () => 'Not done' },
  decision: { tone: 'plain', label: () => 'Decided' },
  waits: { tone: 'warn', label: () => 'Waits' },
  needs_you: { tone: 'warn', label: () => 'Needs you' },
  person: { tone: 'plain', label: () => 'By a person' },
  by_hand: { tone: 'warn', label: () => 'By hand' },
  around: { tone: 'plain', label: () => 'Around it' },
};

function toldEntry(
  { at, kind, words }: StoryEntry,
  { names, timeZone }: { names: Names; timeZone: string | undefined },
): ToldEntry {
  const { tone, label } = labels[kind];
  return { at: dayAndTime(at, timeZone), isoInstant: at, label: label(names), tone, words };
}

/** A time stands once where several things happened within its minute. */
function withoutRepeats(story: ToldEntry[]): ToldEntry[] {
  return story.map((entry, at) => (entry.at === story[at - 1]?.at ? { ...entry, at: '' } : entry));
}

function unreadOf({ source, ledger }: RecordFacts): string[] {
  return [source, ledger].flatMap((side) => (side.kind === 'unread' ? [side.words] : []));
}

function nearOf({ key: { target }, source }: RecordFacts): ExplainView['near'] {
  if (source.kind !== 'shown' || !isDocument(source.value)) return [];
  const { value } = source;
  const customer = { target, kind: 'contact' as const, sourceId: value.record.contactId };
  const own = { words: 'Its customer', href: explainHref(customer) };
  if (value.kind === 'invoice') return [own];
  const invoice = { target, kind: 'invoice' as const, sourceId: value.record.invoiceId };
  return [own, { words: 'Its invoice', href: explainHref(invoice) }];
}
