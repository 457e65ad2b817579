import type { InvoiceDraft } from '../../domain/ledger/drafts.ts';
import type { WriteKey, Written } from '../writes.ts';

/** A line as it stands in the books. */
export interface LedgerLine {
  lineId: string;
  description: string;
  accountCode: string | undefined;
  taxType: string | undefined;
  /** Tax included. */
  totalMinor: number;
  taxMinor: number;
  tracking?: { categoryName: string; optionName: string };
}

export interface LedgerDocument {
  targetId: string;
  number: string;
  reference: string | undefined;
  contactTargetId: string;
  /** ISO day of the document. */
  day: string | undefined;
  currency: string;
  totalMinor: number;
  taxMinor: number;
  paidMinor: number;
  dueMinor: number;
  status: string;
  /** Absent where the ledger did not show them, or shows them in a way that we do not write. */
  lines?: LedgerLine[];
}

/** The sales invoices in the books. */
export interface LedgerInvoices {
  /** By their numbers; what was deleted as a draft gave its number free and is missing. */
  find(numbers: string[]): Promise<LedgerDocument[]>;
  /** Whatever its status; undefined when the ledger does not know it. */
  get(targetId: string): Promise<LedgerDocument | undefined>;
  /** The same for several, in as few calls as fit; those that the ledger does not know are missing. */
  getMany(targetIds: string[]): Promise<LedgerDocument[]>;
  /** Creates only: a taken number is refused, never written over. */
  create(drafts: InvoiceDraft[], key: WriteKey): Promise<Array<Written<LedgerDocument>>>;
  /** Takes it out of the books; a draft was never in them and is deleted. */
  void(
    invoice: { targetId: string; isDraft: boolean },
    key: WriteKey,
  ): Promise<Written<LedgerDocument>>;
}
