import type { LedgerDocument } from './documents.ts';

/** What a customer still owes. Without it a credit is set against its own invoice only. */
export interface LedgerOpenInvoices {
  /** Approved, and with something due; whoever entered them. */
  of(contactTargetId: string): Promise<LedgerDocument[]>;
}
