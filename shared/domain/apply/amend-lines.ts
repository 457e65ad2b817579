import type { Catalogue, LineDraft } from '../ledger/drafts.ts';
import { isLocked } from '../mapping/document-day.ts';
import { knownShape, shapeIn, shapeMark } from './seal.ts';

/** The parts of a document in the ledger that decide whether we may change it. */
export interface AmendableDocument<L extends StandingLine = StandingLine> {
  day: string | undefined;
  totalMinor: number;
  taxMinor: number;
  dueMinor: number;
  lines?: L[];
}

interface StandingLine {
  lineId: string;
  description: string;
  accountCode: string | undefined;
  taxType: string | undefined;
  totalMinor: number;
}

type Objection = { cause: 'changed_after_posting' | 'locked_period'; detail: string };

/** What of an invoice a document keeps for good: to change that is no change of lines. */
interface Identity {
  number?: string | undefined;
  currency: string;
  contactTargetId: string | undefined;
}

/** What of it is another at the source now, and is never changed by us. */
export function otherIdentity(found: Identity, wanted: Identity): Objection | undefined {
  const others = [
    ...(found.number === wanted.number ? [] : [`another number: ${wanted.number ?? 'none'}`]),
    ...(found.currency === wanted.currency ? [] : [`another currency: ${wanted.currency}`]),
    ...(found.contactTargetId === wanted.contactTargetId ? [] : ['another customer']),
  ];
  if (others.length === 0) return undefined;
  return { cause: 'changed_after_posting', detail: others.join('; ') };
}

/**
 * What speaks against changing a document: money on it, a locked day, or that somebody made something else of
 * it than what we wrote, which is never overwritten.
 */
export function objectionTo(
  found: AmendableDocument,
  seal: string,
  catalogue: Catalogue,
): Objection | undefined {
  if (found.dueMinor < found.totalMinor)
    return { cause: 'changed_after_posting', detail: 'paid or credited in the ledger already' };
  if (!isAsWritten(found, shapeIn(seal)))
    return { cause: 'changed_after_posting', detail: 'edited in the ledger, too' };
  if (found.day === undefined || !isLocked(found.day, catalogue)) return undefined;
  return { cause: 'locked_period', detail: found.day };
}

/** Whether it shows what had this mark when we wrote it. */
export function isAsWritten(found: AmendableDocument, mark: string): boolean {
  const { lines, totalMinor, taxMinor } = found;
  return lines !== undefined && shapeMark({ totalMinor, taxMinor, lines }) === mark;
}

/** Whether somebody made something else of it than stood there when we last wrote or linked it. */
export function isEdited(
  found: AmendableDocument,
  posted: {
    totalMinor: number;
    taxMinor: number;
    seal?: string | undefined;
    shape?: string | undefined;
  },
): boolean {
  const { totalMinor, taxMinor } = posted;
  if (found.totalMinor !== totalMinor || found.taxMinor !== taxMinor) return true;
  const shape = knownShape(posted);
  return shape !== undefined && found.lines !== undefined && !isAsWritten(found, shape);
}

/**
 * Gives each new line the id of the one that it follows from: first of the same words and account, then in
 * their order. Whoever looks at the ledger finds the same lines with other sums, not all of them made anew.
 */
export function withLineIds(
  drafts: LineDraft[],
  standing: StandingLine[],
): Array<LineDraft & { lineId?: string }> {
  const left = [...standing];
  const take = (fits: (line: StandingLine) => boolean) => {
    const at = left.findIndex(fits);
    return at < 0 ? undefined : left.splice(at, 1)[0]?.lineId;
  };
  const same = drafts.map((draft) =>
    take(
      ({ description, accountCode }) =>
        description === draft.description && accountCode === draft.accountCode,
    ),
  );
  return drafts.map((draft, index) => {
    const lineId = same[index] ?? take(() => true);
    return lineId === undefined || lineId === '' ? draft : { ...draft, lineId };
  });
}
