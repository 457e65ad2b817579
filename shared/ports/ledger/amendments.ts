import type { AmendmentDraft } from '../../domain/ledger/drafts.ts';
import type { WriteKey, Written } from '../writes.ts';
import type { LedgerDocument } from './documents.ts';

/** Changes of invoices that stand. Without it a person corrects them in the ledger. */
export interface LedgerAmendments {
  /** By its id, never by its number; its head stays as it is. */
  amend(draft: AmendmentDraft, key: WriteKey): Promise<Written<LedgerDocument>>;
}
