import { dayAndTime } from '../portal/day-and-time.ts';
import { answerOf } from './answer.ts';
import { namesOf } from './names.ts';
import type { RecordFacts } from './record-facts.ts';
import { type SideRow, sidesOf } from './side-rows.ts';
import { type StoryKind, storyOf } from './story.ts';

const labels: Record<StoryKind, string> = {
  source: 'source',
  call: 'done',
  failed: 'not done',
  decision: 'decided',
  waits: 'waits',
  needs_you: 'needs a person',
  person: 'a person',
  by_hand: 'by hand',
  around: 'around it',
};
const labelWidth = Math.max(...Object.values(labels).map((label) => label.length));

/** For a terminal: the answer first, then what happened, then both sides. */
export function explainLines(facts: RecordFacts): string[] {
  const { sentence, remedy } = answerOf(facts);
  const { timeZone } = facts.way.settings ?? {};
  const story = storyOf(facts).map(
    ({ at, kind, words }) =>
      `  ${dayAndTime(at, timeZone)}  ${labels[kind].padEnd(labelWidth)}  ${words}`,
  );
  const back = facts.toldBackTo;
  return [
    sentence,
    remedy,
    '',
    'What happened',
    ...(story.length === 0 ? ['  Nothing that we know of.'] : story),
    ...(back === undefined
      ? []
      : [`  Before ${dayAndTime(back, timeZone)} only what the record itself tells of.`]),
    '',
    ...sideLines(facts),
  ];
}

/** Both sides beside one another; what is not the same is marked. */
export function sideLines(facts: RecordFacts): string[] {
  const { source, ledger } = namesOf(facts);
  const { rows, lines } = sidesOf(facts);
  const unread = [facts.source, facts.ledger].flatMap((side) =>
    side.kind === 'unread' ? [`  ${side.words}`] : [],
  );
  if (rows.length === 0) return ['Both sides now', ...unread, '  Neither side shows it.'];
  const all = [...rows, ...lines];
  const widthOf = (field: 'what' | 'source', head: string) =>
    Math.max(head.length, ...all.map((row) => row[field].length));
  const widths = { what: widthOf('what', ''), source: widthOf('source', source) };
  const line = (row: Omit<SideRow, 'isSame'>, mark: string) =>
    `${mark} ${row.what.padEnd(widths.what)}  ${row.source.padEnd(widths.source)}  ${row.ledger}`.trimEnd();
  return [
    'Both sides now',
    ...unread,
    line({ what: '', source, ledger }, ' '),
    ...all.map((row) => line(row, row.isSame === false ? '!' : ' ')),
  ];
}

/** For programs. */
export function explainData(facts: RecordFacts) {
  const { sentence, remedy, tone } = answerOf(facts);
  return {
    record: facts.key,
    answer: sentence,
    remedy,
    isInStep: tone === 'ok',
    story: storyOf(facts),
    toldBackTo: facts.toldBackTo ?? null,
    sides: sidesOf(facts),
    unread: [facts.source, facts.ledger].flatMap((side) =>
      side.kind === 'unread' ? [side.words] : [],
    ),
    link: facts.link && { targetId: facts.link.targetId, version: facts.link.version },
  };
}
