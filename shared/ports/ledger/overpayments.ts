import type { OverpaymentDraft } from '../../domain/ledger/drafts.ts';
import type { WriteKey, Written } from '../writes.ts';

export interface LedgerOverpayment {
  targetId: string;
  amountMinor: number;
}

/** Money on a customer's account. Without it, or without the right to it, a person enters it. */
export interface LedgerOverpayments {
  /** Of this customer, by our reference; undefined when there is none. */
  find(of: {
    contactTargetId: string;
    reference: string;
    currency: string;
  }): Promise<LedgerOverpayment | undefined>;
  create(draft: OverpaymentDraft, key: WriteKey): Promise<Written<LedgerOverpayment>>;
}
