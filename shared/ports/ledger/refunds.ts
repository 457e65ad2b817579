import type { RefundDraft } from '../../domain/ledger/drafts.ts';
import type { WriteKey, Written } from '../writes.ts';
import type { LedgerPayment } from './payments.ts';

/** Money paid back for credit notes. Without it a person enters it, or matches it from the bank feed. */
export interface LedgerRefunds {
  of(creditNoteTargetId: string): Promise<LedgerPayment[]>;
  create(draft: RefundDraft, key: WriteKey): Promise<Written<LedgerPayment>>;
}
