import type { Difference, DifferenceWhat, StandingFacts } from '../../contracts/difference-item.ts';
import type { Link } from '../../contracts/link-item.ts';
import { knownShape, type Shape, shapeMark } from '../apply/seal.ts';
import { isUncertain } from '../effects/effects.ts';
import { moneyWords } from '../money/money-words.ts';
import { movedIn, placedMark } from './placed-mark.ts';

/** What is read of a document in the ledger. */
interface Document {
  day: string | undefined;
  contactTargetId: string;
  currency: string;
  totalMinor: number;
  taxMinor: number;
  paidMinor: number;
  status: string;
  lines?: Shape['lines'];
}

export type Judged =
  | { kind: 'same' }
  /** Nobody knows what we posted, so that there is nothing to compare with. */
  | { kind: 'unknown' }
  /** A write of ours is under way, so that nobody can say whose doing it is. */
  | { kind: 'undecided' }
  | { kind: 'different'; what: DifferenceWhat; changes: Difference['changes']; standing: string };

export function standingOf(document: Document): StandingFacts {
  const { status, currency, totalMinor, taxMinor, paidMinor, day, lines } = document;
  return {
    isOut: status === 'VOIDED' || status === 'DELETED',
    isDeleted: status === 'DELETED',
    currency,
    totalMinor,
    taxMinor,
    paidMinor,
    ...placedMark(document),
    ...(day === undefined ? {} : { day }),
    ...(lines === undefined ? {} : { shape: shapeMark({ totalMinor, taxMinor, lines }) }),
  };
}

/**
 * Compares what we posted with what stands there. Our own writes are in the link, so that what differs is
 * somebody else's doing. `survivors`: customers into whom others were merged, whose documents moved along.
 */
export function judgeDocument(link: Link, stands: StandingFacts, isMovedByMerge = false): Judged {
  const { posted } = link;
  if (posted === undefined) return { kind: 'unknown' };
  if (Object.values(link.effects).some(isUncertain)) return { kind: 'undecided' };
  if (posted.voided) return { kind: 'same' };
  if (stands.isOut) return different(stands.isDeleted ? 'deleted' : 'voided', [], stands);
  const changes = changesOf(posted, stands, isMovedByMerge);
  const [first] = changes;
  if (first === undefined) return { kind: 'same' };
  const isPaid =
    changes.length === 1 && first.field === 'paid' && stands.paidMinor > paidByUs(posted);
  return different(isPaid ? 'paid' : 'edited', changes, stands);
}

/**
 * Of a credit note that closes this invoice: whether it is out of the books, which only we may do while the
 * source still gives the invoice up, or has it voided.
 */
export function judgeClosing(link: Link, stands: StandingFacts): Judged {
  const { closing } = link.posted ?? {};
  if (Object.values(link.effects).some(isUncertain)) return { kind: 'undecided' };
  if (closing === undefined || closing.isLeaving || !stands.isOut) return { kind: 'same' };
  return different(stands.isDeleted ? 'deleted' : 'voided', [], stands);
}

type Posted = NonNullable<Link['posted']>;

function paidByUs({ paidMinor }: Posted): number {
  return paidMinor;
}

function changesOf(
  posted: Posted,
  stands: StandingFacts,
  isMovedByMerge: boolean,
): Difference['changes'] {
  const { isDayMoved, isContactMoved } = movedIn(posted.placed, stands.placed);
  const money = (minor: number) => moneyWords(minor, stands.currency);
  const sums = [
    ['total', posted.totalMinor, stands.totalMinor],
    ['tax', posted.taxMinor, stands.taxMinor],
    ['paid', paidByUs(posted), stands.paidMinor],
  ] as const;
  return [
    ...sums.flatMap(([field, was, is]) =>
      was === is ? [] : [{ field, was: money(was), is: money(is) }],
    ),
    ...(isReshaped(posted, stands) ? [{ field: 'lines' as const, was: '', is: '' }] : []),
    ...(isDayMoved ? [{ field: 'day' as const, was: '', is: stands.day ?? '' }] : []),
    ...(isContactMoved && !isMovedByMerge ? [{ field: 'contact' as const, was: '', is: '' }] : []),
  ];
}

/** Account, tax rate or words of a line, with the same sums; else the sums tell it. */
function isReshaped(posted: Posted, stands: StandingFacts): boolean {
  const known = knownShape(posted);
  if (known === undefined || stands.shape === undefined) return false;
  if (posted.totalMinor !== stands.totalMinor || posted.taxMinor !== stands.taxMinor) return false;
  return known !== stands.shape;
}

/** Everything that was compared, so that an acceptance holds for exactly this. */
function different(
  what: DifferenceWhat,
  changes: Difference['changes'],
  stands: StandingFacts,
): Judged {
  const { totalMinor, taxMinor, paidMinor, placed, shape = '' } = stands;
  const standing = [what, totalMinor, taxMinor, paidMinor, placed, shape].join('|');
  return { kind: 'different', what, changes, standing };
}

/** Of a customer only that it left the books: details that a person gave it stay, and are no difference. */
export function judgeContact(
  link: Link,
  contact: { targetId: string; isArchived: boolean; mergedToTargetId: string | undefined },
): Judged {
  if (link.targetId !== contact.targetId) return { kind: 'same' };
  const { mergedToTargetId, isArchived } = contact;
  const what = mergedToTargetId === undefined ? 'archived' : 'merged';
  if (!isArchived && mergedToTargetId === undefined) return { kind: 'same' };
  return { kind: 'different', what, changes: [], standing: `${what}|${mergedToTargetId ?? ''}` };
}
