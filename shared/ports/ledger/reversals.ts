import type { WriteKey, Written } from '../writes.ts';
import type { LedgerDocument } from './documents.ts';

/** Takes back what credit notes did. Without it a person does so in the ledger. */
export interface LedgerReversals {
  /** A credit note, whatever its status; undefined when the ledger does not know it. */
  get(creditNoteTargetId: string): Promise<LedgerDocument | undefined>;
  /** All that is set against the invoice is open on the credit note again. */
  unset(
    of: { creditNoteTargetId: string; invoiceTargetId: string },
    key: WriteKey,
  ): Promise<Written<true>>;
  /** Takes it out of the books; it must be set against nothing. `isDraft`: nobody has approved it. */
  void(
    of: { creditNoteTargetId: string; isDraft: boolean },
    key: WriteKey,
  ): Promise<Written<LedgerDocument>>;
}
