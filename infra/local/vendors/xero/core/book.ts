/** What one simulated Xero organisation holds. Stored records are never mutated, only replaced. */
export interface Book {
  readonly slug: string;
  readonly tenantId: string;
  organisation: Organisation;
  accounts: Map<string, Account>;
  taxRates: Map<string, TaxRate>;
  trackingCategories: Map<string, TrackingCategory>;
  contacts: Map<string, Contact>;
  documents: Map<string, LedgerDocument>;
  payments: Map<string, Payment>;
  allocations: Map<string, Allocation>;
  bankTransactions: Map<string, BankTransaction>;
  history: Map<string, readonly HistoryRecord[]>;
  /** One bad element makes a 400 of the whole call, also where an answer per element was asked for. */
  refusesWholeCalls?: boolean;
}

export interface Organisation {
  readonly organisationId: string;
  readonly name: string;
  readonly shortCode: string;
  readonly baseCurrency: string;
  /** Enabled besides the base currency. */
  readonly foreignCurrencies?: readonly string[];
  readonly countryCode: string;
  readonly timezone: string;
  /** Days (YYYY-MM-DD), both inclusive: a document dated on the day is locked. */
  readonly periodLockDay: string | undefined;
  readonly endOfYearLockDay: string | undefined;
  readonly createdEpochMs: number;
}

export interface Account {
  readonly accountId: string;
  readonly code: string;
  readonly name: string;
  readonly type: string;
  readonly accountClass: string;
  readonly taxType: string;
  readonly status: 'ACTIVE' | 'ARCHIVED';
  readonly takesPayments: boolean;
  /** Of a bank account; the base currency unless another is said. */
  readonly currencyCode?: string;
  readonly systemAccount: string;
  readonly updatedEpochMs: number;
}

export interface TaxRate {
  readonly taxType: string;
  readonly name: string;
  /** Hundredths of a percent, with up to two decimals of their own: 20 % is 2000, 8.875 % is 887.5. */
  readonly rateHundredths: number;
  /** The taxes it is made of, each with its own part; one that is not named is the whole. */
  readonly components?: readonly { readonly name: string; readonly rateHundredths: number }[];
  readonly reportTaxType: string;
  readonly appliesToRevenue: boolean;
  readonly appliesToExpenses: boolean;
  readonly appliesToLiabilities: boolean;
}

export interface TrackingCategory {
  readonly trackingCategoryId: string;
  readonly name: string;
  readonly status: 'ACTIVE' | 'ARCHIVED';
  readonly options: readonly TrackingOption[];
}

export interface TrackingOption {
  readonly trackingOptionId: string;
  readonly name: string;
  readonly status: 'ACTIVE' | 'ARCHIVED';
}

export interface Contact {
  readonly contactId: string;
  readonly contactNumber: string | undefined;
  readonly status: 'ACTIVE' | 'ARCHIVED';
  /** The contact that somebody merged this one into; it stays archived for ever. */
  readonly mergedToContactId?: string | undefined;
  readonly name: string;
  readonly isCustomer: boolean;
  readonly updatedEpochMs: number;
  /** Fields that the simulation only keeps and gives back (names, addresses, phones …). */
  readonly details: ContactDetails;
}

export interface ContactDetails {
  readonly accountNumber?: string | undefined;
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  readonly companyNumber?: string | undefined;
  readonly emailAddress?: string | undefined;
  readonly taxNumber?: string | undefined;
  readonly addresses?: readonly Readonly<Record<string, string>>[] | undefined;
  readonly phones?: readonly Readonly<Record<string, string>>[] | undefined;
  readonly contactPersons?: readonly Readonly<Record<string, string | boolean>>[] | undefined;
}

export type DocumentKind = 'invoice' | 'creditNote';
export type DocumentType = 'ACCREC' | 'ACCPAY' | 'ACCRECCREDIT' | 'ACCPAYCREDIT';
export type DocumentStatus = 'DRAFT' | 'SUBMITTED' | 'AUTHORISED' | 'PAID' | 'VOIDED' | 'DELETED';
export type LineAmountTypes = 'Inclusive' | 'Exclusive' | 'NoTax';

