/** The source's records in our words: one shape per kind, nulls gone, money in minor units. */

export interface SourceAddress {
  line1?: string;
  line2?: string;
  city?: string;
  region?: string;
  postalCode?: string;
  countryCode?: string;
}

export interface SourceContact {
  id: string;
  name: string;
  email?: string;
  phone?: string;
  taxId?: string;
  companyNumber?: string;
  address?: SourceAddress;
  updatedAt?: string;
  /** Keys that integrations keep on the record; ours is `rollerdoor:<target>`. */
  metadata: Record<string, string>;
}

export interface SourceLine {
  description: string;
  accountingCode?: string;
  /** Money held for the customer, to be given back. */
  isDeposit?: boolean;
  /** May be a fraction, with up to four decimals. */
  quantity: number;
  priceMinor: number;
  discountMinor: number;
  taxMinor: number;
  totalMinor: number;
}

export type InvoiceStatus = 'draft' | 'open' | 'paid' | 'void' | 'uncollectible';

export interface SourceInvoice {
  id: string;
  number?: string;
  status: InvoiceStatus;
  currency: string;
  /** When it became a document; the invoice date derives from it. */
  issuedAt: string;
  paidAt?: string;
  totalMinor: number;
  taxMinor: number;
  paidMinor: number;
  /** Credited before payment; lowers what is owed. */
  preCreditMinor?: number;
  /** What the source itself says is still owed. */
  dueMinor?: number;
  contactId: string;
  /** Present where the source expanded it (webhooks do). */
  contact?: SourceContact;
  siteId?: string;
  siteName?: string;
  lines: SourceLine[];
  /** How it is paid, in the source's own word, where what it belongs to was told along. */
  paymentMethod?: string;
}

export type CreditNoteStatus = 'draft' | 'issued' | 'void';

export interface SourceCreditNote {
  id: string;
  number?: string;
  status: CreditNoteStatus;
  timing: 'pre_payment' | 'post_payment';
  currency: string;
  issuedAt: string;
  totalMinor: number;
  contactId: string;
  contact?: SourceContact;
  invoiceId: string;
  siteId?: string;
  siteName?: string;
  lines: Array<{ description: string; quantity: number; taxMinor: number; amountMinor: number }>;
}

export type SourceRecord =
  | { kind: 'contact'; record: SourceContact }
  | { kind: 'invoice'; record: SourceInvoice }
  | { kind: 'credit_note'; record: SourceCreditNote };
