import { updateDocument } from '../../infra/local/vendors/xero/ledger/documents.ts';
import type { Pipeline } from './pipeline.ts';

/** A person voids the only credit note in the books, after taking it off its invoice. */
export function voidCreditNoteByHand({ clock, xero }: Pipeline): void {
  const book = xero.world.book('acorn');
  const [note] = [...(book?.documents.values() ?? [])].filter(({ kind }) => kind === 'creditNote');
  if (book === undefined || note === undefined) throw new Error('There is no credit note.');
  book.allocations.clear();
  const stamp = { nowEpochMs: clock.nowEpochMs(), uuid: () => 'by-hand', user: 'by hand' };
  const voided = updateDocument({ book, stamp, unitPlaces: 4 }, note, { Status: 'VOIDED' });
  if (!voided.ok) throw new Error('The credit note cannot be voided.');
}