/** An invoice or a credit note: Xero treats the two alike but for what settles them. */
export interface LedgerDocument {
  readonly kind: DocumentKind;
  readonly id: string;
  readonly type: DocumentType;
  readonly number: string;
  readonly reference: string;
  readonly contactId: string;
  readonly day: string;
  readonly dueDay: string | undefined;
  readonly status: DocumentStatus;
  readonly lineAmountTypes: LineAmountTypes;
  readonly currencyCode: string;
  readonly url: string | undefined;
  readonly sentToContact: boolean;
  readonly lines: readonly Line[];
  readonly totals: Totals;
  readonly fullyPaidDay: string | undefined;
  readonly updatedEpochMs: number;
}

export interface Line {
  readonly lineItemId: string;
  readonly description: string;
  /** Units of 10^-4. */
  readonly quantity: bigint;
  /** Units of 10^-4. */
  readonly unitAmount: bigint;
  /** Units of 10^-4 of a percent. */
  readonly discountRate: bigint | undefined;
  readonly discountAmountMinor: bigint | undefined;
  readonly lineAmountMinor: bigint;
  readonly taxAmountMinor: bigint;
  readonly accountCode: string | undefined;
  readonly taxType: string | undefined;
  readonly itemCode: string | undefined;
  readonly tracking: readonly LineTracking[];
}

export interface LineTracking {
  readonly trackingCategoryId: string;
  readonly trackingOptionId: string;
  readonly name: string;
  readonly option: string;
}

export interface Totals {
  readonly subTotalMinor: bigint;
  readonly totalTaxMinor: bigint;
  readonly totalMinor: bigint;
  readonly totalDiscountMinor: bigint;
}

export interface Payment {
  readonly paymentId: string;
  readonly documentId: string;
  readonly accountId: string;
  readonly day: string;
  readonly amountMinor: bigint;
  readonly reference: string;
  readonly status: 'AUTHORISED' | 'DELETED';
  readonly updatedEpochMs: number;
}

export interface Allocation {
  readonly allocationId: string;
  readonly creditNoteId: string;
  readonly invoiceId: string;
  readonly day: string;
  readonly amountMinor: bigint;
}

/** Money beyond what was due, on a customer's account. */
export interface BankTransaction {
  readonly bankTransactionId: string;
  readonly overpaymentId: string;
  readonly type: 'RECEIVE-OVERPAYMENT';
  readonly contactId: string;
  readonly accountId: string;
  readonly day: string;
  readonly amountMinor: bigint;
  readonly description: string;
  readonly lineItemId: string;
  readonly currencyCode: string;
  readonly status: 'AUTHORISED' | 'DELETED';
  readonly updatedEpochMs: number;
}

export interface HistoryRecord {
  readonly changes: string;
  readonly details: string;
  readonly user: string;
  readonly atEpochMs: number;
}

/** Time, ids and the caller's name, passed into every change. */
export interface Stamp {
  readonly nowEpochMs: number;
  readonly uuid: () => string;
  readonly user: string;
}

/** The organisation that a change is made in, and the stamp it bears. */
export interface Scene {
  readonly book: Book;
  readonly stamp: Stamp;
}

/** Result of one change: the stored record, or the validation messages in Xero's wording. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly messages: readonly string[] };

/** Refuses a change with one or more messages. */
export function refuse(...messages: readonly string[]): {
  readonly ok: false;
  readonly messages: readonly string[];
} {
  return { ok: false, messages };
}

/** Takes a copy that `restoreBook` can go back to; cheap because records are immutable. */
export function snapshotBook(book: Book): Book {
  return {
    ...book,
    accounts: new Map(book.accounts),
    taxRates: new Map(book.taxRates),
    trackingCategories: new Map(book.trackingCategories),
    contacts: new Map(book.contacts),
    documents: new Map(book.documents),
    payments: new Map(book.payments),
    allocations: new Map(book.allocations),
    bankTransactions: new Map(book.bankTransactions),
    history: new Map(book.history),
  };
}

/** Puts the book back to a snapshot. */
export function restoreBook(book: Book, snapshot: Book): void {
  Object.assign(book, snapshot);
}
