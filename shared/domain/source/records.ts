import { type DocumentKind, isDocumentKind } from '../../contracts/ids.ts';

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
  /** Absent, here and below: the source does not say, or says what we do not know. */
  form?: 'person' | 'organisation';
  lifecycle?: 'lead' | 'customer' | 'churned';
  /** In the source's own words, as its operators choose them. */
  leadSource?: string;
  marketingSource?: string;
  useCase?: string;
  createdAt?: string;
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

export type DealStatus = 'open' | 'won' | 'lost';

/** Somebody who may become a customer, as the sales pipeline shows it. */
export interface SourceDeal {
  id: string;
  name: string;
  status: DealStatus;
  /** The source's own word. */
  lostReason?: string;
  /** Absent: its stage was deleted. */
  stageId?: string;
  stageName?: string;
  contactId?: string;
  contact?: SourceContact;
  siteId?: string;
  siteName?: string;
  startsAt?: string;
  /** Free text of a person, no sum: "£50 per month". */
  valueText?: string;
  createdAt: string;
  updatedAt?: string;
  metadata: Record<string, string>;
}

export type OrderStatus = 'draft' | 'finalized' | 'completed';

/** A booking. */
export interface SourceOrder {
  id: string;
  status: OrderStatus;
  contactId: string;
  contact?: SourceContact;
  siteId?: string;
  siteName?: string;
  currency: string;
  /** Per billing period, after discount, with tax. */
  totalMinor: number;
  /** Once: deposits, goods. */
  oneTimeMinor: number;
  /** The source's own word, as in `monthly`. */
  billingPeriod?: string;
  source?: string;
  /** Absent: at once, whenever that is. */
  startsAt?: string;
  tenancyId?: string;
  subscriptionId?: string;
  createdAt: string;
  updatedAt?: string;
  metadata: Record<string, string>;
}

export interface SourceUnit {
  /** The number on its door. */
  reference: string;
  sizeDescription?: string;
}

export interface SourceSubscription {
  id: string;
  /** Per billing period. */
  recurringMinor: number;
  currency: string;
  billingPeriod?: string;
  isCancelled: boolean;
  endsAt?: string;
}

/** A customer in units, with what they pay for them. */
export interface SourceTenancy {
  id: string;
  contactId: string;
  contact?: SourceContact;
  orderId?: string;
  siteId?: string;
  siteName?: string;
  startsAt: string;
  endsAt?: string;
  units: SourceUnit[];
  subscription?: SourceSubscription;
  /** The latest of tenancy and subscription. */
  updatedAt?: string;
}

export type SourceRecord =
  | { kind: 'contact'; record: SourceContact }
  | { kind: 'invoice'; record: SourceInvoice }
  | { kind: 'credit_note'; record: SourceCreditNote }
  | { kind: 'deal'; record: SourceDeal }
  | { kind: 'order'; record: SourceOrder }
  | { kind: 'tenancy'; record: SourceTenancy };

export type DocumentRecord = Extract<SourceRecord, { kind: DocumentKind }>;

export function isDocument(record: SourceRecord): record is DocumentRecord {
  return isDocumentKind(record.kind);
}
