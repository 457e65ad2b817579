import type { Link } from '../../contracts/link-item.ts';
import { isUncertain } from '../effects/effects.ts';
import { openSeals } from '../effects/updates.ts';
import type { ContactChange } from '../ledger/drafts.ts';
import { shortMark, shortMarkLength } from '../short-mark.ts';

/** What people correct in a ledger, in the order of the marks. */
const corrected = ['emailAddress', 'phoneNumber'] as const;
type Corrected = (typeof corrected)[number];
type Details = { [detail in Corrected]?: string | undefined };

/** Four characters each, for a link to keep: no value can be read from them. */
export function detailMarks(contact: Details): string {
  return corrected.map((detail) => markOfText(contact[detail])).join('');
}

/**
 * Details that a person changed in the ledger since we wrote them there, which stay. Not theirs is what a try
 * of ours without an answer may have brought there, and what `own`, the source, says as well: both sides agree.
 * None where nobody noted what we wrote, or may have written.
 */
export function detailsOfTheirs(link: Link, own: Details, there: Details | undefined): Corrected[] {
  const { detailMarks: marks } = link;
  const seals = openSeals(link);
  const isKnown = marks !== undefined && seals !== undefined && !isUncertain(link.effects.create);
  if (there === undefined || !isKnown) return [];
  const ours = [marks, detailMarks(own), ...seals];
  return corrected.filter(
    (detail) => !ours.some((one) => markOf(detail, one) === markOfText(there[detail])),
  );
}

/** The change without what is left as a person has it. */
export function withoutTheirs(change: ContactChange, theirs: Corrected[]): ContactChange {
  const left = { ...change };
  for (const detail of theirs) delete left[detail];
  return left;
}

/** What is known after a change: of what was left alone still what we had written. */
export function marksAfter(contact: Details, theirs: Corrected[], before = ''): string {
  const now = detailMarks(contact);
  return corrected.map((detail) => markOf(detail, theirs.includes(detail) ? before : now)).join('');
}

/** The ledger may trim what it is given. */
function markOfText(text = ''): string {
  return shortMark(text.trim());
}

function markOf(detail: Corrected, marks: string): string {
  const at = corrected.indexOf(detail) * shortMarkLength;
  return marks.slice(at, at + shortMarkLength);
}
