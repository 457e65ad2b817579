import type {
  AllocationDraft,
  Catalogue,
  ContactChange,
  ContactDraft,
  CreditNoteDraft,
  InvoiceDraft,
  PaymentDraft,
} from '../domain/ledger/drafts.ts';
import type { WriteKey, Written } from './writes.ts';

export interface LedgerContact {
  targetId: string;
  contactNumber: string | undefined;
  name: string;
  isArchived: boolean;
  emailAddress: string | undefined;
  /** Somebody merged it into this contact, which has its documents now; it stays archived. */
  mergedToTargetId: string | undefined;
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
}

export interface LedgerPayment {
  targetId: string;
  reference: string | undefined;
  amountMinor: number;
  isDeleted: boolean;
}

/** A change of the contact with this id. */
export interface TargetedChange {
  targetId: string;
  draft: ContactChange;
}

/** The document routes that carry history notes. */
export type DocumentKind = 'invoice' | 'credit_note';

/**
 * The books of one operator. Every write takes an idempotency key; the same key must come with the
 * same drafts.
 * @throws ProviderError when the call as a whole failed; DeferredError when caps demand a wait.
 */
export interface Ledger {
  /** So many drafts fit into one call. */
  readonly elementsPerCall: number;
  /** Chart of accounts, tax rates, tracking, lock dates; cached for some minutes. */
  catalogue(): Promise<Catalogue>;
  findContacts(contactNumbers: string[]): Promise<LedgerContact[]>;
  /** Active contacts of these names; the ledger compares them without case. */
  findContactsByName(names: string[]): Promise<LedgerContact[]>;
  /** Whatever their status; those that the ledger does not know are missing. */
  findContactsById(targetIds: string[]): Promise<LedgerContact[]>;
  createContacts(drafts: ContactDraft[], key: WriteKey): Promise<Array<Written<LedgerContact>>>;
  /** Details that the draft leaves out stay; empty ones are emptied. */
  updateContact(
    targetId: string,
    draft: ContactChange,
    key: WriteKey,
  ): Promise<Written<LedgerContact>>;
  updateContacts(changes: TargetedChange[], key: WriteKey): Promise<Array<Written<LedgerContact>>>;
  findInvoices(numbers: string[]): Promise<LedgerDocument[]>;
  createInvoices(drafts: InvoiceDraft[], key: WriteKey): Promise<Array<Written<LedgerDocument>>>;
  /** Whatever its status; undefined when the ledger does not know it. */
  findInvoice(targetId: string): Promise<LedgerDocument | undefined>;
  /** Takes it out of the books; a draft was never in them and is deleted. */
  voidInvoice(
    invoice: { targetId: string; isDraft: boolean },
    key: WriteKey,
  ): Promise<Written<LedgerDocument>>;
  paymentsOf(invoiceTargetId: string): Promise<LedgerPayment[]>;
  createPayments(drafts: PaymentDraft[], key: WriteKey): Promise<Array<Written<LedgerPayment>>>;
  findCreditNotes(numbers: string[]): Promise<LedgerDocument[]>;
  createCreditNotes(
    drafts: CreditNoteDraft[],
    key: WriteKey,
  ): Promise<Array<Written<LedgerDocument>>>;
  /** Minor units of the credit note already set against the invoice. */
  allocatedTo(creditNoteTargetId: string, invoiceTargetId: string): Promise<number>;
  allocate(draft: AllocationDraft, key: WriteKey): Promise<Written<true>>;
  historyNotes(kind: DocumentKind, targetId: string): Promise<string[]>;
  addHistoryNote(
    kind: DocumentKind,
    targetId: string,
    note: { text: string; key: WriteKey },
  ): Promise<Written<true>>;
  createTrackingCategory(name: string, key: WriteKey): Promise<Written<true>>;
  createTrackingOption(categoryId: string, name: string, key: WriteKey): Promise<Written<true>>;
  /** Forgets what of the cached catalogue was read at this time or before: somebody changed it. */
  forgetCatalogue(untilEpochMs: number): void;
  /** Forgets the cached tracking categories after we changed them. */
  forgetTracking(): void;
  /** Page on which a person sees the document. */
  documentUrl(kind: DocumentKind, targetId: string): string;
}

/**
 * Gives the books of an operator. With `accountId` only the books of that company: once another one
 * is connected, every call throws DeferredError and nothing is sent.
 */
export type LedgerFor = (operatorId: string, accountId?: string) => Ledger;
