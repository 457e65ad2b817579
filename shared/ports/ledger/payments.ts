import type { PaymentDraft } from '../../domain/ledger/drafts.ts';
import type { WriteKey, Written } from '../writes.ts';

export interface LedgerPayment {
  targetId: string;
  reference: string | undefined;
  amountMinor: number;
  isDeleted: boolean;
}

/** Money received for invoices. A ledger without it has them matched from the bank feed. */
export interface LedgerPayments {
  of(invoiceTargetId: string): Promise<LedgerPayment[]>;
  create(drafts: PaymentDraft[], key: WriteKey): Promise<Array<Written<LedgerPayment>>>;
}
