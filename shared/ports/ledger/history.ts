import type { DocumentKind } from '../../contracts/ids.ts';
import type { WriteKey, Written } from '../writes.ts';

/** Notes in the history of a document, for the auditor. Without it none are owed. */
export interface LedgerHistory {
  notesOf(kind: DocumentKind, targetId: string): Promise<string[]>;
  add(
    kind: DocumentKind,
    targetId: string,
    note: { text: string; key: WriteKey },
  ): Promise<Written<true>>;
}
