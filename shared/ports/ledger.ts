import type { IssueCause } from '../domain/issues/causes.ts';
import type {
  AllocationDraft,
  Catalogue,
  ContactDraft,
  CreditNoteDraft,
  InvoiceDraft,
  PaymentDraft,
} from '../domain/ledger/drafts.ts';

export interface LedgerContact {
  targetId: string;
  contactNumber: string | undefined;
  name: string;
  isArchived: boolean;
}

export interface LedgerDocument {
  targetId: string;
  number: string;
  reference: string | undefined;
  contactTargetId: string;
  currency: string;
  totalMinor: number;
  taxMinor: number;
  paidMinor: number;
  dueMinor: number;
  status: string;
}

export interface LedgerPayment {
  targetId: string;
  reference: string | undefined;
  amountMinor: number;
  isDeleted: boolean;
}

/** What became of one element of a batch; same order as the drafts. */
export type Written<T> =
  | { ok: true; value: T }
  | {
      ok: false;
      cause: IssueCause;
      detail: string;
      /** The call was refused as a whole: this element need not be the bad one. */
      isWholeCall?: boolean;
    };

/** The document routes that carry history notes. */
export type DocumentKind = 'invoice' | 'credit_note';

/**
 * The books of one operator. Batches hold at most 50 drafts. Every write takes an idempotency key.
 * @throws ProviderError when the call as a whole failed; DeferredError when caps demand a wait.
 */
export interface Ledger {
  /** Chart of accounts, tax rates, tracking, lock dates; cached for some minutes. */
  catalogue(): Promise<Catalogue>;
  findContacts(contactNumbers: string[]): Promise<LedgerContact[]>;
  createContacts(drafts: ContactDraft[], key: string): Promise<Array<Written<LedgerContact>>>;
  updateContact(
    targetId: string,
    draft: ContactDraft,
    key: string,
  ): Promise<Written<LedgerContact>>;
  findInvoices(numbers: string[]): Promise<LedgerDocument[]>;
  createInvoices(drafts: InvoiceDraft[], key: string): Promise<Array<Written<LedgerDocument>>>;
  voidInvoice(targetId: string, key: string): Promise<Written<LedgerDocument>>;
  paymentsOf(invoiceTargetId: string): Promise<LedgerPayment[]>;
  createPayments(drafts: PaymentDraft[], key: string): Promise<Array<Written<LedgerPayment>>>;
  findCreditNotes(numbers: string[]): Promise<LedgerDocument[]>;
  createCreditNotes(
    drafts: CreditNoteDraft[],
    key: string,
  ): Promise<Array<Written<LedgerDocument>>>;
  /** Minor units of the credit note already set against the invoice. */
  allocatedTo(creditNoteTargetId: string, invoiceTargetId: string): Promise<number>;
  allocate(draft: AllocationDraft, key: string): Promise<Written<true>>;
  historyNotes(kind: DocumentKind, targetId: string): Promise<string[]>;
  addHistoryNote(
    kind: DocumentKind,
    targetId: string,
    note: { text: string; key: string },
  ): Promise<void>;
  createTrackingCategory(name: string, key: string): Promise<Written<true>>;
  createTrackingOption(categoryId: string, name: string, key: string): Promise<Written<true>>;
  /** Forgets the cached catalogue after we changed it. */
  forgetCatalogue(): void;
  /** Page on which a person sees the document. */
  documentUrl(kind: DocumentKind, targetId: string): string;
}

/**
 * Gives the books of an operator. With `accountId` only the books of that company: once another one
 * is connected, every call throws DeferredError and nothing is sent.
 */
export type LedgerFor = (operatorId: string, accountId?: string) => Ledger;
