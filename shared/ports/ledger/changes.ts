import type { DocumentKind } from '../../contracts/ids.ts';
import type { LedgerContact } from './contacts.ts';
import type { LedgerDocument } from './documents.ts';

/** When the ledger says that a record was changed last. */
interface Changed {
  changedAtEpochMs: number | undefined;
}

export type ChangedDocument = LedgerDocument & Changed;
export type ChangedContact = LedgerContact & Changed;

export interface ChangedPlace {
  /** Records that were changed at this instant or later, oldest change first. */
  sinceEpochMs: number;
  /** From 1. What changes while the pages are read comes again on a later one. */
  page: number;
}

/** A page; `isLast`: nothing is behind it. */
export interface ChangedPage<T> {
  records: T[];
  isLast: boolean;
}

/**
 * What was changed in the books, by whomever: by us, too. Sales documents whatever their status, also
 * those that are out of the books. Without it nothing that a person edits there is found.
 */
export interface LedgerChanges {
  documents(kind: DocumentKind, place: ChangedPlace): Promise<ChangedPage<ChangedDocument>>;
  contacts(place: ChangedPlace): Promise<ChangedPage<ChangedContact>>;
}
