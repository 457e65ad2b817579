import type { RecordKind } from '../../contracts/ids.ts';
import type { Issue } from '../../contracts/issue-items.ts';

/** The customer goes before all else, an invoice before its credit note, a deal before what comes of it. */
const ranks: Record<RecordKind, number> = {
  ...{ contact: 0, invoice: 1, credit_note: 2 },
  ...{ deal: 3, order: 4, tenancy: 5 },
};

type Ordered = Pick<Issue, 'kind' | 'label' | 'raisedAt' | 'sourceId' | 'issuedAt'>;

/**
 * In the order in which they are to be tried: by kind, then the day of the document, then its number
 * (`INV-9` before `INV-10`), then age.
 */
export function orderIssues<I extends Ordered>(issues: readonly I[]): I[] {
  return [...issues].sort(
    (left, right) =>
      ranks[left.kind] - ranks[right.kind] ||
      compareText(dayOf(left), dayOf(right)) ||
      compareNumbers(left.label ?? '', right.label ?? '') ||
      compareText(left.raisedAt, right.raisedAt) ||
      compareText(left.sourceId, right.sourceId),
  );
}

/** Rows from before do not know it; they come first. */
function dayOf({ issuedAt = '' }: Ordered): string {
  return issuedAt.slice(0, 10);
}

/** Digits count as numbers, whatever stands around them. */
function compareNumbers(left: string, right: string): number {
  return compareText(padded(left), padded(right));
}

function padded(text: string): string {
  return text.replace(/\d+/g, (digits) => digits.padStart(12, '0'));
}

function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
