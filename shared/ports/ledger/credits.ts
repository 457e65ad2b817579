import type { AllocationDraft, CreditNoteDraft } from '../../domain/ledger/drafts.ts';
import type { WriteKey, Written } from '../writes.ts';
import type { LedgerDocument } from './documents.ts';

/** Credit notes, and what of them is set against invoices. Without it a person enters them. */
export interface LedgerCredits {
  /** By their numbers; what was deleted as a draft gave its number free and is missing. */
  find(numbers: string[]): Promise<LedgerDocument[]>;
  create(drafts: CreditNoteDraft[], key: WriteKey): Promise<Array<Written<LedgerDocument>>>;
  /** Minor units of the credit note already set against the invoice. */
  allocatedTo(creditNoteTargetId: string, invoiceTargetId: string): Promise<number>;
  allocate(draft: AllocationDraft, key: WriteKey): Promise<Written<true>>;
}
