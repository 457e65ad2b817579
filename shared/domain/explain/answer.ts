import type { Difference } from '../../contracts/difference-item.ts';
import { standingOf as factsThere, judgeDocument } from '../differences/judge-document.ts';
import { changeWords } from '../portal/difference-view.ts';
import type { Tone } from '../portal/tone.ts';
import { isDocument } from '../source/records.ts';
import { type Names, namesOf } from './names.ts';
import { type RecordFacts, type Stand, standOf } from './record-facts.ts';
import { type SideRow, sidesOf } from './side-rows.ts';
import { inSentence, type Remedy, remedyOf, whyNot } from './why-not.ts';

/** The one sentence that a person came for, and what helps. */
export interface Answer {
  tone: Tone;
  sentence: string;
  remedy: string;
  by?: Remedy;
}

/** Whether the record is in the ledger, and if it is not, or not right, why and what helps. */
export function answerOf(facts: RecordFacts): Answer {
  return answers[standOf(facts)](facts, namesOf(facts));
}

const nothingToDo = 'Nothing has to be done.';

const answers: Record<Stand, (facts: RecordFacts, names: Names) => Answer> = {
  not(facts, { what, ledger }) {
    const { because, remedy, by } = whyNot(facts);
    const isFine = remedy.startsWith(nothingToDo.slice(0, -1));
    return {
      tone: isFine ? 'plain' : 'warn',
      sentence: `${what} is not in ${ledger}${because}.`.replace('”.', '.”'),
      remedy,
      ...(by === undefined ? {} : { by }),
    };
  },
  in: standing,
  out(facts, { what, source, ledger }) {
    if (facts.key.kind === 'contact')
      return {
        tone: 'warn',
        sentence: `${what} is in ${ledger}, but was archived or merged there.`,
        remedy: `Restore it in ${ledger}: new documents of this customer wait until then.`,
      };
    const isVoidHere =
      facts.source.kind === 'shown' &&
      isDocument(facts.source.value) &&
      facts.source.value.record.status === 'void';
    if (isVoidHere)
      return { tone: 'ok', sentence: `${what} is void on both sides.`, remedy: nothingToDo };
    return {
      tone: 'warn',
      sentence: `${what} is void in ${ledger}, and alive in ${source}.`,
      remedy:
        facts.issue === undefined
          ? `What somebody voids in ${ledger} is never posted again by itself. Void it in ${source} as well, or enter it in ${ledger} by hand.`
          : remedyOf(facts.issue),
      by: facts.issue === undefined ? 'differences' : 'issue',
    };
  },
  gone: (_facts, { what, source, ledger }) => ({
    tone: 'bad',
    sentence: `${what} was in ${ledger}, and somebody deleted it there.`,
    remedy: `What somebody deletes in ${ledger} is never posted again by itself. Void it in ${source} as well, or enter it in ${ledger} by hand.`,
    by: 'differences',
  }),
  unlinked: (_facts, { what, ledger }) => ({
    tone: 'warn',
    sentence: `${what} is in ${ledger}, but our link to it is lost.`,
    remedy:
      'Press “Send it again”: it is found by its number and linked, and nothing is posted twice.',
    by: 'again',
  }),
  foreign(facts, { what, ledger }) {
    const { issue } = facts;
    if (issue !== undefined)
      return {
        tone: 'warn',
        sentence: `${what} was not sent: ${inSentence(issue.message)}.`,
        remedy: remedyOf(issue),
        by: 'issue',
      };
    return {
      tone: 'warn',
      sentence: `${what} was not sent, and a document with its number is in ${ledger} already.`,
      remedy:
        'Press “Send it again”: where customer, total, tax and day are the same it is linked, and else you are asked.',
      by: 'again',
    };
  },
};

function standing(facts: RecordFacts, names: Names): Answer {
  const { what, source, ledger } = names;
  const { issue } = facts;
  if (issue !== undefined)
    return {
      tone: 'warn',
      sentence: `${what} is in ${ledger}, and something of it waits: ${inSentence(issue.message)}.`,
      remedy: remedyOf(issue),
      by: 'issue',
    };
  const changes = editsOf(facts);
  if (changes !== undefined) return editedByHand(facts, names, changes);
  const different = sidesOf(facts).rows.find(({ isSame }) => isSame === false);
  if (different !== undefined) return behind(different, names);
  const unread = [facts.source, facts.ledger].flatMap((side) =>
    side.kind === 'unread' ? [side.words] : [],
  );
  if (unread.length > 0)
    return {
      tone: 'plain',
      sentence: `${what} is in ${ledger}, as far as we know: ${unread.map(inSentence).join(', ')}.`,
      remedy: 'Look once more in a minute.',
    };
  if (facts.source.kind === 'absent')
    return {
      tone: 'warn',
      sentence: `${what} is in ${ledger}, and ${source} does not have it any more.`,
      remedy: `Where it was deleted in ${source} on purpose, void it in ${ledger} by hand.`,
    };
  return {
    tone: 'ok',
    sentence: `${what} is in ${ledger}, and both sides say the same.`,
    remedy: nothingToDo,
  };
}

/** What somebody changed there, as it was noted, or as it shows right now; undefined: nothing. */
function editsOf({
  difference,
  link,
  ledger,
  customerTargetId,
}: RecordFacts): Difference['changes'] | undefined {
  if (difference !== undefined) return difference.changes;
  if (link === undefined || ledger.kind !== 'shown' || ledger.value.kind !== 'document')
    return undefined;
  const { document } = ledger.value;
  const isMoved = document.contactTargetId === customerTargetId;
  const judged = judgeDocument(link, factsThere(document), isMoved);
  return judged.kind === 'different' ? judged.changes : undefined;
}

function editedByHand(
  { difference }: RecordFacts,
  { what, ledger }: Names,
  changed: Difference['changes'],
): Answer {
  const changes = changed.map(changeWords);
  const sentence = `${what} is in ${ledger}, and somebody changed it there.`;
  if (difference?.accepted !== undefined)
    return {
      tone: 'ok',
      sentence,
      remedy: [...changes, `It was accepted as it stands. ${nothingToDo}`].join(' '),
    };
  const helps =
    difference === undefined
      ? 'Nothing is written over it. It comes to “Edited by hand” with the next look at the books: put it back there, or accept it then.'
      : 'Nothing is written over it. Put it back there and it leaves the list by itself, or accept it as it stands.';
  return { tone: 'warn', sentence, remedy: [...changes, helps].join(' '), by: 'differences' };
}

/** Not edited, and not brought over: mostly it is on its way. The first fact that differs; all are below. */
function behind(different: SideRow, { what, source, ledger }: Names): Answer {
  const { what: fact, source: here, ledger: there } = different;
  return {
    tone: 'warn',
    sentence: `${what} is in ${ledger}, and not as ${source} has it now: ${fact.toLowerCase()} ${here || '–'} in ${source}, ${there || '–'} in ${ledger}.`,
    remedy:
      'A change may be on its way. If this stays for some minutes, press “Send it again”: it is read anew and brought in step.',
    by: 'again',
  };
}
