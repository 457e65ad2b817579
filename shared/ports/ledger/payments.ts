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
  /** What stands on each of these invoices, in as few calls as fit; one that the ledger does not know is missing. */
  of(invoiceTargetIds: string[]): Promise<Map<string, LedgerPayment[]>>;
  create(drafts: PaymentDraft[], key: WriteKey): Promise<Array<Written<LedgerPayment>>>;
}
