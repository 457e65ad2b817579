/** The ledger as it stands: what a document may refer to. */
export interface Catalogue {
  organisationName: string;
  baseCurrency: string;
  currencies: string[];
  countryCode: string;
  /** The ledger's own name of its zone. */
  timeZone: string | undefined;
  /** The same as an IANA zone; undefined: the ledger names none, or one that is not known. */
  ianaZone: string | undefined;
  /** Days on or before these are closed (ISO days). */
  periodLockDate: string | undefined;
  endOfYearLockDate: string | undefined;
  accounts: CatalogueAccount[];
  taxRates: CatalogueTaxRate[];
  trackingCategories: CatalogueTrackingCategory[];
}

export interface CatalogueAccount {
  accountId: string;
  code: string | undefined;
  name: string;
  /** `BANK` for one that holds money; what else there is (REVENUE, CURRLIAB) says the ledger. */
  type: string;
  isActive: boolean;
  /** The rate that the organisation itself chose as this account's default. */
  defaultTaxType: string | undefined;
  acceptsPayments: boolean;
  /** Of a bank account in another currency than the organisation's own. */
  currency?: string;
}

export interface CatalogueTaxRate {
  taxType: string;
  name: string;
  /** 2000 = 20 %; with up to four decimals (887.5 = 8.875 %). Several taxes in one are their sum. */
  rateBasisPoints: number;
  /** Where the ledger reports it (zero-rated and exempt are the same tax, and not the same report). */
  reportType?: string;
  /** The one for what is no sale at all; absent: it is for sales. */
  isOutsideTax?: boolean;
  isActive: boolean;
  appliesToRevenue: boolean;
}

export interface CatalogueTrackingCategory {
  categoryId: string;
  name: string;
  isActive: boolean;
  options: Array<{ optionId: string; name: string; isActive: boolean }>;
}

export interface ContactDraft {
  contactNumber: string;
  name: string;
  emailAddress?: string;
  phoneNumber?: string;
  taxNumber?: string;
  companyNumber?: string;
  address?: {
    line1?: string;
    line2?: string;
    city?: string;
    region?: string;
    postalCode?: string;
    country?: string;
  };
}

/** What of a contact is changed; one that was merged cannot bear our number any more. */
export type ContactChange = Omit<ContactDraft, 'contactNumber'> & { contactNumber?: string };

export interface LineDraft {
  description: string;
  quantity: number;
  unitAmountMinor: number;
  accountCode: string;
  taxType: string;
  /** Present only where the ledger's own tax would be a cent off. */
  taxAmountMinor?: number;
  tracking?: { categoryName: string; optionName: string };
}

interface DocumentDraft {
  /** Shown to people, unique in the ledger. */
  number: string;
  /** The source's id. */
  reference: string;
  contactTargetId: string;
  /** ISO day. */
  date: string;
  /** Its own day, where it bears another; whoever entered the document before us used that one. */
  trueDate?: string;
  currency: string;
  status: 'AUTHORISED' | 'DRAFT';
  lines: LineDraft[];
  /** What the ledger must arrive at; compared with its answer. */
  totalMinor: number;
  taxMinor: number;
}

export interface InvoiceDraft extends DocumentDraft {
  dueDate: string;
}

export type CreditNoteDraft = DocumentDraft;

/** Lines of a document that stands, each over the one that it follows from. */
export interface AmendmentDraft {
  targetId: string;
  currency: string;
  /** `lineId`: the line that stands there; absent: a new one. What is not named goes. */
  lines: Array<LineDraft & { lineId?: string }>;
}

export interface PaymentDraft {
  invoiceTargetId: string;
  accountCode: string;
  date: string;
  amountMinor: number;
  currency: string;
  reference: string;
}

export interface AllocationDraft {
  creditNoteTargetId: string;
  invoiceTargetId: string;
  amountMinor: number;
  currency: string;
  date: string;
}

/** Money that was received beyond what was due; it stays on the customer's account. */
export interface OverpaymentDraft {
  contactTargetId: string;
  accountCode: string;
  date: string;
  amountMinor: number;
  currency: string;
  /** Names this money among all of the customer's; by it a lost answer is looked up. */
  reference: string;
  /** The invoice that it was paid on, for people. */
  invoiceNumber: string;
}

/** Money paid back for a credit note. */
export interface RefundDraft {
  creditNoteTargetId: string;
  accountCode: string;
  date: string;
  amountMinor: number;
  currency: string;
  reference: string;
}
