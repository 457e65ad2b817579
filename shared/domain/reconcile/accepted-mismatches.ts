import type { Mismatch } from '../../contracts/mismatch.ts';
import { shortMark } from '../short-mark.ts';
import type { Finding } from './finding.ts';
import type { MonthFacts } from './month-facts.ts';

/** Under which an acceptance is kept: class, record, and its currency where it has one. */
export function mismatchKey(
  mismatch: Pick<Mismatch, 'class' | 'kind' | 'sourceId' | 'targetId' | 'currency'>,
): string {
  const { sourceId = '', targetId = '', currency = '' } = mismatch;
  return [mismatch.class, mismatch.kind, sourceId, sourceId === '' ? targetId : '', currency].join(
    '#',
  );
}

/** Of what is shown of both sides: an acceptance ends when anything of it changes. */
export function markOf({ class: of, source = '', ledger = '', cause = '', mark = '' }: Finding) {
  return shortMark([of, source, ledger, cause, mark].join('|'));
}

/**
 * Whether a person wants it so. What was accepted as an edit by hand, for what stood there, is accepted here, too:
 * it is the same document, seen by another look.
 */
export function isWantedSo(mismatch: Mismatch, facts: MonthFacts): boolean {
  const key = mismatchKey(mismatch);
  const isAccepted = facts.accepted.some(
    (one) => one.key === key && one.standing === mismatch.standing,
  );
  return isAccepted || isAcceptedEdit(mismatch, facts);
}

function isAcceptedEdit({ class: of, kind, sourceId, fix }: Mismatch, facts: MonthFacts): boolean {
  if (sourceId === undefined || fix !== 'in_ledger' || !edits.has(of)) return false;
  return facts.handEdit(kind, sourceId)?.accepted !== undefined;
}

/** What a look at the ledger would have found of the same document. */
const edits: ReadonlySet<string> = new Set([
  ...['amount', 'tax', 'account', 'date', 'contact', 'edited_by_hand', 'voided_by_hand'],
  ...['payment_missing', 'payment_only_in_ledger', 'deleted_contact'],
]);
