import type { HistoryRecord, Scene } from '../core/book.ts';

/** Appends one entry to a document's history, as Xero does for every change and for notes through the API. */
export function recordHistory(
  { book, stamp }: Scene,
  documentId: string,
  entry: { readonly changes: string; readonly details: string },
): HistoryRecord {
  const record: HistoryRecord = {
    changes: entry.changes,
    details: entry.details,
    user: stamp.user,
    atEpochMs: stamp.nowEpochMs,
  };
  book.history.set(documentId, [...(book.history.get(documentId) ?? []), record]);
  return record;
}
