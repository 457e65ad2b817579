import type { RecordKind } from '../../contracts/ids.ts';
import { type ChangeMessage, retryEventType } from '../../contracts/messages.ts';
import { isDeletion } from '../webhooks/is-deletion.ts';

/**
 * So many changes of an operator are kept whole, some three months' worth of a large one; of what is
 * beyond only each record is, which is read anew on return: that has a bound, whatever happens.
 */
export const keptWholeAtMost = 2_000;

/** Sequence numbers have up to 128 bits. */
const digits = 39;

/** A change's place among those that stand aside: as the queue ordered them. */
function wholePlace(sequence: string): string {
  return sequence.padStart(digits, '0');
}

/** Customers before their invoices, and those before what is set against them. */
const ranks: Record<RecordKind, number> = {
  ...{ contact: 1, invoice: 2, credit_note: 3 },
  // Of a target that takes documents and sales neither waits for the other.
  ...{ deal: 2, order: 3, tenancy: 3 },
};
const deletedRank = 4;

/**
 * Place of a record of which only the latest change is kept, behind all that are whole. A deletion, and
 * what a person asked for, stand for themselves: neither tells when the record was what it is.
 */
function recordPlace({ kind, sourceId, eventType }: ChangeMessage): string {
  const rank = isDeletion(eventType) ? deletedRank : ranks[kind];
  const sort = eventType === retryEventType ? 'asked' : 'event';
  return `~${rank}#${sort}#${kind}#${sourceId}`;
}

/** How a change is kept: whole, or only its record with the latest event of it. */
export function keptAside(
  change: { message: ChangeMessage; sequence: string },
  isFull: boolean,
): { place: string; message: ChangeMessage } {
  const { message, sequence } = change;
  if (!isFull) return { place: wholePlace(sequence), message };
  const { resource: _left, ...reference } = message;
  return { place: recordPlace(message), message: reference };
}

/** Once only records are kept, it stays so until nothing stands aside: what is whole comes first. */
export function isAsideFull(
  mark: { count?: number | undefined; isFull?: boolean | undefined },
  wholeAtMost: number,
): boolean {
  return mark.isFull === true || (mark.count ?? 0) >= wholeAtMost;
}
